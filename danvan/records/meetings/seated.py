"""Who sits in the bloc on the day of a meeting: for the minutes, and to be charged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from danvan.foundation import programme
from danvan.foundation.units.models import Unit
from danvan.foundation.units.periods import in_force
from danvan.records.blocs.models import Seat
from danvan.records.blocs.queries import roster_order
from danvan.records.meetings.around import origins


def seats(unit: Unit, on: date) -> Sequence[Seat]:
    """Head first, then deputies, members and the assisting officer."""
    held = Seat.objects.in_force(on).filter(
        in_force(on, "bloc__"), bloc__unit__in=origins(unit)
    )
    return sorted(held.select_related("member"), key=roster_order)


def present(held: Sequence[Seat]) -> str:
    """One line each, as minutes list those present."""
    return "\n".join(f"{seat.member.full_name}, {seat.post_title}" for seat in held)


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody who may be given a task, and the organisation that answers for it."""

    key: str
    label: str
    body: str
    owner: str


def charges(held: Sequence[Seat]) -> list[Charge]:
    bodies = {post.id: post.body for post in programme.current().posts}
    return [
        Charge(
            key=str(seat.pk),
            label=f"{seat.member.full_name}, {seat.post_title}",
            body=seat.body or bodies.get(seat.post, "") or seat.post_title,
            owner=seat.member.full_name,
        )
        for seat in held
    ]
