"""Questions of a dialogue: typed in a row, taken up, answered on the spot."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.foundation import programme
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.activities import kinds
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Matter
from danvan.records.meetings import actions, queries, rules
from danvan.records.meetings.forms import LinkForm, QuestionForm, ReplyForm
from danvan.records.meetings.questions import offered, questions_of
from danvan.records.meetings.views import pages
from danvan.records.meetings.views.dialogue import question
from danvan.shared import forms
from danvan.shared.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """One form that comes back empty, with the questions so far below it."""
    activity, _dialogue = pages.dialogue_at(request, pk)
    form = pages.posted(
        request,
        QuestionForm,
        initial=remembered(request, activity),
        unit=activity.unit,
        on=request.today,
    )
    if form.is_valid():
        try:
            actions.ask(activity, by=request.user, at=request.at, **form.values())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Question kept. Enter the next one"))
            channel = form.cleaned_data["channel"]
            address = reverse("meetings:questions", args=[pk])
            return redirect(f"{address}?channel={channel}")
    context = {
        "title": _("Questions for the dialogue"),
        "breadcrumbs": pages.trail(
            (activity.title, pages.page_of(activity)), _("Questions")
        ),
        "kicker": activity,
        "form": form,
        "questions": [
            question(row, activity, request.today)
            for row in queries.questions(activity)
        ],
        "back_url": pages.page_of(activity),
        "activity": activity,
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/questions.html", context, status=status)


def remembered(request: UserRequest, activity: Activity) -> dict[str, Any]:
    """The channel of the question before, so that several in a row are quick."""
    kind = kinds.find(activity.kind)
    channels = [channel.id for channel in programme.current().channels]
    usual = rules.channel_of(kind.form if kind else "", channels)
    asked = request.GET.get("channel", "")
    return {"channel": asked if asked in channels else usual}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def link(request: UserRequest, pk: int) -> HttpResponse:
    """Take up open matters of the commune that were raised elsewhere."""
    activity, _dialogue = pages.dialogue_at(request, pk)
    rows = offered(activity).order_by("-received_on", "pk")[:200]
    form = pages.posted(request, LinkForm, rows=rows)

    def save() -> None:
        chosen = form.cleaned_data["matters"]
        added = actions.link_matters(activity, chosen, by=request.user, at=request.at)
        words = ngettext("%(n)d taken up", "%(n)d taken up", added)
        messages.success(request, words % {"n": added})

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("Take up open questions"),
        back=pages.page_of(activity),
        template="meetings/link.html",
        nothing=not rows,
        submit_label=_("Take up"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def reply(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The answer given at the meeting and what was promised with it."""
    activity, _dialogue = pages.dialogue_at(request, pk)
    matter = question_at(activity, number)
    initial = {
        "answer": matter.answer,
        "outcome": matter.outcome,
        "body": "",
        "version": matter.version,
    }
    form = pages.posted(request, ReplyForm, initial=initial)

    def save() -> None:
        actions.reply(
            activity,
            matter,
            version=form.seen_version(),
            uid=form.cleaned_data["uid"],
            by=request.user,
            at=request.at,
            **form.values(),
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("Answer the question"),
        back=f"{pages.page_of(activity)}#questions",
        done=_("Answer kept"),
        refresh=lambda: question_at(activity, number).version,
        template="meetings/reply.html",
        asked=question(matter, activity, request.today),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def leave_out(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Ask once, then leave out what was taken up by mistake."""
    activity, _dialogue = pages.dialogue_at(request, pk)
    matter = question_at(activity, number)
    form = pages.posted(request, forms.Form)

    def save() -> None:
        actions.unlink_matter(activity, matter, by=request.user, at=request.at)

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("Leave the question out"),
        back=f"{pages.page_of(activity)}#questions",
        done=_("Left out; the question itself stays open"),
        lede=matter.title,
        submit_label=_("Leave the question out"),
    )


def question_at(activity: Activity, number: int) -> Matter:
    rows = questions_of(activity).select_related("unit", "holder", "village")
    return get_object_or_404(rows, pk=number)
