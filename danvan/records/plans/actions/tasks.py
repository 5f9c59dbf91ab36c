"""One task: given, added to a plan, mended, finished, postponed, cancelled."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.once import agrees, insert_once
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.documents.actions import attach_sent
from danvan.foundation.units.models import Unit
from danvan.records.plans import rules
from danvan.records.plans.actions import checks
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Task
from danvan.shared.refusals import Refused


@transaction.atomic
def give_task(
    unit: Unit,
    *,
    text: str,
    body: str,
    owner: str,
    due_on: date,
    by: Actor,
    at: datetime,
    programme_task: str = "",
    given_on: date | None = None,
    uid: uuid.UUID | None = None,
) -> Task:
    """A task of no plan, as a conclusion gives it; its clock starts at once."""
    today = checks.may_write(by, unit, at)
    given = {
        "text": text,
        "body": body,
        "owner": owner,
        "due_on": due_on,
        "programme_task": programme_task,
    }
    values = checks.task_values(given)
    if not values["owner"]:
        raise Refused(_("Enter who is in charge"), field="owner")
    made = Task(
        uid=uid or uuid.uuid4(), unit=unit, given_on=given_on or today, **values
    )
    task, fresh = insert_once(made, same=agrees(made, *SAME))
    if fresh:
        changes = audit.appeared(given)
        checks.log("give_task", task, by=by, at=at, changes=changes)
        checks.start_clock(task, by=by, at=at)
    return task


SAME = ("unit_id", "plan_id", *rules.FACTS)
"""Columns by which a task sent twice is known for the same."""


@transaction.atomic
def add_task(
    plan: Plan,
    *,
    text: str,
    due_on: date,
    by: Actor,
    at: datetime,
    body: str = "",
    owner: str = "",
    programme_task: str = "",
    above: Task | None = None,
    uid: uuid.UUID | None = None,
) -> Task:
    """One more task of a plan; of an issued one it names a person and runs at once."""
    today = checks.may_write(by, plan.unit, at)
    stored = checks.locked(plan)
    checks.require_standing(stored)
    given = {
        "text": text,
        "body": body,
        "owner": owner,
        "due_on": due_on,
        "programme_task": programme_task,
    }
    values = checks.task_values(given)
    issued = stored.state == PlanState.ISSUED
    if issued and not values["owner"]:
        raise Refused(_("Enter who is in charge"), field="owner")
    made = Task(
        uid=uid or uuid.uuid4(),
        unit=plan.unit,
        plan=stored,
        above=above,
        given_on=today if issued else None,
        **values,
    )
    task, fresh = insert_once(made, same=agrees(made, *SAME))
    if fresh:
        changes = audit.appeared(given)
        checks.log("add_task", task, by=by, at=at, changes=changes)
        if issued:
            checks.start_clock(task, by=by, at=at)
    return task


@transaction.atomic
def amend_task(
    task: Task, values: Mapping[str, Any], *, version: int, by: Actor, at: datetime
) -> None:
    """Mend some columns of FACTS; of a running task the day only by postponing."""
    checks.may_write(by, task.unit, at)
    checks.require_open(task)
    plan = checks.locked(task.plan) if task.plan else None
    if plan:
        checks.require_standing(plan)
    clean = checks.task_values(values)
    runs = plan is None or plan.state == PlanState.ISSUED
    if runs:
        check_running(task, clean)
    changes = audit.update(task, clean, version=version)
    if not changes:
        return
    checks.log("amend_task", task, by=by, at=at, changes=changes)
    if runs and "text" in changes:
        checks.start_clock(task, by=by, at=at)


def check_running(task: Task, values: Mapping[str, Any]) -> None:
    if values.get("due_on", task.due_on) != task.due_on:
        raise Refused(_("Postpone the task to change its day"), field="due_on")
    if task.owner and not values.get("owner", task.owner):
        raise Refused(_("Enter who is in charge"), field="owner")


@transaction.atomic
def finish_task(
    task: Task,
    *,
    done_on: date,
    result: str,
    version: int,
    by: Actor,
    at: datetime,
    files: Iterable[UploadedFile] = (),
) -> None:
    """Done, with what came of it; the same report sent twice is kept once."""
    today = checks.may_write(by, task.unit, at)
    result = checks.tidy(Task, {"result": result})["result"]
    if not result:
        raise Refused(_("Enter what came of it"), field="result")
    checks.not_after(done_on, today, field="done_on")
    if (task.state, task.done_on, task.result) == (TaskState.DONE, done_on, result):
        return
    checks.require_begun(task)
    checks.require_open(task)
    values = {"state": TaskState.DONE, "done_on": done_on, "result": result}
    changes = audit.update(task, values, version=version)
    attach_sent(task, task.unit, files, by=by, at=at)
    deadlines.stop(task, checks.CLOCK, on=done_on, by=by, at=at)
    checks.log("finish_task", task, by=by, at=at, changes=changes)


@transaction.atomic
def postpone_task(
    task: Task, *, due_on: date, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Another day, with the reason; the first one stays on the clock."""
    checks.may_write(by, task.unit, at)
    checks.require_begun(task)
    checks.require_open(task)
    reason = checks.reason_given(reason)
    if due_on == task.due_on:
        raise Refused(_("Enter another day than the present one"), field="due_on")
    values = {"due_on": due_on, "reason": reason}
    changes = audit.update(task, values, version=version)
    deadlines.move(task, checks.CLOCK, due=due_on, reason=reason, by=by, at=at)
    checks.log("postpone_task", task, by=by, at=at, changes=changes, reason=reason)


@transaction.atomic
def cancel_task(
    task: Task, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """No longer to be done; it stays readable with the reason."""
    checks.may_write(by, task.unit, at)
    checks.require_begun(task)
    checks.require_open(task)
    reason = checks.reason_given(reason)
    values = {"state": TaskState.CANCELLED, "reason": reason}
    changes = audit.update(task, values, version=version)
    deadlines.drop(task, checks.CLOCK, by=by, at=at)
    checks.log("cancel_task", task, by=by, at=at, changes=changes, reason=reason)


@transaction.atomic
def reopen_task(
    task: Task, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Finished or cancelled by mistake: to be done again, by the same day."""
    checks.may_write(by, task.unit, at)
    checks.require_begun(task)
    if task.state not in {TaskState.DONE, TaskState.CANCELLED}:
        raise Refused(_("Only a task that is done or cancelled can be taken up again"))
    reason = checks.reason_given(reason)
    values = {"state": TaskState.OPEN, "done_on": None, "result": "", "reason": reason}
    changes = audit.update(task, values, version=version)
    checks.start_clock(task, by=by, at=at)
    checks.log("reopen_task", task, by=by, at=at, changes=changes, reason=reason)
