"""What the log says of clocks and calendar days, in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.audit.history import Telling
from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.shared.dates import short

VERBS = {
    "start_deadline": gettext_lazy("The deadline began"),
    "stop_deadline": gettext_lazy("Done"),
    "drop_deadline": gettext_lazy("No longer owed"),
    "move_deadline": gettext_lazy("The due day was moved"),
    "hand_over_deadline": gettext_lazy("Handed over to another unit"),
    "pause_deadline": gettext_lazy("The deadline was paused"),
    "resume_deadline": gettext_lazy("The deadline runs on"),
    "recount_deadline": gettext_lazy("Counted anew with the working calendar"),
    "set_calendar_day": gettext_lazy("The day was entered"),
    "change_calendar_day": gettext_lazy("The day was changed"),
    "remove_calendar_day": gettext_lazy("The day was taken out"),
}


def label(column: str) -> str:
    fields = {f.name: f for m in (Clock, CalendarDay) for f in m._meta.concrete_fields}
    name = str(fields[column].verbose_name) if column in fields else column
    return name[:1].upper() + name[1:]


def value(column: str, stored: Any) -> str:
    if isinstance(stored, bool):
        return _("yes") if stored else _("no")
    try:
        return short(date.fromisoformat(stored))
    except (TypeError, ValueError):
        return str(stored)


TELLING = Telling(VERBS, label, value)
