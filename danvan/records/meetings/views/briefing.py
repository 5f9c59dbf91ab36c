"""A meeting on one page: the agenda that built itself, minutes, conclusions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.approving import awaited
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit import history
from danvan.records.activities import kinds
from danvan.records.activities.models import PENDING, Activity
from danvan.records.meetings import actions, agenda, queries, rules, wording
from danvan.records.meetings.actions.lines import offered
from danvan.records.meetings.around import next_briefing
from danvan.records.meetings.choices import MinutesState, Said
from danvan.records.meetings.forms import HoldForm, LineForm
from danvan.records.meetings.line import Line, charged
from danvan.records.meetings.merging import TEXTS
from danvan.records.meetings.models import Conclusion, Minutes
from danvan.records.meetings.views import pages
from danvan.records.plans.models import Task


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    activity = pages.meeting(request, pk)
    minutes = pages.minutes_of(activity)
    is_final = bool(minutes and minutes.is_final)
    why_not = rules.why_not_written(activity.status, activity.on, request.today)
    may_write = pages.may_write(request, activity)
    is_agreed = bool(minutes and minutes.state == MinutesState.AGREED and not why_not)
    awaits = awaited(request.user, activity.unit, on=request.today)
    lines = lines_of(activity, is_final=is_final)
    context = pages.heading(activity) | {
        "breadcrumbs": trail_of(activity),
        "parts": parts(lines, activity.on if is_final else request.today),
        "on_agenda": len(lines),
        "next_day": next_briefing(activity.unit, activity.on),
        "minutes": minutes,
        "facts": facts(minutes),
        "conclusions": [told(row, request) for row in queries.conclusions_of(activity)],
        "history": history.timeline(minutes, wording.TELLING) if minutes else [],
        "is_final": is_final,
        "why_not": why_not,
        "may_write": may_write,
        "may_finish": is_agreed and not awaits,
        "awaits": awaits if is_agreed else "",
        "may_change": may_write and not is_final and not why_not,
    }
    return render(request, "meetings/show.html", context)


def trail_of(activity: Activity) -> list[tuple[str, str]]:
    if pages.heading(activity)["is_dialogue"]:
        return pages.trail((activity.title, pages.page_of(activity)), _("Minutes"))
    return pages.trail(activity.title)


def lines_of(activity: Activity, *, is_final: bool) -> list[Line]:
    """Only a briefing looks at everything that is open."""
    if not rules.is_briefing(kinds.find(activity.kind)):
        return []
    return agenda.agenda_of(activity, is_fixed=is_final)


def parts(lines: list[Line], day: date) -> list[dict[str, Any]]:
    """As they stand today; in final minutes as they stood at the meeting."""
    return [
        {"label": part.label, "lines": [drawn(line, day) for line in members]}
        for part, members in agenda.by_part(lines)
    ]


OUTCOME_TONES = {Said.DONE: "good", Said.POSTPONED: "warning", Said.KEPT: "info"}


def drawn(line: Line, day: date) -> dict[str, Any]:
    return {
        "line": line,
        "age": line.age(day),
        "is_late": line.is_late(day),
        "tone": OUTCOME_TONES.get(line.outcome, ""),
    }


def facts(minutes: Minutes | None) -> list[dict[str, Any]]:
    if minutes is None:
        return []
    rows = [
        {"label": wording.label_of(name), "value": getattr(minutes, name)}
        for name in TEXTS
        if getattr(minutes, name)
    ]
    apart = [("number", minutes.number), ("agreed_on", minutes.agreed_on)]
    apart.append(("final_on", minutes.final_on))
    return rows + [
        {"label": wording.label_of(name), "value": wording.shown(value)}
        for name, value in apart
        if value
    ]


def told(row: Conclusion, request: UserRequest) -> dict[str, Any]:
    """One conclusion with where its task or recommendation stands."""
    became = row.became
    return {
        "row": row,
        "became": became,
        "url": became.get_absolute_url(),
        "state": became.get_state_display(),
        "owner": charged(became.body, getattr(became, "owner", "")),
        "due_on": became.due_on if isinstance(became, Task) else None,
        "is_late": isinstance(became, Task) and became.is_late(request.today),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def line(request: UserRequest, pk: int, kind: str, number: int) -> HttpResponse:
    """What the meeting did with one thing on its agenda."""
    activity = pages.meeting(request, pk)
    minutes = pages.minutes_of(activity)
    found = agenda.find(lines_of(activity, is_final=False), kind, number)
    if found is None or (minutes and minutes.is_final):
        raise Http404
    subject = agenda.subject_of(found)
    initial = {
        "outcome": found.outcome,
        "said": found.said,
        "version": getattr(subject, "version", 0),
    }
    choices: Sequence[Said] = offered(found) if found.is_open else ()
    form = pages.posted(request, LineForm, initial=initial, offered=choices)

    def save() -> None:
        actions.speak_about(
            activity,
            kind,
            number,
            outcome=form.cleaned_data.get("outcome", ""),
            said=form.cleaned_data["said"],
            due_on=form.cleaned_data.get("due_on"),
            version=form.seen_version(),
            by=request.user,
            at=request.at,
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("What was said"),
        back=pages.minutes_page(activity, "agenda"),
        done=_("Kept with the agenda"),
        refresh=lambda: getattr(agenda.subject_of(found), "version", 0),
        template="meetings/line.html",
        **drawn(found, request.today),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def held(request: UserRequest, pk: int) -> HttpResponse:
    """It took place: the day, who chaired, how many came."""
    activity = pages.meeting(request, pk)
    if activity.status not in PENDING:
        return redirect(pages.page_of(activity))
    initial = {
        "on": min(activity.on, request.today),
        "chair": activity.chair,
        "chair_name": activity.chair_name,
        "attended": activity.attended,
        "version": activity.version,
    }
    kind = kinds.find(activity.kind)
    form = pages.posted(request, HoldForm, initial=initial, kind=kind)

    def save() -> None:
        values = {n: v for n, v in form.cleaned_data.items() if n != "version"}
        actions.hold_meeting(
            activity,
            version=form.seen_version(),
            by=request.user,
            at=request.at,
            **values,
        )

    return pages.ask(
        request,
        form,
        save,
        activity=activity,
        title=_("The meeting was held"),
        back=pages.page_of(activity),
        done=_("Recorded as held"),
        refresh=lambda: pages.meeting(request, pk).version,
    )


def new_conclusion_url(activity: Activity, becomes: str) -> str:
    address = reverse("meetings:conclusion_new", args=[activity.pk])
    return f"{address}?becomes={becomes}"
