"""Who is in charge of which village, read from the duties of the bloc's members."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.periods import in_force
from danvan.foundation.units.villages import meant, villages_of
from danvan.records.blocs.models import Duty, DutyQuerySet, Seat
from danvan.records.villages.rules import is_whole, names_in


@dataclass(frozen=True, slots=True)
class Stray:
    """A name in a duty that means no village, or may mean several."""

    name: str
    duty: Duty
    several: bool


@dataclass(slots=True)
class Coverage:
    """The villages of one commune with the duties that name each."""

    villages: list[Village]
    duties: dict[int, list[Duty]] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)

    @property
    def covered(self) -> int:
        return len(self.duties)

    @property
    def total(self) -> int:
        return len(self.villages)

    def people(self) -> list[Seat]:
        """Seats that are in charge of a village, in the order of the alphabet."""
        seats = {d.seat_id: d.seat for held in self.duties.values() for d in held}
        return sorted(seats.values(), key=lambda seat: (seat.member.sort_key, seat.pk))

    @property
    def state(self) -> Literal["none", "full", "open"]:
        """No list of villages, all in charge of somebody, or some of nobody."""
        if not self.villages:
            return "none"
        return "full" if self.covered == self.total else "open"


def duties_on(day: date) -> DutyQuerySet:
    """Duties that name villages, of members seated that day."""
    held = in_force(day, "seat__") & in_force(day, "seat__bloc__")
    return Duty.objects.in_force(day).filter(held).exclude(villages="")


def coverage(unit: Unit, *, on: date) -> Coverage:
    villages = list(villages_of(unit).in_force(on))
    mine = duties_on(on).filter(seat__bloc__unit__heirs__heir=unit)
    ordered = mine.select_related("seat__member").order_by(
        "seat__member__sort_key", "pk"
    )
    return matched(villages, ordered)


def matched(villages: list[Village], duties: Iterable[Duty]) -> Coverage:
    found = Coverage(villages)
    for duty in duties:
        for name in names_in(duty.villages):
            named = villages if is_whole(name) else meant(name, villages)
            if len(named) != 1 and not is_whole(name):
                found.strays.append(Stray(name, duty, several=bool(named)))
                continue
            for village in named:
                held = found.duties.setdefault(village.pk, [])
                if duty not in held:
                    held.append(duty)
    return found


def coverage_of(communes: QuerySet[Unit], *, on: date) -> dict[int, Coverage]:
    """The same for many communes in two questions; those without villages too."""
    numbers = list(communes.values_list("pk", flat=True))
    villages: dict[int, list[Village]] = {number: [] for number in numbers}
    duties: dict[int, list[Duty]] = {number: [] for number in numbers}
    heir = "unit__heirs__heir"
    rows = Village.objects.in_force(on).filter(**{f"{heir}__in": communes.values("pk")})
    for number, pk, name in rows.values_list(heir, "pk", "name"):
        villages[number].append(Village(pk=pk, name=name))
    heir = f"seat__bloc__{heir}"
    told = duties_on(on).filter(**{f"{heir}__in": communes.values("pk")})
    for number, pk, text in told.values_list(heir, "pk", "villages"):
        duties[number].append(Duty(pk=pk, villages=text))
    return {n: matched(villages[n], duties[n]) for n in numbers}
