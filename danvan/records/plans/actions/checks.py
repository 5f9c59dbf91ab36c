"""What every act on plans and tasks asks first, and how it enters the log."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.documents.privacy import refuse_numbers_in
from danvan.foundation.units.models import Unit
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Responsibility, Task
from danvan.records.plans.wording import column_label
from danvan.shared.dates import short
from danvan.shared.refusals import Refused
from danvan.shared.text import fold, nfc, nfc_block

CLOCK = "task"
"""The programme's clock that runs for every task."""

BLOCKS = {"text", "result", "aim", "note"}
LONGEST = {"text": 2000, "result": 4000, "aim": 4000, "note": 4000}


def may(by: Actor, permission: Permission, unit: Unit, at: datetime) -> date:
    """The day of the act; raises Refused where the account does not cover the unit."""
    today = timezone.localdate(at)
    access.check(by, permission, unit, on=today)
    return today


def may_write(by: Actor, unit: Unit, at: datetime) -> date:
    return may(by, Permission.WRITE, unit, at)


def may_approve(by: Actor, unit: Unit, at: datetime) -> date:
    """For a decision with effect."""
    return may(by, Permission.APPROVE, unit, at)


def tidy(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts in NFC, not too long for their column and without private numbers."""
    clean = dict(values)
    texts = {name: text for name, text in clean.items() if isinstance(text, str)}
    for name, text in texts.items():
        clean[name] = nfc_block(text) if name in BLOCKS else nfc(text)
        longest = model._meta.get_field(name).max_length or LONGEST.get(name, 4000)  # type: ignore[union-attr]
        if len(clean[name]) > longest:
            words = {"label": column_label(name), "number": longest}
            raise Refused(
                _("%(label)s: write at most %(number)d characters") % words, field=name
            )
    refuse_numbers_in({name: clean[name] for name in texts}, column_label)
    return clean


def task_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a task as they may be saved."""
    clean = tidy(Task, values)
    if "text" in clean and not clean["text"]:
        raise Refused(_("Enter the work to be done"), field="text")
    if "due_on" in clean and clean["due_on"] is None:
        raise Refused(_("Enter the day it is due"), field="due_on")
    if clean.get("programme_task"):
        require_known(clean["programme_task"])
    if "body" in clean:
        clean["body_fold"] = fold(clean["body"])[:150]
    return clean


def require_known(programme_task: str) -> None:
    if programme_task not in {task.id for task in programme.current().tasks}:
        raise Refused(
            _("Choose a task of the programme from the list"), field="programme_task"
        )


def reason_given(reason: str) -> str:
    clean: str = tidy(Task, {"reason": reason})["reason"]
    if not clean:
        raise Refused(_("Enter the reason"), field="reason")
    return clean


def not_after(day: date, today: date, *, field: str) -> None:
    if day > today:
        raise Refused(
            _("Enter a day up to today, %(today)s") % {"today": short(today)},
            field=field,
        )


def locked(plan: Plan) -> Plan:
    """The plan as stored, held until the act is over: issue and edit exclude each
    other."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def require_draft(plan: Plan) -> None:
    if plan.state == PlanState.ISSUED:
        raise Refused(
            _("The plan was issued on %(day)s. Change its tasks one by one")
            % {"day": short(plan.issued_on) if plan.issued_on else ""}
        )
    require_standing(plan)


def require_standing(plan: Plan) -> None:
    if plan.state == PlanState.WITHDRAWN:
        raise Refused(_("The plan was withdrawn. Make a new one"))


def require_begun(task: Task) -> None:
    """People work by tasks of an issued plan, or of none at all.

    The plan is held until the act is over, so that nobody withdraws it meanwhile.
    """
    plan = locked(task.plan) if task.plan else None
    if plan is None or plan.state == PlanState.ISSUED:
        return
    require_standing(plan)
    raise Refused(_("Issue the plan first; its tasks run from then on"))


def require_open(task: Task) -> None:
    if task.state != TaskState.OPEN:
        raise Refused(
            _("This task is closed: %(state)s") % {"state": TaskState(task.state).label}
        )


def start_clock(task: Task, *, by: Actor, at: datetime) -> None:
    deadlines.start(
        task,
        task.unit,
        CLOCK,
        title=task.text.replace("\n", " ")[:200],
        on=task.given_on or timezone.localdate(at),
        by=by,
        at=at,
        due=task.due_on,
    )


def log(
    verb: str,
    subject: Task | Plan | Responsibility,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    year = year_of(subject)
    audit.record(
        verb,
        subject,
        by=by,
        at=at,
        unit_id=subject.unit_id,
        years=(year, year),
        changes={k: v for k, v in (changes or {}).items() if k not in HIDDEN},
        reason=reason,
    )


HIDDEN = {"body_fold", "reason"}
"""Columns whose change says nothing beside the rest of the entry."""


def year_of(subject: Task | Plan | Responsibility) -> int:
    if isinstance(subject, Task):
        return subject.plan.year if subject.plan else subject.due_on.year
    return subject.year
