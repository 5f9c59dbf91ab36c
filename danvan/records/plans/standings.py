"""Part four of the programme: how far each body is with each of its duties."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from danvan.foundation import programme
from danvan.foundation.programme.schema import Body
from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.rules import Level
from danvan.records.plans import queries
from danvan.records.plans.choices import Standing
from danvan.records.plans.models import Responsibility, Task
from danvan.records.plans.progress import Progress, counts, progress_in


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of one body at a unit, or summed up over the units below it.

    `tallies` counts standings, "" those that have not reported; `tasks` are the tasks
    of the programme that the body owns, as the plans tell of them.
    """

    body: Body
    number: int
    level: Level
    is_own: bool
    tasks: Progress
    total: int
    report: Responsibility | None = None
    tallies: Counter[str] = field(default_factory=Counter)

    @property
    def duty(self) -> str:
        return self.body.duties[self.number - 1]

    @property
    def unreported(self) -> int:
        return self.total - self.told

    @property
    def told(self) -> int:
        """How many units have reported."""
        return self.tallies.total()

    @property
    def standing(self) -> Standing | None:
        return Standing(self.report.standing) if self.report else None


def bodies_at(unit: Unit) -> list[Body]:
    """Bodies with duties that report at the unit or below it."""
    found = [body for body in programme.current().bodies if body.duties]
    return [body for body in found if (queries.level_of(body) or 0) >= unit.level]


def lines(unit: Unit, year: int, *, on: date) -> list[Line]:
    """Every duty of every body; a constant number of queries."""
    places = places_of(unit, year, on)
    heirs = dict(Lineage.objects.filter(heir__in=places).values_list("origin", "heir"))
    reports = reports_of(year, heirs)
    done = tasks_done(year, heirs, places, on)
    found = []
    for body in bodies_at(unit):
        level = Level(queries.level_of(body) or 0)
        units = [pk for pk, its in places.items() if its == level]
        for number in range(1, len(body.duties) + 1):
            told = [
                reports[pk, body.id, number]
                for pk in units
                if (pk, body.id, number) in reports
            ]
            found.append(
                Line(
                    body=body,
                    number=number,
                    level=level,
                    is_own=level == unit.level,
                    tasks=summed(done[level], body),
                    total=len(units),
                    report=told[0] if told and level == unit.level else None,
                    tallies=Counter(each.standing for each in told),
                )
            )
    listed = [line for line in found if line.total]
    return sorted(listed, key=lambda line: line.level)


def places_of(unit: Unit, year: int, on: date) -> dict[int, Level]:
    """Level of the unit and of those below it on the year's last day that has come."""
    day = programme.current().default_as_of(year, on)
    rows = Unit.objects.subtree(unit.pk).in_force(day)
    found = {pk: Level(level) for pk, level in rows.values_list("pk", "level")}
    return found | {unit.pk: Level(unit.level)}


def reports_of(
    year: int, heirs: dict[int, int]
) -> dict[tuple[int, str, int], Responsibility]:
    """The unit's own report before those of the units it came from, then the latest."""
    rows = Responsibility.objects.filter(year=year, unit__in=heirs)
    found = {}
    for row in sorted(
        rows, key=lambda row: (heirs[row.unit_id] == row.unit_id, row.on)
    ):
        found[heirs[row.unit_id], row.body, row.duty] = row
    return found


type Done = dict[Level, dict[str, Progress]]


def tasks_done(
    year: int, heirs: dict[int, int], places: dict[int, Level], on: date
) -> Done:
    """{level: {task of the programme: progress}} of issued plans."""
    rows = Task.objects.begun().owed().of_year(year).exclude(programme_task="")
    grouped = (
        rows.filter(unit__in=heirs).order_by().values("unit__level", "programme_task")
    )
    found: Done = defaultdict(dict)
    for row in grouped.annotate(**counts(on)):
        level = Level(row["unit__level"])
        found[level][row["programme_task"]] = progress_in(row)
    return found


def summed(done: dict[str, Progress], body: Body) -> Progress:
    owned = [task.id for task in programme.current().tasks_of(body.id)]
    return total_of(done[task] for task in owned if task in done)


def total_of(parts: Iterable[Progress]) -> Progress:
    found = list(parts)
    return Progress(
        total=sum(part.total for part in found),
        done=sum(part.done for part in found),
        open=sum(part.open for part in found),
        late=sum(part.late for part in found),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of a duty's list: what it reported, if it did."""

    unit: Unit
    order: int
    report: Responsibility | None

    @property
    def standing(self) -> str:
        return self.report.standing if self.report else ""


def reporting(units: Iterable[Unit], year: int, body: Body, duty: int) -> list[Place]:
    """Each of the units with its report; two queries."""
    listed = list(units)
    heirs = dict(
        Lineage.objects.filter(heir__in=[unit.pk for unit in listed]).values_list(
            "origin", "heir"
        )
    )
    reports = reports_of(year, heirs)
    return [
        Place(unit, order, reports.get((unit.pk, body.id, duty)))
        for order, unit in enumerate(listed)
    ]
