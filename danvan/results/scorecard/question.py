"""What is asked of the scorecard, and the one shape of every answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from danvan.foundation.programme.schema import Programme
from danvan.foundation.units.models import Unit, UnitQuerySet
from danvan.shared.numbers import percent
from danvan.shared.refusals import Refused


def must_cover(programme: Programme, year: int) -> None:
    """Raise Refused for a year, or a number that is none, outside the programme."""
    if not programme.covers(year):
        raise Refused(
            _("%(programme)s covers %(first)s to %(last)s, not %(year)s")
            % {
                "programme": programme.title,
                "first": programme.years[0],
                "last": programme.years[-1],
                "year": year,
            }
        )


@dataclass(frozen=True, slots=True)
class Question:
    """How `root` and the units below it stand in `year`, seen on the day `as_of`.

    `root` None asks for every unit in force that day.
    """

    programme: Programme
    year: int
    as_of: date
    root: Unit | None = None

    def __post_init__(self) -> None:
        must_cover(self.programme, self.year)
        if self.as_of < date(self.year, 1, 1):
            raise Refused(
                _("The day asked for is before the year %(year)s began")
                % {"year": self.year}
            )

    def units(self) -> UnitQuerySet:
        """Units in force that day, at or below the root."""
        units = Unit.objects.in_force(self.as_of)
        return units.subtree(self.root.pk) if self.root else units


class Fact(NamedTuple):
    """Have of need; `proven` is the part of have that has evidence behind it."""

    have: int = 0
    need: int = 0
    proven: int = 0

    def __add__(self, other: "Fact") -> "Fact":  # type: ignore[override]
        return Fact(
            self.have + other.have,
            self.need + other.need,
            self.proven + other.proven,
        )

    @property
    def complete(self) -> bool:
        return self.have >= self.need > 0


NOTHING = Fact()

type Facts = dict[int, Fact]


def total(facts: Iterable[Fact]) -> Fact:
    return sum(facts, NOTHING)


class State(StrEnum):
    """How a figure is shown; UNPROVEN is a target met on paper alone: grey."""

    MET = "met"
    UNPROVEN = "met_without_evidence"
    MISSED = "not_met"
    UNMEASURED = "not_measurable"


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact beside the threshold it is held against (percent, 1–100)."""

    id: str
    fact: Fact
    threshold: int

    @property
    def percent(self) -> Decimal | None:
        """Two decimals, rounded half up; None when nothing can be measured."""
        return percent(self.fact.have, self.fact.need)

    @property
    def met(self) -> bool | None:
        """Judged on the exact fraction, never on the rounded percentage."""
        return reaches(self.fact.have, self.fact.need, self.threshold)

    @property
    def state(self) -> State:
        if self.met is None:
            return State.UNMEASURED
        if not self.met:
            return State.MISSED
        proven = reaches(self.fact.proven, self.fact.need, self.threshold)
        return State.MET if proven else State.UNPROVEN


def reaches(have: int, need: int, threshold: int) -> bool | None:
    return have * 100 >= threshold * need if need else None
