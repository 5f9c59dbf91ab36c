"""From facts to the targets of every unit: the same sum at every level."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from danvan.foundation import programme as programmes
from danvan.foundation.programme.schema import Target
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.results.scorecard.desk import Desk
from danvan.results.scorecard.measures import MEASURES
from danvan.results.scorecard.question import NOTHING, Fact, Facts, Figure, Question


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """One target's facts by unit, own and summed upward, and how many unmeasured."""

    target: Target
    own: Facts
    summed: Facts
    measures: dict[str, Facts]
    unmeasured: dict[int, int]


class Scorecard:
    """All targets of all units under the question's root, computed from records."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.desk = Desk(question)

    @cached_property
    def targets(self) -> dict[str, TargetFacts]:
        return {t.id: self.compute(t) for t in self.question.programme.targets}

    def compute(self, target: Target) -> TargetFacts:
        parts = {name: MEASURES[name](self.desk) for name in target.measures}
        own = combined(target, list(parts.values()))
        gaps = {unit: Fact(need=1) for unit, fact in own.items() if not fact.need}
        return TargetFacts(
            target=target,
            own=own,
            summed=self.upward(own),
            measures={name: self.upward(facts) for name, facts in parts.items()},
            unmeasured={u: fact.need for u, fact in self.upward(gaps).items()},
        )

    def upward(self, facts: Facts) -> Facts:
        """Each unit's facts added to itself and to every unit above it."""
        sums: Facts = {}
        for unit, fact in facts.items():
            above: int | None = unit
            while above is not None and above in self.desk.levels:
                sums[above] = sums.get(above, NOTHING) + fact
                above = self.desk.levels[above][1]
        return sums

    def figures(self, unit: Unit | int) -> list[Figure]:
        """The targets of one unit, in the programme's order."""
        return [self.figure(target, unit) for target in self.targets]

    def figure(self, target_id: str, unit: Unit | int) -> Figure:
        pk = unit if isinstance(unit, int) else unit.pk
        facts = self.targets[target_id]
        threshold = facts.target.threshold
        return Figure(
            id=target_id,
            fact=facts.summed.get(pk, NOTHING),
            threshold=threshold,
            unmeasured=facts.unmeasured.get(pk, 0),
            measures=tuple(
                Figure(name, sums.get(pk, NOTHING), threshold)
                for name, sums in facts.measures.items()
            ),
        )

    @cached_property
    def communes(self) -> list[int]:
        return self.desk.communes

    def children(self, unit: int) -> list[int]:
        """Units directly below, in force that day."""
        return [pk for pk, (_, above) in self.desk.levels.items() if above == unit]

    def level(self, unit: int) -> Level:
        return Level(self.desk.levels[unit][0])


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
    measured = [fact for fact in facts if fact.need]
    if not measured:
        return NOTHING
    done = all(fact.complete for fact in measured)
    proven = all(fact.proven >= fact.need for fact in measured)
    return Fact(int(done), 1, int(done and proven))


def ask(
    year: int | None = None,
    as_of: date | None = None,
    root: Unit | None = None,
    *,
    today: date,
) -> Question:
    """A question with the programme's defaults for what is not said."""
    current = programmes.current()
    chosen = year or (as_of.year if as_of else current.default_year(today))
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
        "targets": [figure_json(figure) for figure in card.figures(unit)],
    }


def figure_json(figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "have": figure.fact.have,
        "need": figure.fact.need,
        "percent": None if figure.percent is None else float(figure.percent),
        "threshold": figure.threshold,
        "met": figure.met,
        "measures": [
            {"id": part.id, "have": part.fact.have, "need": part.fact.need}
            for part in figure.measures
        ],
    }
