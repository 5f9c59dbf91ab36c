"""Writing a draft on one page; mending the paper of an issued plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import last_hand
from danvan.records.plans import actions, progress
from danvan.records.plans.choices import PlanState
from danvan.records.plans.forms import DraftForm, PaperForm, rows_of
from danvan.records.plans.models import Plan, Task
from danvan.records.plans.views import scope
from danvan.records.plans.views.plans import tasks_of
from danvan.shared.refusals import Clash, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """A draft is written on one page; of an issued plan only its paper is mended."""
    plan = scope.plan_in_reach(request, pk)
    if plan.state == PlanState.WITHDRAWN:
        messages.warning(request, _("The plan was withdrawn. Make a new one"))
        return redirect(plan)
    return (
        draft(request, plan) if plan.state == PlanState.DRAFT else paper(request, plan)
    )


def draft(request: UserRequest, plan: Plan) -> HttpResponse:
    tasks = [
        task for _head, group in progress.in_groups(tasks_of(plan)) for task in group
    ]
    form = DraftForm(
        **scope.posted(request),
        slots=rows_of(tasks, request.POST),
        warnings=progress.warnings_of(plan, tasks),
        initial={"title": plan.title, "aim": plan.aim, "version": plan.version},
    )
    clash = None
    if form.is_valid():
        try:
            count = actions.save_draft(
                plan,
                form.head(),
                form.rows(),
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clashed:
            clash = draft_clash(form, plan, clashed)
        except Refused as refused:
            form.refuse(refused)
        else:
            return saved(request, plan, count)
    return scope.answer(
        request,
        "plans/draft.html",
        form,
        title=_("Write the plan of %(year)d") % {"year": plan.year},
        kicker=plan.unit,
        breadcrumbs=scope.trail(scope.own_step(plan), _("Write the plan")),
        plan=plan,
        clash=clash,
        cancel_url=plan.get_absolute_url(),
    )


def saved(request: UserRequest, plan: Plan, count: int) -> HttpResponse:
    if count:
        words = {"count": count}
        sentence = ngettext(
            "%(count)d task is saved.", "%(count)d tasks are saved.", count
        )
        messages.success(request, sentence % words)
    else:
        messages.success(request, _("Saved."))
    return redirect(plan)


def draft_clash(form: DraftForm, plan: Plan, clash: Clash) -> dict[str, Any]:
    """Both texts of every line, or of title and aim, that somebody else saved."""
    stored = Plan.objects.get(pk=plan.pk)
    numbers = [int(key) for key in clash.theirs if key.isdecimal()]
    behind = list(Task.objects.filter(pk__in=numbers).order_by("pk"))
    rows = form.differences(behind) if behind else head_differences(form, stored)
    told = last_hand(behind[0] if behind else stored)
    form.accept(stored, behind)
    return {"rows": rows, **told}


def head_differences(form: DraftForm, stored: Plan) -> list[dict[str, str]]:
    return [
        {"label": str(form[name].label), "mine": mine, "theirs": getattr(stored, name)}
        for name, mine in form.head().items()
        if mine != getattr(stored, name)
    ]


def paper(request: UserRequest, plan: Plan) -> HttpResponse:
    names = ("title", "number", "issued_on", "aim", "version")
    form = PaperForm(
        **scope.posted(request), initial={name: getattr(plan, name) for name in names}
    )
    clash = None
    if form.is_valid():
        values = {n: v for n, v in form.cleaned_data.items() if n != "version"}
        try:
            actions.amend_plan(
                plan,
                values,
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = scope.plan_clash(request, form, plan.pk)
        except Refused as refused:
            form.refuse(refused)
        else:
            return saved(request, plan, 0)
    return scope.answer(
        request,
        "plans/form.html",
        form,
        title=_("Correct the plan"),
        breadcrumbs=scope.trail(scope.own_step(plan), _("Correct the plan")),
        kicker=plan.unit,
        clash=clash,
        cancel_url=plan.get_absolute_url(),
    )
