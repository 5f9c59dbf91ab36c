"""The boxes by which members are ticked, commune by commune."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from danvan.records.blocs.models import Seat
from danvan.shared.dates import short

EVERYONE = "unit"
"""Prefix of the box that stands for everyone seated in one commune that day."""


def everyone(seat: Seat) -> str:
    return f"{EVERYONE}:{seat.bloc.unit_id}"


def attendance_choices(seats: Iterable[Seat]) -> list[tuple[str, Any]]:
    """Boxes by commune, the first one for everyone seated on the day."""
    groups = []
    for unit, members in groupby(seats, key=lambda seat: seat.bloc.unit):
        boxes = [(str(seat.member_id), seat_label(seat)) for seat in members]
        whole = _("Everyone seated on that day")
        groups.append((str(unit), [(f"{EVERYONE}:{unit.pk}", whole), *boxes]))
    return groups


def seat_label(seat: Seat) -> str:
    label = f"{seat.member.full_name}, {seat.post_title}"
    if seat.valid_to is None:
        return label
    return _("%(member)s (left on %(day)s)") % {
        "member": label,
        "day": short(seat.valid_to),
    }
