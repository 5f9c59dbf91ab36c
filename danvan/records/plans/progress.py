"""How far plans have come, and what became of their tasks in the units below."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.rules import Level
from danvan.records.plans import queries, rules
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Task, late
from danvan.shared.numbers import fraction_text, percent, percent_text


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks of a plan; `late` are those done late, not done in time or carried on."""

    total: int = 0
    done: int = 0
    open: int = 0
    late: int = 0

    @property
    def text(self) -> str:
        """98,15% (106/108)."""
        share = percent_text(self.done, self.total)
        return f"{share} ({fraction_text(self.done, self.total)})"

    @property
    def ratio(self) -> float:
        return float(percent(self.done, self.total) or 0)


NOTHING = Progress()


def counts(today: date) -> dict[str, Count]:
    return {
        "total": Count("pk"),
        "done": Count("pk", filter=Q(state=TaskState.DONE)),
        "open": Count("pk", filter=Q(state=TaskState.OPEN)),
        "late": Count("pk", filter=late(today)),
    }


def of_plans(plans: Iterable[int], today: date) -> dict[int, Progress]:
    """{number of the plan: its progress}, in one query."""
    rows = Task.objects.owed().filter(plan__in=list(plans)).order_by()
    counted = rows.values("plan").annotate(**counts(today))
    return {row["plan"]: progress_in(row) for row in counted}


def progress_in(row: Mapping[str, Any]) -> Progress:
    """A row that `counts` was asked of."""
    return Progress(row["total"], row["done"], row["open"], row["late"])


@dataclass(frozen=True, slots=True)
class Below:
    """Of the units of one level: how many planned a task, how many have done it."""

    level: Level
    total: int
    planned: int
    done: int

    def __str__(self) -> str:
        words = {
            "level": self.level.label,
            "planned": fraction_text(self.planned, self.total),
            "done": self.done,
        }
        return (
            _("%(level)s: %(planned)s have planned it, %(done)d have done it") % words
        )


def below(plan: Plan, today: date) -> dict[int, list[Below]]:
    """{task: what became of it in the units below}; three queries at most.

    A commune may have taken a task from its district, which took it from the province.
    """
    places = units_below(plan, today)
    if not places:
        return {}
    heirs = dict(Lineage.objects.filter(heir__in=places).values_list("origin", "heir"))
    states: dict[tuple[int, int], set[str]] = defaultdict(set)
    for source, unit, state in derived(plan):
        if heir := heirs.get(unit):
            states[source, heir].add(state)
    tasks = plan.tasks.owed().values_list("pk", flat=True)
    return {task: summed_up(task, places, states) for task in tasks}


def units_below(plan: Plan, today: date) -> dict[int, Level]:
    """Level of each unit below, on the last day of the year that has come."""
    unit = plan.unit
    if unit.level == Level.COMMUNE:
        return {}
    day = programme.current().default_as_of(plan.year, today)
    if unit.valid_to:
        day = min(day, unit.valid_to - timedelta(days=1))
    rows = Unit.objects.subtree(unit.pk).in_force(day).exclude(pk=unit.pk)
    return {pk: Level(level) for pk, level in rows.values_list("pk", "level")}


def derived(plan: Plan) -> list[tuple[Any, int, str]]:
    """(task of the plan, unit, state) of every task taken over from it."""
    rows = Task.objects.owed().exclude(plan__state=PlanState.WITHDRAWN)
    direct = rows.filter(above__plan=plan)
    further = rows.filter(above__above__plan=plan)
    return [
        *direct.values_list("above_id", "unit_id", "state"),
        *further.values_list("above__above_id", "unit_id", "state"),
    ]


def summed_up(
    task: int,
    places: dict[int, Level],
    states: dict[tuple[int, int], set[str]],
) -> list[Below]:
    """The levels that took it over; the highest one when none did."""
    found = []
    for level in sorted(set(places.values())):
        units = [pk for pk, its in places.items() if its == level]
        planned = [states[task, pk] for pk in units if (task, pk) in states]
        done = sum(each == {TaskState.DONE} for each in planned)
        found.append(Below(level, len(units), len(planned), done))
    return [each for each in found if each.planned] or found[:1]


def sources_of(plan: Plan, tasks: Sequence[Task]) -> dict[int, rules.Sources]:
    """{task: what it must not merely repeat}; the tasks know the ones above."""
    last_year = {rules.key(text) for text in queries.last_year_texts(plan)}
    known = {task.id: rules.key(task.text) for task in programme.current().tasks}
    return {
        task.pk: rules.Sources(
            above=rules.key(task.above.text) if task.above else "",
            programme=known.get(task.programme_task, ""),
            last_year=last_year,
        )
        for task in tasks
    }


def warnings_of(plan: Plan, tasks: Sequence[Task]) -> dict[int, list[str]]:
    """{task: sentences about what is not clear}; empty for those that are."""
    sources = sources_of(plan, tasks)
    return {
        task.pk: list(
            rules.warnings(
                text=task.text,
                owner=task.owner,
                due_on=task.due_on,
                year=plan.year,
                sources=sources[task.pk],
            )
        )
        for task in tasks
    }


def in_groups(tasks: Iterable[Task]) -> list[tuple[str, list[Task]]]:
    """Under the headings of the programme, in its order; the others last."""
    ordered = sorted(tasks, key=lambda task: (place_of(task), task.due_on, task.pk))
    groups: dict[str, list[Task]] = {}
    for task in ordered:
        groups.setdefault(heading_of(task), []).append(task)
    return list(groups.items())


def place_of(task: Task) -> int:
    known = [each.id for each in programme.current().tasks]
    wanted = task.programme_task
    return known.index(wanted) if wanted in known else len(known)


def heading_of(task: Task) -> str:
    for group in programme.current().task_groups:
        if any(each.id == task.programme_task for each in group.tasks):
            return f"{group.number}. {group.title}"
    return _("Other work")
