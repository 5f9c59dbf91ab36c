"""Beginning a plan, taking tasks over into it, and writing many of them at once."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.units.models import Unit
from danvan.records.activities import actions as activities
from danvan.records.activities.choices import Status
from danvan.records.plans import queries, rules
from danvan.records.plans.actions import checks
from danvan.records.plans.actions.tasks import add_task, amend_task
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Task
from danvan.shared.refusals import Clash, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A task to begin with: taken from the plan above, the programme or last year."""

    text: str
    due_on: date
    body: str = ""
    owner: str = ""
    programme_task: str = ""
    above: Task | None = None
    continues: Task | None = None

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in rules.FACTS}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A line of the page of all tasks; `task` None is new, `left_out` drops it."""

    task: Task | None
    values: Mapping[str, Any]
    version: int = 0
    left_out: bool = False
    uid: uuid.UUID | None = None


@transaction.atomic
def make_plan(
    unit: Unit,
    *,
    year: int,
    by: Actor,
    at: datetime,
    title: str = "",
    aim: str = "",
    seeds: Sequence[Seed] = (),
    uid: uuid.UUID | None = None,
) -> Plan:
    """A draft with the tasks chosen; a unit has one plan a year that stands."""
    today = checks.may_write(by, unit, at)
    check_year(unit, year, today)
    title = title or _("Plan of mass mobilisation work of %(year)d") % {"year": year}
    values = checks.tidy(Plan, {"title": title, "aim": aim})
    plan = Plan(
        uid=uid or uuid.uuid4(),
        unit=unit,
        year=year,
        above=queries.plan_above(unit, year),
        **values,
    )
    stored, fresh = insert_plan(plan)
    if fresh:
        changes = {"year": [None, year], "title": [None, title]}
        checks.log("make_plan", stored, by=by, at=at, changes=changes)
        plant(stored, seeds, by=by, at=at)
    return stored


def check_year(unit: Unit, year: int, today: date) -> None:
    years = queries.years(today)
    if year not in years:
        raise Refused(
            _("Enter a year from %(first)d to %(last)d")
            % {"first": years[0], "last": years[-1]},
            field="year",
        )
    ended = unit.valid_to is not None and unit.valid_to <= date(year, 1, 1)
    if ended or unit.valid_from > date(year, 12, 31):
        raise Refused(
            _("%(unit)s did not exist in %(year)d") % {"unit": unit, "year": year},
            field="year",
        )


def insert_plan(plan: Plan) -> tuple[Plan, bool]:
    """(the plan, whether it is new); a second plan of the year is refused."""
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        first = Plan.objects.filter(uid=plan.uid).select_related("unit").first()
        if first and (first.unit_id, first.year) == (plan.unit_id, plan.year):
            return first, False
        raise Refused(
            _("%(unit)s already has a plan for %(year)d. Open it and go on there")
            % {"unit": plan.unit, "year": plan.year},
            field="year",
        ) from None
    return plan, True


@transaction.atomic
def derive_tasks(
    plan: Plan, seeds: Sequence[Seed], *, by: Actor, at: datetime
) -> list[Task]:
    """Take more tasks over into a draft; what is in it already is not taken twice."""
    checks.may_write(by, plan.unit, at)
    stored = checks.locked(plan)
    checks.require_draft(stored)
    above = queries.plan_above(plan.unit, plan.year)
    if any(seed.above for seed in seeds) and above != stored.above:
        audit.update(stored, {"above": above}, version=stored.version)
    return plant(stored, seeds, by=by, at=at)


def plant(plan: Plan, seeds: Sequence[Seed], *, by: Actor, at: datetime) -> list[Task]:
    """One log entry for all of them; what each says is in the plan."""
    check_sources(plan, seeds)
    taken = {mark(task) for task in plan.tasks.standing()}
    fresh = [
        Task(
            unit=plan.unit,
            plan=plan,
            above=seed.above,
            continues=seed.continues,
            **checks.task_values(seed.facts()),
        )
        for seed in seeds
        if mark(seed) not in taken
    ]
    made = Task.objects.bulk_create(fresh)
    if made:
        changes = {"tasks": [None, len(made)]}
        checks.log("derive_tasks", plan, by=by, at=at, changes=changes)
    return made


def mark(task: Task | Seed) -> tuple[Any, ...]:
    """What tells two tasks taken over from the same place apart."""
    if source := source_of(task):
        return "task", source
    if task.programme_task:
        return "programme", task.programme_task, task.due_on
    return "own", rules.key(task.text), task.due_on


def source_of(task: Task | Seed) -> int | None:
    if isinstance(task, Task):
        return task.above_id or task.continues_id
    source = task.above or task.continues
    return source.pk if source else None


def check_sources(plan: Plan, seeds: Iterable[Seed]) -> None:
    """Only what the plan above and earlier plans of the unit hold can be taken."""
    above = {seed.above.pk for seed in seeds if seed.above}
    before = {seed.continues.pk for seed in seeds if seed.continues}
    offered = queries.tasks_above(plan.unit, plan.year)
    carriable = queries.carriable(plan.unit, plan.year)
    known = above <= pks(offered, above) and before <= pks(carriable, before)
    if not known:
        raise Refused(_("Some tasks can no longer be taken over. Open the page again"))


def pks(rows: Any, wanted: set[int]) -> set[int]:
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True))


@transaction.atomic
def amend_plan(
    plan: Plan, values: Mapping[str, Any], *, version: int, by: Actor, at: datetime
) -> None:
    """Title and aim; of an issued plan number and day too, its record follows."""
    today = checks.may_write(by, plan.unit, at)
    checks.require_standing(plan)
    clean = checks.tidy(Plan, values)
    if "title" in clean and not clean["title"]:
        raise Refused(_("Enter a title"), field="title")
    if plan.state == PlanState.ISSUED:
        check_paper(clean, today)
    else:
        clean = {n: v for n, v in clean.items() if n in {"title", "aim"}}
    changes = audit.update(plan, clean, version=version)
    if not changes:
        return
    checks.log("amend_plan", plan, by=by, at=at, changes=changes)
    follow(plan, by=by, at=at)


def check_paper(values: Mapping[str, Any], today: date) -> None:
    if "number" in values and not values["number"]:
        raise Refused(_("Enter the number of the plan"), field="number")
    if "issued_on" in values:
        if values["issued_on"] is None:
            raise Refused(_("Enter the day it was issued"), field="issued_on")
        checks.not_after(values["issued_on"], today, field="issued_on")


def follow(plan: Plan, *, by: Actor, at: datetime) -> None:
    """Bring the record of the issue to what the plan says."""
    if plan.state != PlanState.ISSUED or plan.issue is None:
        return
    if plan.issue.status == Status.WITHDRAWN:
        return
    activities.amend_activity(
        plan.issue,
        {"on": plan.issued_on, "year": plan.year, "document_no": plan.number},
        version=plan.issue.version,
        by=by,
        at=at,
    )


@transaction.atomic
def save_draft(
    plan: Plan,
    values: Mapping[str, Any],
    rows: Iterable[TaskRow],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> int:
    """Title, aim and all lines of one sitting, or none; the number that changed.

    Raises Clash naming the lines somebody else saved meanwhile, {task number: …}.
    """
    checks.may_write(by, plan.unit, at)
    stored = checks.locked(plan)
    checks.require_draft(stored)
    if any(getattr(plan, name) != value for name, value in values.items()):
        amend_plan(plan, values, version=version, by=by, at=at)
    rows = list(rows)
    if behind := [row for row in rows if row.task and is_behind(row)]:
        raise Clash(theirs={str(row.task.pk): "" for row in behind if row.task})
    return sum(write(plan, row, by=by, at=at) for row in rows)


def is_behind(row: TaskRow) -> bool:
    return row.task is not None and row.task.version != row.version


def write(plan: Plan, row: TaskRow, *, by: Actor, at: datetime) -> bool:
    if row.task is None:
        add_task(plan, **row.values, uid=row.uid, by=by, at=at)
    elif row.left_out:
        leave_out(row.task, version=row.version, by=by, at=at)
    else:
        amend_task(row.task, row.values, version=row.version, by=by, at=at)
    return True


def leave_out(task: Task, *, version: int, by: Actor, at: datetime) -> None:
    """A task that the draft drops; it was never given, so no reason is asked."""
    values = {"state": TaskState.LEFT_OUT}
    changes = audit.update(task, values, version=version)
    checks.log("leave_out_task", task, by=by, at=at, changes=changes)
