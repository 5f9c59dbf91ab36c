"""Writing plans, their tasks and how far each body is."""

from danvan.records.plans.actions.drafts import (
    Seed,
    TaskRow,
    amend_plan,
    derive_tasks,
    make_plan,
    save_draft,
)
from danvan.records.plans.actions.issue import issue_plan, withdraw_plan, withdrawing
from danvan.records.plans.actions.responsibilities import report_responsibility
from danvan.records.plans.actions.tasks import (
    add_task,
    amend_task,
    cancel_task,
    finish_task,
    give_task,
    postpone_task,
    reopen_task,
)

__all__ = [
    "Seed",
    "TaskRow",
    "add_task",
    "amend_plan",
    "amend_task",
    "cancel_task",
    "derive_tasks",
    "finish_task",
    "give_task",
    "issue_plan",
    "make_plan",
    "postpone_task",
    "reopen_task",
    "report_responsibility",
    "save_draft",
    "withdraw_plan",
    "withdrawing",
]
