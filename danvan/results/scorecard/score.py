"""From facts to the targets of every unit: the same sum at every level."""

from datetime import date
from functools import cached_property

from danvan.foundation import programme as programmes
from danvan.foundation.programme.schema import Target
from danvan.foundation.units.models import Unit
from danvan.results.scorecard.desk import Desk
from danvan.results.scorecard.measures import MEASURES
from danvan.results.scorecard.question import (
    NOTHING,
    Fact,
    Facts,
    Figure,
    Question,
    must_cover,
)


class Scorecard:
    """All targets of all units under the question's root, computed from records.

    Nothing is computed before it is asked for, and nothing twice.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.desk = Desk(question)
        self._measured: dict[str, Facts] = {}
        self._summed: dict[str, Facts] = {}
        self._judged: dict[str, Facts] = {}

    def measured(self, name: str) -> Facts:
        """A measure's facts of the units of its own level."""
        if name not in self._measured:
            self._measured[name] = MEASURES[name](self.desk)
        return self._measured[name]

    def summed(self, name: str) -> Facts:
        """A measure's facts of every unit."""
        if name not in self._summed:
            self._summed[name] = self.upward(self.measured(name))
        return self._summed[name]

    def judged(self, target: Target) -> Facts:
        """A target's facts of every unit; what cannot be measured counts nowhere."""
        if target.id not in self._judged:
            self._judged[target.id] = self.upward(self.own(target))
        return self._judged[target.id]

    def own(self, target: Target) -> Facts:
        """A target's facts of the units of its own level."""
        return combined(target, [self.measured(name) for name in target.measures])

    def unmeasured(self, target: Target, unit: int) -> int:
        """Units at the target's level, at or below this one, without any need."""
        return sum(
            not fact.need and unit in self.chains[place]
            for place, fact in self.own(target).items()
        )

    @cached_property
    def chains(self) -> dict[int, list[int]]:
        """Each unit with all above it, as far up as the root."""
        found: dict[int, list[int]] = {}
        for unit in self.desk.levels:
            line: list[int] = []
            above: int | None = unit
            while above is not None and above in self.desk.levels:
                line.append(above)
                above = self.desk.levels[above][1]
            found[unit] = line
        return found

    def upward(self, facts: Facts) -> Facts:
        """Each unit's facts added to itself and to every unit above it."""
        sums: Facts = {}
        for unit, fact in facts.items():
            for above in self.chains[unit]:
                before = sums.get(above)
                sums[above] = fact if before is None else before + fact
        return sums

    def figures(self, unit: Unit | int) -> list[Figure]:
        """The targets of one unit, in the programme's order."""
        return [self.figure(target, unit) for target in self.question.programme.targets]

    def figure(self, target: Target | str, unit: Unit | int) -> Figure:
        if isinstance(target, str):
            target = self.question.programme.target(target)
        pk = unit if isinstance(unit, int) else unit.pk
        return Figure(
            id=target.id,
            fact=self.judged(target).get(pk, NOTHING),
            threshold=target.threshold,
        )

    def parts(self, target: Target, unit: Unit) -> list[Figure]:
        """The measures of a target for one unit."""
        return [
            Figure(name, self.summed(name).get(unit.pk, NOTHING), target.threshold)
            for name in target.measures
        ]

    @cached_property
    def communes(self) -> list[int]:
        return self.desk.communes

    def children(self, unit: int) -> list[int]:
        """Units directly below, in force that day."""
        return [pk for pk, (_, above) in self.desk.levels.items() if above == unit]


def combined(target: Target, parts: list[Facts]) -> Facts:
    """For "all" a unit counts once, when every measure is complete; "sum" adds up."""
    if target.combine == "sum":
        return {
            unit: sum((part.get(unit, NOTHING) for part in parts), NOTHING)
            for unit in parts[0]
        }
    return {
        unit: all_of([part.get(unit, NOTHING) for part in parts]) for unit in parts[0]
    }


def all_of(facts: list[Fact]) -> Fact:
    """One unit, complete when all that can be measured is; nothing to measure, none."""
    measured, done, proven = False, True, True
    for have, need, shown in facts:
        if need:
            measured = True
            done = done and have >= need
            proven = proven and shown >= need
    return Fact(int(done), 1, int(done and proven)) if measured else NOTHING


def ask(
    year: int | None = None,
    as_of: date | None = None,
    root: Unit | None = None,
    *,
    today: date,
) -> Question:
    """A question with the programme's defaults for what is not said."""
    current = programmes.current()
    fallback = as_of.year if as_of else current.default_year(today)
    chosen = fallback if year is None else year
    must_cover(current, chosen)
    first = date(chosen, 1, 1)
    day = as_of or max(first, current.default_as_of(chosen, today))
    return Question(current, chosen, day, root)


def as_json(card: Scorecard, unit: Unit) -> dict[str, object]:
    """The shape that `danvan scorecard --json` prints; figures are exact numbers."""
    question = card.question
    return {
        "programme": question.programme.id,
        "unit": {"code": unit.code, "name": unit.full_name},
        "year": question.year,
        "as_of": question.as_of.isoformat(),
        "targets": [
            target_json(card, target, unit) for target in question.programme.targets
        ],
    }


def target_json(card: Scorecard, target: Target, unit: Unit) -> dict[str, object]:
    figure = card.figure(target, unit)
    return {
        "id": figure.id,
        "have": figure.fact.have,
        "need": figure.fact.need,
        "percent": None if figure.percent is None else float(figure.percent),
        "threshold": figure.threshold,
        "met": figure.met,
        "measures": [
            {"id": part.id, "have": part.fact.have, "need": part.fact.need}
            for part in card.parts(target, unit)
        ],
    }
