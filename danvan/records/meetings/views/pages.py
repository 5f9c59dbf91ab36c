"""What every page of the room begins with: the meeting in reach, trail, saving."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.foundation.access.guard import UserRequest, can
from danvan.foundation.access.rules import Permission
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import PENDING, Activity
from danvan.records.meetings import rules
from danvan.records.meetings.models import Dialogue, Minutes
from danvan.shared import forms
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import VersionedForm

TONES = {
    Status.HELD: "good",
    Status.PLANNED: "info",
    Status.POSTPONED: "warning",
    Status.CANCELLED: "neutral",
    Status.WITHDRAWN: "neutral",
}


def meeting(request: UserRequest, pk: int) -> Activity:
    """A meeting in the person's scope; 404 for other activities as well."""
    visible = Activity.objects.visible_to(request.user, on=request.today)
    activity = get_object_or_404(visible.select_related("unit__parent"), pk=pk)
    if not rules.is_meeting(kinds.find(activity.kind)):
        raise Http404
    return activity


def dialogue_at(request: UserRequest, pk: int) -> tuple[Activity, Dialogue | None]:
    activity = meeting(request, pk)
    if not rules.is_dialogue(kinds.find(activity.kind)):
        raise Http404
    dialogue = Dialogue.objects.filter(activity=activity).first()
    if dialogue:
        dialogue.activity = activity
    return activity, dialogue


def minutes_of(activity: Activity) -> Minutes | None:
    minutes = Minutes.objects.filter(activity=activity).first()
    if minutes:
        minutes.activity = activity
    return minutes


def page_of(activity: Activity) -> str:
    """Where the meeting itself is shown."""
    is_dialogue = rules.is_dialogue(kinds.find(activity.kind))
    name = "meetings:dialogue" if is_dialogue else "meetings:show"
    return reverse(name, args=[activity.pk])


def minutes_page(activity: Activity, part: str = "") -> str:
    address = reverse("meetings:show", args=[activity.pk])
    return f"{address}#{part}" if part else address


def trail(*below: str | tuple[str, str]) -> list[tuple[str, str]]:
    steps = [step if isinstance(step, tuple) else (step, "") for step in below]
    return [(_("Briefings, dialogues"), reverse("meetings:index")), *steps]


def may_write(request: UserRequest, activity: Activity) -> bool:
    return can(request.user, Permission.WRITE, activity.unit, on=request.today)


def heading(activity: Activity) -> dict[str, Any]:
    """What the head of a page says of its meeting."""
    kind = kinds.find(activity.kind)
    return {
        "activity": activity,
        "title": activity.title,
        "kind": kind.name if kind and kind.name != activity.title else "",
        "tone": TONES[Status(activity.status)],
        "is_pending": activity.status in PENDING,
        "is_dialogue": rules.is_dialogue(kind),
        "is_briefing": rules.is_briefing(kind),
    }


def posted[F: forms.Form](request: UserRequest, form: type[F], **options: Any) -> F:
    data = request.POST if request.method == "POST" else None
    return form(data, **options)


def known_to(form: forms.Form, clash: Clash) -> Clash:
    """Of what somebody else saved, the texts that this form asks for as well."""
    theirs = {n: text for n, text in clash.theirs.items() if n in form.fields}
    return Clash(clash.sentence, theirs=theirs)


type Save = Callable[[], object]


def ask(
    request: UserRequest,
    form: forms.Form,
    save: Save,
    *,
    activity: Activity,
    title: str,
    back: str,
    done: str = "",
    refresh: Callable[[], int] | None = None,
    template: str = "meetings/form.html",
    **context: Any,
) -> HttpResponse:
    """One form about a meeting: shown, saved, or shown again with what is wrong.

    `refresh` gives the stored version when somebody else was faster: what they saved
    is shown beside what was typed, and sent again the form knows of it.
    """
    clash = None
    if form.is_valid():
        try:
            save()
        except Clash as clashed:
            clash = form.clash_rows(known_to(form, clashed))
            if refresh and isinstance(form, VersionedForm):
                form.acknowledge(refresh())
            form.refuse(Refused(clashed.sentence))
        except Refused as refused:
            form.refuse(refused)
        else:
            if done:
                messages.success(request, done)
            return redirect(back)
    context = {
        "title": title,
        "breadcrumbs": trail((activity.title, page_of(activity)), title),
        "kicker": activity,
        "form": form,
        "clash": clash,
        "cancel_url": back,
        **context,
    }
    return render(request, template, context, status=422 if form.errors else 200)
