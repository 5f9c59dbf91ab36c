"""Issuing a plan and withdrawing it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, can, require, requires
from danvan.foundation.access.rules import Permission
from danvan.records.plans import actions, progress, queries
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.forms import IssueForm, WithdrawForm
from danvan.records.plans.models import Plan
from danvan.records.plans.views import scope
from danvan.records.plans.views.plans import tasks_of
from danvan.shared.refusals import Clash, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.APPROVE)
def issue(request: UserRequest, pk: int) -> HttpResponse:
    """Number, day and paper; what is not clear yet is shown once more."""
    plan = scope.plan_in_reach(request, pk)
    tasks = [task for task in tasks_of(plan) if task.state == TaskState.OPEN]
    form = IssueForm(**scope.posted(request), initial=known_issue(plan))
    clash = None
    if form.is_valid():
        try:
            actions.issue_plan(
                plan,
                number=form.cleaned_data["number"],
                issued_on=form.cleaned_data["issued_on"],
                files=form.cleaned_data["files"],
                evidence=form.cleaned_data["evidence"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = scope.plan_clash(request, form, pk)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Issued. The deadlines of its tasks run now"))
            return redirect(plan)
    warnings = progress.warnings_of(plan, tasks)
    return scope.answer(
        request,
        "plans/issue.html",
        form,
        title=_("Issue the plan"),
        breadcrumbs=scope.trail(scope.own_step(plan), _("Issue the plan")),
        kicker=plan.unit,
        clash=clash,
        plan=plan,
        may_write=can(request.user, Permission.WRITE, plan.unit, on=request.today),
        warned=counted(warnings.values()),
        cancel_url=plan.get_absolute_url(),
        submit_label=_("Issue the plan"),
    )


def counted(warnings: Iterable[Sequence[str]]) -> list[tuple[str, int]]:
    """Each sentence with the number of tasks it is said of, the commonest first."""
    return Counter(sentence for found in warnings for sentence in found).most_common()


def known_issue(plan: Plan) -> dict[str, Any]:
    """What a record kept without the plan already says of its issue."""
    known: dict[str, Any] = {"version": plan.version, "number": plan.number}
    known["issued_on"] = plan.issued_on
    kept = queries.issue_kept(plan) if plan.state == PlanState.DRAFT else None
    if kept:
        known |= {"number": kept.document_no, "issued_on": kept.on}
        known["evidence"] = kept.evidence
    return known


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    plan = scope.plan_in_reach(request, pk)
    require(request, actions.withdrawing(plan))
    form = WithdrawForm(**scope.posted(request), initial={"version": plan.version})
    if form.is_valid():
        try:
            actions.withdraw_plan(
                plan,
                reason=form.cleaned_data["reason"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clash:
            form.acknowledge(scope.plan_in_reach(request, pk).version)
            form.refuse(clash)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(request, _("Withdrawn. The year is free for a new plan"))
            return redirect(plan)
    return scope.answer(
        request,
        "plans/withdraw.html",
        form,
        title=_("Withdraw the plan"),
        breadcrumbs=scope.trail(scope.own_step(plan), _("Withdraw the plan")),
        kicker=plan.unit,
        plan=plan,
        cancel_url=plan.get_absolute_url(),
        submit_label=_("Withdraw the plan"),
        danger=True,
    )
