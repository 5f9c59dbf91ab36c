"""Every write of the room: results of movements, and mobilisation teams."""

from danvan.records.movements.actions.results import (
    FACTS,
    Alike,
    amend_result,
    claim,
    record_result,
    withdraw_result,
)
from danvan.records.movements.actions.teams import (
    amend_team,
    close_team,
    end_seat,
    form_team,
    record_session,
    seat_official,
    withdraw_session,
    withdraw_team,
)

__all__ = [
    "FACTS",
    "Alike",
    "amend_result",
    "amend_team",
    "claim",
    "close_team",
    "end_seat",
    "form_team",
    "record_result",
    "record_session",
    "seat_official",
    "withdraw_result",
    "withdraw_session",
    "withdraw_team",
]
