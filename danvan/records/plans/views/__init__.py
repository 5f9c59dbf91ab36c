"""The pages of plans, their tasks and responsibilities."""

from danvan.records.plans.views.acts import (
    cancel,
    finish,
    postpone,
    reopen,
    task_edit,
    task_new,
)
from danvan.records.plans.views.begin import derive, new
from danvan.records.plans.views.bodies import duty, report, responsibilities
from danvan.records.plans.views.drafting import edit
from danvan.records.plans.views.issuing import issue, withdraw
from danvan.records.plans.views.lists import index, tasks
from danvan.records.plans.views.plans import show
from danvan.records.plans.views.work import task

__all__ = [
    "cancel",
    "derive",
    "duty",
    "edit",
    "finish",
    "index",
    "issue",
    "new",
    "postpone",
    "reopen",
    "report",
    "responsibilities",
    "show",
    "task",
    "task_edit",
    "task_new",
    "tasks",
    "withdraw",
]
