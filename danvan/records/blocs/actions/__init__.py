"""Every write of this room. One bloc has one writer at a time."""

from danvan.records.blocs.actions.blocs import adopt_regulation, establish_bloc
from danvan.records.blocs.actions.corrections import correct_bloc, correct_regulation
from danvan.records.blocs.actions.duties import (
    DutyRow,
    amend_duty,
    assign_duties,
    assign_duty,
    end_duty,
)
from danvan.records.blocs.actions.erasing import erase_member, forget_members
from danvan.records.blocs.actions.levels import requalify
from danvan.records.blocs.actions.seats import (
    correct_seat,
    end_seat,
    hand_over,
    report_post_change,
    seat_member,
)

__all__ = [
    "DutyRow",
    "adopt_regulation",
    "amend_duty",
    "assign_duties",
    "assign_duty",
    "correct_bloc",
    "correct_regulation",
    "correct_seat",
    "end_duty",
    "end_seat",
    "erase_member",
    "establish_bloc",
    "forget_members",
    "hand_over",
    "report_post_change",
    "requalify",
    "seat_member",
]
