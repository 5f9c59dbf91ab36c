"""Reads over results: which are alike, their sums, and what organisations share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from danvan.foundation.access.models import User
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.periods import in_force
from danvan.foundation.units.queries import heir_of, meant_by
from danvan.records.blocs.models import Seat, SeatQuerySet
from danvan.records.movements.models import (
    MEASURES,
    Claim,
    Result,
    ResultQuerySet,
    Team,
    TeamQuerySet,
)
from danvan.records.movements.rules import ALIKE_WITHIN

type Figures = dict[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    unit: str = ""
    year: int | None = None
    movement: str = ""
    organisation: str = ""
    claims: str = ""


def results(user: User, wanted: Wanted, *, on: date) -> ResultQuerySet:
    """Standing results that the person may read."""
    rows = Result.objects.visible_to(user, on=on).standing()
    if wanted.unit:
        rows = rows.within(*meant(user, wanted.unit, on=on))
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.movement:
        rows = rows.filter(movement=wanted.movement)
    if wanted.organisation:
        claimed = Claim.objects.filter(organisation=wanted.organisation)
        rows = rows.filter(pk__in=claimed.values("result"))
    return rows.shared() if wanted.claims == "shared" else rows


def meant(user: User, typed: str, *, on: date) -> list[int]:
    """Numbers of the units a filter names; [0], which no unit has, for none."""
    units = meant_by(typed, Unit.objects.visible_to(user, on=on))
    return [unit.pk for unit in units] or [0]


def alike(
    unit: Unit,
    *,
    movement: str,
    on: date,
    village: Village | None,
) -> list[Result]:
    """Results that may be the very same one, nearest in time first."""
    rows = Result.objects.standing().filter(
        unit=unit,
        movement=movement,
        village=village,
        on__range=(on - ALIKE_WITHIN, on + ALIKE_WITHIN),
    )
    near = rows.select_related("village").prefetch_related("claims")
    return sorted(near, key=lambda result: (abs(result.on - on), result.pk))


SUMS = {f"sum_{name}": Sum(name) for name in MEASURES}


def totals(rows: ResultQuerySet) -> Figures:
    """Each result once, whoever counts it."""
    sums = rows.order_by().aggregate(**SUMS)
    return {name: int(sums[f"sum_{name}"] or 0) for name in MEASURES}


@dataclass(slots=True)
class Share:
    """What one organisation counts as its own."""

    organisation: str
    results: int = 0
    shared: int = 0
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overlap:
    """All organisations' shares, and the same results counted once."""

    shares: list[Share]
    results: int
    shared: int
    once: Figures

    @property
    def added_up(self) -> Figures:
        """What one gets by adding organisation to organisation."""
        return {n: sum(share.figures[n] for share in self.shares) for n in MEASURES}

    @property
    def excess(self) -> Figures:
        return {n: self.added_up[n] - self.once[n] for n in MEASURES}

    @property
    def results_excess(self) -> int:
        return sum(share.results for share in self.shares) - self.results


def overlap(rows: ResultQuerySet) -> Overlap:
    claims = Claim.objects.filter(result__in=rows.order_by().values("pk"))
    sums = {f"sum_{name}": Sum(f"result__{name}") for name in MEASURES}
    shares: dict[str, Share] = {}
    counted: Any = claims.values("organisation").annotate(number=Count("pk"), **sums)
    for row in counted:
        shares[row["organisation"]] = Share(
            row["organisation"],
            results=row["number"],
            figures={name: int(row[f"sum_{name}"] or 0) for name in MEASURES},
        )
    both = claims.filter(result__in=Result.objects.shared().values("pk"))
    for held in both.values("organisation").annotate(number=Count("pk")):
        shares[held["organisation"]].shared = held["number"]
    return Overlap(
        shares=list(shares.values()),
        results=rows.count(),
        shared=rows.shared().count(),
        once=totals(rows),
    )


@dataclass(frozen=True, slots=True)
class WantedTeams:
    unit: str = ""
    field: str = ""
    state: str = ""


def teams(user: User, wanted: WantedTeams, *, on: date) -> TeamQuerySet:
    rows = Team.objects.visible_to(user, on=on).standing()
    if wanted.unit:
        rows = rows.within(*meant(user, wanted.unit, on=on))
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    if wanted.state:
        rows = rows.filter(valid_to__isnull=wanted.state == "open")
    return rows


def seated(unit: Unit, *, on: date) -> SeatQuerySet:
    """Seats of the unit's blocs that day, or of its heir's, by the member's name."""
    place = heir_of(unit, on).pk
    held = Seat.objects.within(place).in_force(on).filter(in_force(on, "bloc__"))
    return held.select_related("member").order_by("member__sort_key", "pk")


def difference(excess: Mapping[str, int]) -> Figures:
    return {name: number for name, number in excess.items() if number}
