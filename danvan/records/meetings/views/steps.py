"""The steps of a dialogue: planned, announced, put off, cancelled, made known."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.choosing import choose_unit, covered, unit_asked
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds
from danvan.records.activities.models import PENDING
from danvan.records.meetings import actions, queries
from danvan.records.meetings.around import dialogue_kinds
from danvan.records.meetings.forms import (
    AnnounceForm,
    CancelForm,
    DialogueForm,
    PostponeForm,
    PublishForm,
)
from danvan.records.meetings.models import Dialogue
from danvan.records.meetings.views import pages
from danvan.shared.refusals import Refused
from danvan.shared.saving import facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def new(request: UserRequest) -> HttpResponse:
    """Plan a dialogue and announce it, in one form."""
    units = covered(request.user, Permission.WRITE, on=request.today)
    unit = unit_asked(request, units, Permission.WRITE)
    if unit is None:
        back = reverse("meetings:index")
        return choose_unit(request, units, title=_("Plan a dialogue"), cancel_url=back)
    kind = kinds.find(next(iter(dialogue_kinds()), ""))
    form = pages.posted(request, DialogueForm, kind=kind)
    if form.is_valid():
        try:
            made = plan(request, unit, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(made)
    least = queries.days_of(queries.ANNOUNCED)
    context = {
        "title": _("Plan a dialogue"),
        "breadcrumbs": pages.trail(_("Plan a dialogue")),
        "kicker": unit,
        "lede": _("It is announced at least %(days)d days before.") % {"days": least},
        "form": form,
        "cancel_url": reverse("meetings:index"),
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/form.html", context, status=status)


def plan(request: UserRequest, unit: Unit, form: DialogueForm) -> Dialogue:
    return actions.plan_dialogue(
        unit,
        uid=form.cleaned_data["uid"],
        by=request.user,
        at=request.at,
        **facts_of(form),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def announce(request: UserRequest, pk: int) -> HttpResponse:
    activity, dialogue = pages.dialogue_at(request, pk)
    initial = stored(dialogue, *AnnounceForm.base_fields)
    if dialogue and dialogue.announced_for != activity.on:
        initial["announced_on"] = None
    form = pages.posted(request, AnnounceForm, initial=initial)

    def save() -> None:
        actions.announce_dialogue(
            activity,
            version=form.seen_version(),
            by=request.user,
            at=request.at,
            **facts_of(form),
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("The announcement"),
        back=pages.page_of(activity),
        done=_("Announcement recorded"),
        refresh=lambda: version(request, pk),
    )


def stored(dialogue: Dialogue | None, *names: str) -> dict[str, Any]:
    return {name: getattr(dialogue, name) for name in names} if dialogue else {}


def version(request: UserRequest, pk: int) -> int:
    _activity, dialogue = pages.dialogue_at(request, pk)
    return dialogue.version if dialogue else 0


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def publish(request: UserRequest, pk: int) -> HttpResponse:
    activity, dialogue = pages.dialogue_at(request, pk)
    initial = stored(dialogue, *PublishForm.base_fields)
    form = pages.posted(request, PublishForm, initial=initial)

    def save() -> None:
        actions.publish_result(
            activity,
            version=form.seen_version(),
            by=request.user,
            at=request.at,
            **facts_of(form),
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("The result was made known"),
        back=pages.page_of(activity),
        done=_("Result recorded"),
        refresh=lambda: version(request, pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def postpone(request: UserRequest, pk: int) -> HttpResponse:
    activity, _dialogue = pages.dialogue_at(request, pk)
    if activity.status not in PENDING:
        return redirect(pages.page_of(activity))
    initial = {"version": activity.version}
    form = pages.posted(request, PostponeForm, initial=initial)

    def save() -> None:
        actions.postpone_dialogue(
            activity,
            version=form.seen_version(),
            by=request.user,
            at=request.at,
            **facts_of(form),
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("Put the dialogue off"),
        back=pages.page_of(activity),
        done=_("Put off. The new day has to be announced again"),
        refresh=lambda: pages.meeting(request, pk).version,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    activity, _dialogue = pages.dialogue_at(request, pk)
    if activity.status not in PENDING:
        return redirect(pages.page_of(activity))
    initial = {"version": activity.version}
    form = pages.posted(request, CancelForm, initial=initial)

    def save() -> None:
        actions.cancel_dialogue(
            activity,
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
        title=_("Cancel the dialogue"),
        back=pages.page_of(activity),
        done=_("Cancelled. Nothing is owed for it any more"),
        refresh=lambda: pages.meeting(request, pk).version,
        submit_label=_("Cancel the dialogue"),
        danger=True,
    )
