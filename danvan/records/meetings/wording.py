"""Stored values and log entries of the room as words for people."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.audit.history import Telling
from danvan.records.activities.models import Activity
from danvan.records.matters.rules import Standing
from danvan.records.meetings.choices import Becomes, MinutesState
from danvan.records.meetings.models import Conclusion, Dialogue, Minutes
from danvan.shared.dates import parse_date, short

LABELS = {
    "present": gettext_lazy("Present"),
    "absent": gettext_lazy("Absent"),
    "clerk": gettext_lazy("Minutes taken by"),
    "opening": gettext_lazy("What was reported"),
    "discussion": gettext_lazy("Discussion"),
    "closing": gettext_lazy("Words of the chair at the close"),
    "said": gettext_lazy("What was said about it"),
    "reason": gettext_lazy("Reason"),
    "text": gettext_lazy("Text"),
    "answer": gettext_lazy("Answer"),
    "body": gettext_lazy("Organisation"),
    "owner": gettext_lazy("Official in charge"),
}
"""Names of columns and form fields that people read in refusals and histories."""

VERBS = {
    "write_minutes": gettext_lazy("Minutes written"),
    "reopen_minutes": gettext_lazy("Back to a draft"),
    "agree_minutes": gettext_lazy("Minutes agreed"),
    "finish_minutes": gettext_lazy("Minutes made final"),
    "announce_dialogue": gettext_lazy("Announcement recorded"),
    "publish_result": gettext_lazy("Result made known"),
    "plan_dialogue": gettext_lazy("Dialogue planned"),
    "add_conclusion": gettext_lazy("Conclusion added"),
    "amend_conclusion": gettext_lazy("Conclusion changed"),
    "withdraw_conclusion": gettext_lazy("Conclusion withdrawn"),
    "speak_about": gettext_lazy("Item of the agenda dealt with"),
    "take_up": gettext_lazy("Question taken up"),
    "leave_out": gettext_lazy("Question left out"),
    "attach": gettext_lazy("File attached"),
    "withdraw_attachment": gettext_lazy("File taken off"),
}


def label_of(column: str) -> str:
    if column in LABELS:
        return str(LABELS[column])
    for table in (Minutes, Dialogue, Conclusion, Activity):
        if column in {field.name for field in table._meta.get_fields()}:
            label = str(getattr(table._meta.get_field(column), "verbose_name", column))
            return label[:1].upper() + label[1:]
    return column


def in_words(column: str, value: Any) -> str:
    if column == "state":
        return str(MinutesState(value).label)
    if column == "becomes":
        return str(Becomes(value).label)
    if column.endswith("_on") or column == "announced_for":
        return short(parse_date(value))
    return str(value)


TELLING = Telling(verbs=VERBS, label=label_of, value=in_words)


def announced_words(announced_on: date, on: date, least: int) -> str:
    """How long before the dialogue it was announced, and whether that is enough."""
    days = (on - announced_on).days
    if days >= least:
        return _("%(days)d days before; in time") % {"days": days}
    return _("%(days)d days before; at least %(least)d are needed") % {
        "days": days,
        "least": least,
    }


def published_words(published_on: date, on: date, due: date) -> str:
    days = (published_on - on).days
    if published_on <= due:
        return _("%(days)d days after; in time") % {"days": days}
    words = {"days": days, "due": short(due)}
    return _("%(days)d days after; it was due on %(due)s") % words


def shown(value: Any) -> str:
    return short(value) if isinstance(value, date) else str(value)


def standing_label(standing: Standing) -> str:
    """How a promise stands, as a dialogue says it."""
    return {
        Standing.OPEN: _("Open, not due yet"),
        Standing.LATE: _("Late"),
        Standing.KEPT: _("Kept"),
        Standing.KEPT_LATE: _("Kept late"),
        Standing.RELEASED: _("No longer owed"),
    }[standing]


def topic_name(topic: str) -> str:
    names = {known.id: known.name for known in programme.current().topics}
    return names.get(topic, topic)


def channel_name(channel: str) -> str:
    names = {known.id: known.name for known in programme.current().channels}
    return names.get(channel, channel)
