"""One plan: its page, its draft, its issue, its withdrawal."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from danvan.foundation.access.approving import awaited
from danvan.foundation.access.guard import UserRequest, can, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import timeline
from danvan.foundation.documents.models import Attachment
from danvan.records.activities.choices import Status
from danvan.records.plans import actions, progress, wording
from danvan.records.plans.choices import PlanState
from danvan.records.plans.models import Plan, Task
from danvan.records.plans.views import scope
from danvan.shared.dates import short


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    plan = scope.plan_in_reach(request, pk)
    tasks = tasks_of(plan)
    standing = plan.state != PlanState.WITHDRAWN
    known = progress.of_plans([plan.pk], request.today)
    below = progress.below(plan, request.today)
    awaits = awaited(request.user, plan.unit, on=request.today)
    context = {
        "title": plan.title,
        "breadcrumbs": scope.trail(plan.title),
        "plan": plan,
        "tone": wording.PLAN_TONES[PlanState(plan.state)],
        "facts": facts(plan, request),
        "progress": known.get(plan.pk, progress.NOTHING),
        "groups": grouped(tasks, below, request.today),
        "has_below": bool(below),
        "unclear": unclear(plan, tasks),
        "unrecorded": is_unrecorded(plan),
        "attachments": attachments_of(plan),
        "history": timeline(plan, wording.TELLING),
        "is_draft": plan.state == PlanState.DRAFT,
        "is_issued": plan.state == PlanState.ISSUED,
        "may_write": standing
        and can(request.user, Permission.WRITE, plan.unit, on=request.today),
        "may_approve": standing and not awaits,
        "may_withdraw": standing
        and can(request.user, actions.withdrawing(plan), plan.unit, on=request.today),
        "awaits": awaits if plan.state == PlanState.DRAFT else "",
    }
    return render(request, "plans/show.html", context)


def tasks_of(plan: Plan) -> list[Task]:
    rows = plan.tasks.standing().select_related("above__plan__unit", "continues__plan")
    return list(rows.order_by("due_on", "pk"))


def is_unrecorded(plan: Plan) -> bool:
    withdrawn = plan.issue is not None and plan.issue.status == Status.WITHDRAWN
    return plan.state == PlanState.ISSUED and withdrawn


def attachments_of(plan: Plan) -> list[Attachment]:
    """Those of the record of its issue; of the plan where the programme has none."""
    files = Attachment.objects.of(plan.issue or plan).standing()
    return list(files.select_related("uploaded_by").in_order())


def facts(plan: Plan, request: UserRequest) -> list[dict[str, Any]]:
    """Rows of components/facts.html."""
    rows: list[dict[str, Any]] = [
        {"label": _("Unit"), "value": plan.unit, "note": plan.unit.parent},
        {"label": _("Year"), "value": str(plan.year)},
    ]
    if plan.issued_on:
        words = {"number": plan.number, "day": short(plan.issued_on)}
        value = _("%(number)s, %(day)s") % words
        url = reverse("activities:show", args=[plan.issue_id]) if plan.issue_id else ""
        rows.append({"label": _("Issued"), "value": value, "url": url})
    if plan.above:
        rows.append({"label": _("Derived from"), **link_above(plan.above, request)})
    if plan.reason:
        rows.append({"label": _("Why it was withdrawn"), "value": plan.reason})
    return rows


def link_above(above: Plan, request: UserRequest) -> dict[str, Any]:
    """A plan above is named to everybody, opened by whoever covers its unit."""
    is_covered = can(request.user, Permission.READ, above.unit, on=request.today)
    url = above.get_absolute_url() if is_covered else ""
    return {"value": above.title, "note": above.unit, "url": url}


def grouped(
    tasks: list[Task], below: dict[int, list[progress.Below]], today: date
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Tasks under the programme's headings, each with what became of it below."""
    return [
        (
            heading,
            [
                {
                    "task": task,
                    "badge": wording.task_badge(task, today),
                    "below": [str(each) for each in below.get(task.pk, ())],
                }
                for task in members
            ],
        )
        for heading, members in progress.in_groups(tasks)
    ]


def unclear(plan: Plan, tasks: list[Task]) -> str:
    """How many tasks of a draft are not clear yet."""
    if plan.state != PlanState.DRAFT:
        return ""
    count = sum(bool(found) for found in progress.warnings_of(plan, tasks).values())
    if not count:
        return ""
    sentence = ngettext(
        "%(count)d task is not clear yet: person, work or day",
        "%(count)d tasks are not clear yet: person, work or day",
        count,
    )
    return sentence % {"count": count}
