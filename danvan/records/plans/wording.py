"""Stored values and log entries as sentences for people."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.audit.history import NOTHING, Telling
from danvan.foundation.programme.schema import Body
from danvan.foundation.programme.schema import Task as ProgrammeTask
from danvan.records.plans.choices import PlanState, Standing, TaskState
from danvan.records.plans.models import Plan, Responsibility, Task
from danvan.shared.dates import parse_date, short

PLAN_TONES = {
    PlanState.DRAFT: "info",
    PlanState.ISSUED: "good",
    PlanState.WITHDRAWN: "neutral",
}
TASK_TONES = {
    TaskState.OPEN: "info",
    TaskState.DONE: "good",
    TaskState.CARRIED: "warning",
    TaskState.CANCELLED: "neutral",
    TaskState.LEFT_OUT: "neutral",
}
STANDING_TONES = {
    Standing.NOT_BEGUN: "bad",
    Standing.UNDER_WAY: "info",
    Standing.DONE: "good",
}


def task_badge(task: Task, today: date) -> dict[str, str]:
    """Tone and words of a task's state; late only what runs, a draft owes nothing."""
    state = TaskState(task.state)
    is_draft = task.plan is not None and task.plan.state == PlanState.DRAFT
    if not is_draft and task.is_late(today) and state is not TaskState.CARRIED:
        if state is TaskState.DONE:
            return {"tone": "warning", "text": _("Done late")}
        return {"tone": "bad", "text": _("Overdue")}
    return {"tone": TASK_TONES[state], "text": str(state.label)}


def standing_label(standing: str) -> str:
    return str(Standing(standing).label) if standing else _("Not reported")


def standing_tone(standing: str) -> str:
    return STANDING_TONES[Standing(standing)] if standing else "neutral"


def standing_rank(standing: str) -> int:
    return Standing.values.index(standing) if standing else len(Standing.values)


def tallied(tallies: Mapping[str, int], unreported: int) -> list[str]:
    """ "Đã xong: 40", the furthest first; who has not reported comes last."""
    said = [(Standing(value), tallies.get(value, 0)) for value in Standing.values]
    found = [f"{standing.label}: {count}" for standing, count in said[::-1] if count]
    silent = _("Not reported: %(count)d") % {"count": unreported}
    return [*found, silent] if unreported else found


def of_programme(task_id: str) -> ProgrammeTask | None:
    tasks = programme.current().tasks
    return next((task for task in tasks if task.id == task_id), None)


def task_name(task_id: str) -> str:
    """ "4.3. Khối giúp cấp ủy…", or the id when the programme no longer knows it."""
    task = of_programme(task_id)
    return f"{task.id}. {task.text}" if task else task_id


def body_of(body_id: str) -> Body | None:
    bodies = programme.current().bodies
    return next((body for body in bodies if body.id == body_id), None)


def column_label(column: str) -> str:
    named = OWN_LABELS.get(column)
    if named is None:
        named = next(
            (
                getattr(field, "verbose_name", column)
                for model in (Task, Plan, Responsibility)
                for field in model._meta.concrete_fields
                if field.name == column
            ),
            column,
        )
    label = str(named)
    return label[:1].upper() + label[1:]


OWN_LABELS: Mapping[str, str | Promise] = {
    "tasks": gettext_lazy("Tasks"),
    "file": gettext_lazy("File"),
}

DAYS = {"due_on", "done_on", "issued_on", "on", "given_on"}
STATES: dict[Any, Any] = dict([*PlanState.choices, *TaskState.choices])
READERS: dict[str, Callable[[Any], object]] = {
    "state": lambda value: STATES.get(value, value),
    "standing": lambda value: dict(Standing.choices).get(value, value),
    "programme_task": task_name,
}


def in_words(column: str, value: Any) -> str:
    """A stored or logged value of a column, as the pages write it."""
    if value in ("", None):
        return NOTHING
    if column in DAYS:
        return short(value if isinstance(value, date) else parse_date(str(value)))
    return str(READERS.get(column, str)(value))


VERBS = {
    "make_plan": gettext_lazy("Begun"),
    "derive_tasks": gettext_lazy("Tasks taken over"),
    "save_draft": gettext_lazy("Draft saved"),
    "amend_plan": gettext_lazy("Changed"),
    "issue_plan": gettext_lazy("Issued"),
    "withdraw_plan": gettext_lazy("Withdrawn"),
    "give_task": gettext_lazy("Given"),
    "add_task": gettext_lazy("Added"),
    "amend_task": gettext_lazy("Changed"),
    "leave_out_task": gettext_lazy("Left out of the draft"),
    "carry_task": gettext_lazy("Carried into a later plan"),
    "finish_task": gettext_lazy("Finished"),
    "postpone_task": gettext_lazy("Put off"),
    "cancel_task": gettext_lazy("Cancelled"),
    "reopen_task": gettext_lazy("Taken up again"),
    "report_responsibility": gettext_lazy("Reported"),
    "attach": gettext_lazy("File attached"),
    "withdraw_attachment": gettext_lazy("File taken off"),
}

TELLING = Telling(verbs=VERBS, label=column_label, value=in_words)
