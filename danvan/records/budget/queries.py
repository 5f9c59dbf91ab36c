"""Sums over budget lines, each line counted once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from danvan.foundation.access.models import User
from danvan.foundation.units.models import Lineage, Reach, Unit
from danvan.foundation.units.queries import meant_by
from danvan.records.budget import known
from danvan.records.budget.models import Expense, Line, LineQuerySet


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    unit: str = ""
    year: int | None = None
    source: str = ""
    level: str = ""
    task: str = ""
    reach: str = ""


@dataclass(slots=True)
class Totals:
    """Four sums of some lines; what is not yet approved or allocated counts as 0."""

    lines: int = 0
    estimate: int = 0
    approved: int = 0
    allocated: int = 0
    spent: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))

    def __sub__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, n) - getattr(other, n) for n in self.__slots__))

    @property
    def left(self) -> int:
        return self.allocated - self.spent


def lines(user: User, wanted: Wanted, *, on: date) -> LineQuerySet:
    """Standing lines that the person may read, each with its unit and what is spent."""
    rows = Line.objects.visible_to(user, on=on).standing()
    if wanted.unit:
        meant = meant_by(wanted.unit, Unit.objects.visible_to(user, on=on))
        rows = placed(rows, [unit.pk for unit in meant], wanted.reach)
    elif wanted.reach:
        rows = placed(rows, user.root_units(on), wanted.reach)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.level:
        rows = rows.filter(unit__level=wanted.level)
    if wanted.task:
        rows = rows.filter(programme_task__in=known.tasks_in(wanted.task))
    return rows


def placed(rows: LineQuerySet, units: list[int], reach: str) -> LineQuerySet:
    """Lines of these units and of all below, of the units alone, or of those below."""
    if not units:
        return rows.none()
    own = Lineage.objects.filter(heir__in=units).values("origin")
    if reach == "own":
        return rows.filter(unit__in=own)
    rows = rows.within(*units)
    return rows.exclude(unit__in=own) if reach == "below" else rows


SUMS = {name: Sum(name) for name in ("estimate", "approved", "allocated")}


def totals(rows: LineQuerySet) -> Totals:
    return sum(totals_by(rows, "year").values(), Totals())


def totals_by(rows: LineQuerySet, column: str) -> dict[Any, Totals]:
    """Totals for each value of a column of Line, in two questions."""
    rows = rows.order_by()
    found: dict[Any, Totals] = {}
    for row in rows.values(column).annotate(lines=Count("pk"), **SUMS):
        figures = {name: int(row[name] or 0) for name in ("lines", *SUMS)}
        found[row[column]] = Totals(**figures)
    behind = f"line__{column}"
    expenses = Expense.objects.standing().filter(line__in=rows.values("pk"))
    for row in expenses.order_by().values(behind).annotate(sum=Sum("amount")):
        found[row[behind]].spent = int(row["sum"])
    return found


def by_group(rows: LineQuerySet) -> dict[int, Totals]:
    """Totals by group of tasks; 0 for lines without a task."""
    groups = {task.id: group.number for group in known.groups() for task in group.tasks}
    found: dict[int, Totals] = {}
    for task, figures in totals_by(rows, "programme_task").items():
        number = groups.get(task, 0)
        found[number] = found.get(number, Totals()) + figures
    return dict(sorted(found.items(), key=lambda pair: pair[0] or 99))


@dataclass(frozen=True, slots=True)
class Split:
    """A unit's own lines, those of each unit right below, and what lies elsewhere."""

    own: Totals
    below: Mapping[Unit, Totals]
    elsewhere: Totals

    @property
    def all_below(self) -> Totals:
        return sum(self.below.values(), self.elsewhere)

    @property
    def whole(self) -> Totals:
        return self.own + self.all_below


def split(rows: LineQuerySet, unit: Unit, *, on: date) -> Split:
    """Own, below and elsewhere: parts whose sum is that of all `rows` of the unit."""
    by_unit = totals_by(rows.within(unit.pk), "unit")
    own = set(Lineage.objects.filter(heir=unit).values_list("origin", flat=True))
    children = list(
        Unit.objects.filter(parent=unit).in_force(on).order_by("sort_key", "pk")
    )
    reached = Reach.objects.filter(root__in=children, unit__in=set(by_unit) - own)
    child_of = dict(reached.values_list("unit", "root"))
    parts: dict[int | None, Totals] = {}
    for number, figures in by_unit.items():
        if number not in own:
            child = child_of.get(number)
            parts[child] = parts.get(child, Totals()) + figures
    return Split(
        own=added(by_unit[number] for number in own & set(by_unit)),
        below={child: parts[child.pk] for child in children if child.pk in parts},
        elsewhere=parts.get(None, Totals()),
    )


def added(parts: Iterable[Totals]) -> Totals:
    return sum(parts, Totals())
