"""Conclusions: added one after another, mended, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.activities.models import Activity
from danvan.records.meetings import actions, queries, seated
from danvan.records.meetings.choices import Becomes
from danvan.records.meetings.forms import RecommendationForm, TaskForm, WithdrawalForm
from danvan.records.meetings.models import Conclusion
from danvan.records.meetings.views import pages
from danvan.records.meetings.views.briefing import new_conclusion_url, told
from danvan.records.meetings.views.minutes import closed
from danvan.shared.refusals import Refused

type AnyForm = TaskForm | RecommendationForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def new(request: UserRequest, pk: int) -> HttpResponse:
    """One form that comes back empty, with what was concluded so far below it."""
    activity = pages.meeting(request, pk)
    if shut := closed(activity, pages.minutes_of(activity), request):
        messages.warning(request, shut)
        return redirect(pages.minutes_page(activity))
    form = form_for(request, activity, request.GET.get("becomes", ""))
    if form.is_valid():
        try:
            made = add(request, activity, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"number": made.number}
            messages.success(request, _("Conclusion %(number)d is kept") % words)
            return redirect(new_conclusion_url(activity, form.becomes))
    return page(request, activity, form)


def form_for(
    request: UserRequest,
    activity: Activity,
    becomes: str,
    initial: dict[str, Any] | None = None,
) -> AnyForm:
    if becomes == Becomes.RECOMMENDATION:
        return pages.posted(request, RecommendationForm, initial=initial or {})
    charges = seated.charges(seated.seats(activity.unit, activity.on))
    return pages.posted(request, TaskForm, initial=initial or {}, charges=charges)


def add(request: UserRequest, activity: Activity, form: AnyForm) -> Conclusion:
    return actions.add_conclusion(
        activity,
        becomes=form.becomes,
        uid=form.cleaned_data["uid"],
        by=request.user,
        at=request.at,
        **form.values(),
    )


def page(request: UserRequest, activity: Activity, form: AnyForm) -> HttpResponse:
    rows = [told(row, request) for row in queries.conclusions_of(activity)]
    tabs = [
        {
            "label": kind.label,
            "url": new_conclusion_url(activity, kind),
            "current": kind == form.becomes,
        }
        for kind in Becomes
    ]
    context = {
        "title": _("Conclusions"),
        "breadcrumbs": pages.trail(
            (activity.title, pages.minutes_page(activity)), _("Conclusions")
        ),
        "kicker": activity,
        "form": form,
        "tabs": tabs,
        "conclusions": rows,
        "may_change": True,
        "back_url": pages.minutes_page(activity, "conclusions"),
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/conclusions.html", context, status=status)


def in_reach(request: UserRequest, pk: int) -> Conclusion:
    visible = Conclusion.objects.visible_to(request.user, on=request.today)
    rows = visible.select_related("activity__unit__parent", "task__unit", "task__plan")
    return get_object_or_404(
        rows.select_related("matter__unit", "matter__holder"), pk=pk
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    conclusion = in_reach(request, pk)
    activity = conclusion.activity
    if shut := settled(conclusion, request):
        messages.warning(request, shut)
        return redirect(pages.minutes_page(activity))
    form = form_for(request, activity, conclusion.becomes, stored(conclusion))

    def save() -> None:
        actions.amend_conclusion(
            conclusion,
            version=form.seen_version(),
            by=request.user,
            at=request.at,
            **form.values(),
        )

    words = {"number": conclusion.number}
    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("Correct conclusion %(number)d") % words,
        back=pages.minutes_page(activity, "conclusions"),
        done=_("Conclusion %(number)d is corrected") % words,
        refresh=lambda: in_reach(request, pk).version,
    )


def settled(conclusion: Conclusion, request: UserRequest) -> str:
    if conclusion.withdrawn_on:
        return _("This conclusion was taken back")
    activity = conclusion.activity
    return closed(activity, pages.minutes_of(activity), request)


def stored(conclusion: Conclusion) -> dict[str, Any]:
    values: dict[str, Any] = {"text": conclusion.text, "uid": conclusion.uid}
    values["version"] = conclusion.version
    if conclusion.task:
        task = conclusion.task
        values |= {"owner": task.owner, "body": task.body, "due_on": task.due_on}
    elif conclusion.matter:
        matter = conclusion.matter
        known = {body.name: body.id for body in programme.current().bodies}
        values |= {"topic": matter.topic, "addressed": known.get(matter.body, "")}
        values["body"] = "" if matter.body in known else matter.body
    return values


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    conclusion = in_reach(request, pk)
    activity = conclusion.activity
    if shut := settled(conclusion, request):
        messages.warning(request, shut)
        return redirect(pages.minutes_page(activity))
    initial = {"version": conclusion.version}
    form = pages.posted(request, WithdrawalForm, initial=initial)

    def save() -> None:
        actions.withdraw_conclusion(
            conclusion,
            reason=form.cleaned_data["reason"],
            version=form.seen_version(),
            by=request.user,
            at=request.at,
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("Take back conclusion %(number)d") % {"number": conclusion.number},
        back=pages.minutes_page(activity, "conclusions"),
        done=_("Taken back; its task or recommendation is closed too"),
        refresh=lambda: in_reach(request, pk).version,
        lede=conclusion.text,
        submit_label=_("Take back"),
        danger=True,
    )
