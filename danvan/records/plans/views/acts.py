"""Everything that may happen to a task: given, changed, ended, moved."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.choosing import choose_unit, covered, unit_asked
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.records.plans import actions
from danvan.records.plans.choices import PlanState
from danvan.records.plans.forms import (
    CancelForm,
    FinishForm,
    NewTaskForm,
    PostponeForm,
    ReopenForm,
    TaskForm,
)
from danvan.records.plans.models import Plan, Task
from danvan.records.plans.views import scope
from danvan.records.plans.views.work import trail
from danvan.shared.dates import short
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import VersionedForm, facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def task_new(request: UserRequest) -> HttpResponse:
    """One more task of ?plan=, or one of no plan for ?unit=."""
    if number := serial(request.GET.get("plan", "")):
        plan = scope.plan_in_reach(request, number)
        return add(request, plan.unit, plan)
    units = covered(request.user, Permission.WRITE, on=request.today)
    unit = unit_asked(request, units, Permission.WRITE)
    if unit is None:
        return choose_unit(
            request,
            units,
            title=_("Give a task"),
            breadcrumbs=scope.trail(_("Give a task")),
            cancel_url=reverse("plans:tasks"),
        )
    return add(request, unit, None)


def add(request: UserRequest, unit: Unit, plan: Plan | None) -> HttpResponse:
    asked = {"programme_task": request.GET.get("programme_task", "")}
    form = NewTaskForm(**scope.posted(request), initial=asked)
    if form.is_valid():
        words = {
            **facts_of(form),
            "uid": form.cleaned_data["uid"],
            "by": request.user,
            "at": request.at,
        }
        try:
            if plan is None:
                made = actions.give_task(unit, **words)
            else:
                made = actions.add_task(plan, **words)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The task is given"))
            return redirect(made)
    steps: list[scope.Step] = [scope.own_step(plan)] if plan else []
    return scope.answer(
        request,
        "plans/form.html",
        form,
        title=_("Give a task"),
        kicker=unit,
        breadcrumbs=scope.trail(*steps, _("Give a task")),
        cancel_url=plan.get_absolute_url() if plan else reverse("plans:tasks"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def task_edit(request: UserRequest, pk: int) -> HttpResponse:
    found = scope.task_in_reach(request, pk)
    runs = found.plan is None or found.plan.state == PlanState.ISSUED
    names = ("text", "body", "owner", "due_on", "programme_task", "version")
    form = TaskForm(
        **scope.posted(request),
        runs=runs,
        initial={name: getattr(found, name) for name in names},
    )

    def save() -> None:
        actions.amend_task(
            found,
            facts_of(form),
            version=form.seen_version(),
            by=request.user,
            at=request.at,
        )

    return carried_out(
        request, found, form, save, title=_("Change the task"), done=_("Saved.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def finish(request: UserRequest, pk: int) -> HttpResponse:
    found = scope.task_in_reach(request, pk)
    first = {"version": found.version, "done_on": request.today}
    form = FinishForm(**scope.posted(request), initial=first)

    def save() -> None:
        actions.finish_task(
            found,
            **facts_of(form),
            files=form.cleaned_data["files"],
            version=form.seen_version(),
            by=request.user,
            at=request.at,
        )

    return carried_out(
        request,
        found,
        form,
        save,
        title=_("Report the task done"),
        done=_("Done. Its deadline has stopped"),
        submit_label=_("Report it done"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def postpone(request: UserRequest, pk: int) -> HttpResponse:
    found = scope.task_in_reach(request, pk)
    form = PostponeForm(**scope.posted(request), initial={"version": found.version})
    lede = _("Due %(day)s now. The first day stays to be seen beside the new one") % {
        "day": short(found.due_on)
    }
    return carried_out(
        request,
        found,
        form,
        plain(actions.postpone_task, request, found, form),
        title=_("Postpone the task"),
        done=_("Postponed. The first day is kept"),
        lede=lede,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    found = scope.task_in_reach(request, pk)
    form = CancelForm(**scope.posted(request), initial={"version": found.version})
    return carried_out(
        request,
        found,
        form,
        plain(actions.cancel_task, request, found, form),
        title=_("Cancel the task"),
        done=_("Cancelled. It is owed no more"),
        lede=_("The task stays readable with your reason. No figure asks for it"),
        submit_label=_("Cancel the task"),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    found = scope.task_in_reach(request, pk)
    form = ReopenForm(**scope.posted(request), initial={"version": found.version})
    return carried_out(
        request,
        found,
        form,
        plain(actions.reopen_task, request, found, form),
        title=_("Take the task up again"),
        done=_("Taken up again. Its deadline runs"),
    )


def plain(
    act: Callable[..., None], request: UserRequest, found: Task, form: VersionedForm
) -> Callable[[], None]:
    """The act with what was filled in; read only once the form is valid."""

    def save() -> None:
        words = facts_of(form)
        version = form.seen_version()
        act(found, **words, version=version, by=request.user, at=request.at)

    return save


def carried_out(
    request: UserRequest,
    found: Task,
    form: VersionedForm,
    save: Callable[[], None],
    *,
    title: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """The page of one act on a task; whoever was faster is shown beside."""
    clash = None
    if form.is_valid():
        try:
            save()
        except Clash:
            clash = scope.clash_of(form, get_object_or_404(Task, pk=found.pk))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(found)
    return scope.answer(
        request,
        "plans/form.html",
        form,
        title=title,
        kicker=found.unit,
        quoted=found.text,
        breadcrumbs=trail(found, scope.own_step(found), title),
        clash=clash,
        cancel_url=found.get_absolute_url(),
        **context,
    )
