"""One task: its page and everything that may happen to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import timeline
from danvan.foundation.deadlines.queries import clocks_of
from danvan.foundation.documents.models import Attachment
from danvan.records.plans import progress, wording
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Task
from danvan.records.plans.views import scope
from danvan.records.plans.views.plans import link_above


@require_safe
@requires(Permission.READ)
def task(request: UserRequest, pk: int) -> HttpResponse:
    found = scope.task_in_reach(request, pk)
    files = Attachment.objects.of(found).standing().select_related("uploaded_by")
    may_write = can(request.user, Permission.WRITE, found.unit, on=request.today)
    runs = found.plan is None or found.plan.state == PlanState.ISSUED
    is_open = found.state == TaskState.OPEN
    context = {
        "title": str(found),
        "breadcrumbs": trail(found, str(found)),
        "task": found,
        "badge": wording.task_badge(found, request.today),
        "facts": facts(found, request),
        "below": sentences_below(found, request),
        "clocks": clocks_of(found),
        "attachments": list(files.in_order()),
        "history": timeline(found, wording.TELLING),
        "may_write": may_write,
        "may_edit": may_write and is_open and not is_withdrawn(found),
        "may_finish": may_write and is_open and runs,
        "may_reopen": may_write and runs and found.state in REOPENED,
    }
    return render(request, "plans/task.html", context)


REOPENED = {TaskState.DONE, TaskState.CANCELLED}


def is_withdrawn(found: Task) -> bool:
    return found.plan is not None and found.plan.state == PlanState.WITHDRAWN


def trail(found: Task, *steps: scope.Step) -> list[tuple[str, str]]:
    if found.plan:
        return scope.trail(scope.own_step(found.plan), *steps)
    return scope.trail((_("Tasks"), reverse("plans:tasks")), *steps)


def facts(found: Task, request: UserRequest) -> list[dict[str, Any]]:
    """Rows of components/facts.html, what is filled in."""
    rows: list[dict[str, Any]] = [
        {"label": _("Unit"), "value": found.unit, "note": found.unit.parent}
    ]
    for name in ("body", "owner", "given_on", "due_on", "done_on", "result", "reason"):
        if value := getattr(found, name):
            label = wording.column_label(name)
            rows.append({"label": label, "value": wording.in_words(name, value)})
    if found.programme_task:
        name = wording.task_name(found.programme_task)
        rows.append({"label": _("Task of the programme"), "value": name})
    return rows + sources(found, request)


def sources(found: Task, request: UserRequest) -> list[dict[str, Any]]:
    """The task above and the one it goes on with."""
    rows = []
    if found.above and found.above.plan:
        link = link_above(found.above.plan, request)
        url = found.above.get_absolute_url() if link["url"] else ""
        rows.append(
            {
                "label": _("Derived from"),
                "value": found.above.text,
                "note": f"{link['value']}, {found.above.plan.unit}",
                "url": url,
            }
        )
    if found.continues:
        rows.append(
            {
                "label": _("Goes on with"),
                "value": found.continues.text,
                "note": str(found.continues.plan or ""),
                "url": found.continues.get_absolute_url(),
            }
        )
    return rows


def sentences_below(found: Task, request: UserRequest) -> list[str]:
    if found.plan is None:
        return []
    plan = scope.plan_in_reach(request, found.plan.pk)
    return [str(e) for e in progress.below(plan, request.today).get(found.pk, ())]
