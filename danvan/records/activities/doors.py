"""Pages of rooms above that go on with an activity, by name: this room knows none."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity

PAGES = {"briefing": "meetings:show", "dialogue": "meetings:dialogue"}


@dataclass(frozen=True, slots=True)
class Beyond:
    """A page elsewhere and what its button says."""

    url: str
    label: str


def doors(activity: Activity) -> list[Beyond]:
    """The meeting's own page, and the form for what was raised there."""
    kind = kinds.find(activity.kind)
    form = kind.form if kind else ""
    labels = {
        "briefing": _("Agenda, minutes, conclusions"),
        "dialogue": _("Announcement, questions, commitments"),
    }
    found = []
    if form in PAGES and activity.status != Status.WITHDRAWN:
        url = address(PAGES[form], activity.pk)
        found.append(Beyond(url, labels[form]))
    channels = {channel.id for channel in kinds.in_force().channels}
    if activity.kind in channels - set(PAGES) and activity.status == Status.HELD:
        words: dict[str, Any] = {"unit": activity.unit_id, "activity": activity.pk}
        words["channel"] = activity.kind
        url = address("matters:new")
        found.append(Beyond(url and f"{url}?{urlencode(words)}", _("Note an opinion")))
    return [door for door in found if door.url]


def putting_off(activity: Activity) -> dict[str, str]:
    """Where it is postponed and cancelled: a dialogue's clocks move with it there."""
    kind = kinds.find(activity.kind)
    is_dialogue = bool(kind and kind.form == "dialogue")
    return {
        verb: (is_dialogue and address(f"meetings:{verb}", activity.pk))
        or reverse(f"activities:{verb}", args=[activity.pk])
        for verb in ("postpone", "cancel")
    }


def address(name: str, *args: object) -> str:
    """The page of that name; "" in an installation without that room."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
