"""The list of briefings and dialogues."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines.queries import working_calendar
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.meetings import queries, rules, wording
from danvan.records.meetings.choices import MinutesState
from danvan.records.meetings.forms import FilterForm
from danvan.records.meetings.models import Dialogue, Minutes
from danvan.records.meetings.views.pages import TONES, page_of
from danvan.shared.listing import Column, Listing, rank


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    rows = queries.meetings(request.user, form.wanted(), on=request.today)
    told = Telling(request.today)
    listing = Listing(
        request,
        rows,
        columns(told),
        title=_("Briefings, dialogues"),
        sort="-on",
    )
    if file := listing.export(at=request.at):
        return file
    context = {
        "title": _("Briefings, dialogues"),
        "form": form,
        "listing": listing,
        "rows": [told.row(activity) for activity in listing.page],
        "clear_url": reverse("meetings:index"),
        "may_record": request.user.holds(Permission.WRITE, request.today),
    }
    return render(request, "meetings/index.html", context)


class Telling:
    """Meetings of the list in words; knows the legal days, asked for once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.least = queries.days_of(queries.ANNOUNCED)
        self.calendar = working_calendar()

    def row(self, activity: Activity) -> dict[str, Any]:
        return {
            "activity": activity,
            "url": page_of(activity),
            "kind": kinds.kind_name(activity.kind),
            "tone": TONES[Status(activity.status)],
            "minutes": minutes_of(activity),
            "minutes_tone": tone_of(activity),
            "concluded": getattr(activity, "concluded", 0),
            "still_open": getattr(activity, "still_open", 0),
            "announced": self.announced(activity),
            "published": self.published(activity),
        }

    def announced(self, activity: Activity) -> tuple[str, str]:
        """(tone, words) of the announcement; nothing for what is no dialogue."""
        if not is_dialogue(activity):
            return "", ""
        dialogue = dialogue_of(activity)
        if dialogue is None or not announced(dialogue, activity):
            held = activity.status == Status.HELD
            return ("bad", _("Not recorded")) if held else ("info", _("Not yet"))
        assert dialogue.announced_on is not None  # noqa: S101 - as asked above
        words = wording.announced_words(dialogue.announced_on, activity.on, self.least)
        days = rules.days_ahead(dialogue.announced_on, activity.on)
        return ("good" if days >= self.least else "bad"), words

    def published(self, activity: Activity) -> tuple[str, str]:
        if not is_dialogue(activity) or activity.status != Status.HELD:
            return "", ""
        dialogue = dialogue_of(activity)
        known = getattr(activity, "publish_due", None)
        due = queries.last_day(activity, self.calendar, known)
        if dialogue is None or dialogue.published_on is None:
            late = self.today > due
            return ("bad", _("Overdue")) if late else ("info", _("Not yet"))
        day = dialogue.published_on
        words = wording.published_words(day, activity.on, due)
        return ("good" if day <= due else "bad"), words


def is_dialogue(activity: Activity) -> bool:
    return rules.is_dialogue(kinds.find(activity.kind))


def dialogue_of(activity: Activity) -> Dialogue | None:
    return getattr(activity, "dialogue", None)


def announced(dialogue: Dialogue, activity: Activity) -> bool:
    return rules.is_announced(
        dialogue.announced_on, dialogue.announced_for, activity.status, activity.on
    )


def minutes_of(activity: Activity) -> str:
    minutes: Minutes | None = getattr(activity, "minutes", None)
    if minutes:
        return str(MinutesState(minutes.state).label)
    return pgettext("minutes", "None") if activity.status == Status.HELD else ""


def tone_of(activity: Activity) -> str:
    minutes: Minutes | None = getattr(activity, "minutes", None)
    tones = {"final": "good", "agreed": "info", "draft": "warning"}
    return tones[minutes.state] if minutes else "bad"


def columns(told: Telling) -> Sequence[Column[Activity]]:
    return [
        Column("on", _("Date"), lambda a: a.on, "date", 12, ("on",)),
        Column("code", _("Unit code"), lambda a: a.unit.code, width=10),
        Column("unit", _("Unit"), lambda a: str(a.unit), width=24, order=SORT_UNIT),
        Column("above", _("Belongs to"), lambda a: str(a.unit.parent or ""), width=20),
        Column("kind", _("Meeting"), lambda a: kinds.kind_name(a.kind), width=28),
        Column("title", _("Title"), lambda a: a.title, width=40),
        Column(
            *("status", _("Status")),
            lambda a: str(Status(a.status).label),
            order=(rank("status", Status.values),),
        ),
        Column(
            *("minutes", _("Minutes"), minutes_of),
            order=(rank("minutes__state", MinutesState.values),),
        ),
        Column(
            *("concluded", _("Conclusions")),
            lambda a: getattr(a, "concluded", 0),
            "integer",
            order=("concluded",),
        ),
        Column(
            *("still_open", _("Still open")),
            lambda a: getattr(a, "still_open", 0),
            "integer",
            order=("still_open",),
        ),
        Column(
            *("announced", _("Announced")),
            lambda a: told.announced(a)[1],
            width=26,
            order=("dialogue__announced_on",),
        ),
        Column(
            *("published", _("Result made known")),
            lambda a: told.published(a)[1],
            width=26,
            order=("dialogue__published_on",),
        ),
    ]


SORT_UNIT = ("unit__sort_key",)
