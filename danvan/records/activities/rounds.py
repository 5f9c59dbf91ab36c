"""What comes back every year and no target measures, and which organisation did it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Case, Count, FilteredRelation, Q, Value, When
from django.urls import reverse

from danvan.foundation.programme.schema import Kind, Organisation
from danvan.foundation.units.models import Lineage, Unit, UnitQuerySet
from danvan.foundation.units.rules import Level
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing of the year still to be held or recorded, and the form for it.

    `host` is the organisation that owes it; None when the unit itself does.
    """

    kind: Kind
    host: Organisation | None
    have: int
    need: int
    url: str

    @property
    def title(self) -> str:
        return f"{self.kind.name}: {self.host.name}" if self.host else self.kind.name


def yearly() -> list[Kind]:
    """Kinds due every year that the scorecard does not measure."""
    return [
        kind
        for kind in kinds.in_force().kinds
        if kind.cadence == "year" and kind.per_year and not kind.measure
    ]


def hosted() -> list[Kind]:
    """Those that every organisation owes by itself."""
    return [kind for kind in yearly() if kind.each_host]


def round_missing(unit: Unit, year: int, on: date) -> list[Owed]:
    """What the unit has not yet held of the year's round by that day. One query."""
    done = held(unit, year, on)
    return [
        Owed(kind, host, have, kind.per_year, form_url(kind, unit, year, host))
        for kind in yearly()
        for host in owing(kind, unit)
        if (have := number(done, kind, host)) < kind.per_year
    ]


def held(unit: Unit, year: int, on: date) -> dict[tuple[str, str], int]:
    """(kind, host) → how often it was held, by the unit or one it took over."""
    origins = Lineage.objects.filter(heir=unit).values("origin")
    rows = Activity.objects.held().filter(
        kind__in=[kind.id for kind in yearly()],
        unit__in=origins,
        year=year,
        on__lte=on,
    )
    counted = rows.order_by().values_list("kind", "host").annotate(times=Count("pk"))
    return {(kind, host): times for kind, host, times in counted}


def number(
    done: dict[tuple[str, str], int], kind: Kind, host: Organisation | None
) -> int:
    """How often, by whichever organisation where it does not matter which."""
    if host:
        return done.get((kind.id, host.id), 0)
    return sum(times for (held_kind, _), times in done.items() if held_kind == kind.id)


def owing(kind: Kind, unit: Unit) -> Iterator[Organisation | None]:
    """Organisations are those of a commune; above it nobody owes for each of them."""
    if kind.levels and Level(unit.level).name.lower() not in kind.levels:
        return
    if not kind.each_host:
        yield None
    elif unit.level == Level.COMMUNE:
        yield from organisations(kind)


def organisations(kind: Kind) -> list[Organisation]:
    return [host for host in kinds.in_force().organisations if host.id in kind.hosts]


def form_url(
    kind: Kind, unit: Unit, year: int, host: Organisation | None = None
) -> str:
    """The form of the kind, filled in as far as it is known."""
    words = {"kind": kind.id, "unit": unit.pk, "year": year}
    if host:
        words["host"] = host.id
    return f"{reverse('activities:new')}?{urlencode(words)}"


def coverage(
    communes: UnitQuerySet, kind: Kind, year: int, on: date, *, lacking: bool = False
) -> UnitQuerySet:
    """Each commune with `by_<organisation>`, how often it held the kind in the year.

    `hosts_done` is how many organisations did; `lacking` leaves out where all did.
    Records of units taken over count.
    """
    path = "origins__origin__activities"
    wanted = Q(
        **{
            f"{path}__kind": kind.id,
            f"{path}__year": year,
            f"{path}__status": Status.HELD,
            f"{path}__on__lte": on,
        }
    )
    counts = {
        f"by_{host.id}": Count("done", filter=Q(done__host=host.id))
        for host in organisations(kind)
    }
    done = [Case(When(**{f"{name}__gt": 0}, then=1), default=0) for name in counts]
    rows = communes.annotate(done=FilteredRelation(path, condition=wanted))
    counted = rows.annotate(**counts).annotate(hosts_done=sum(done, start=Value(0)))
    return counted.filter(hosts_done__lt=len(counts)) if lacking else counted
