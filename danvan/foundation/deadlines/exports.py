"""Columns of the lists, on the page and in their files."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.deadlines.counting import rule_name
from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.foundation.deadlines.sheet import HEADINGS, OFF, WORKED
from danvan.shared.listing import Column


def clock_columns(standing: Callable[[Clock], str]) -> list[Column[Any]]:
    return [
        Column("due", _("Due day"), lambda c: c.due_on, "date", 12, order=("due_on",)),
        Column("title", _("What is owed"), lambda c: c.title, width=44),
        Column(
            "rule",
            _("Kind of deadline"),
            lambda c: rule_name(c.rule),
            width=30,
            order=("rule",),
        ),
        Column("code", _("Unit code"), lambda c: c.unit.code, width=10),
        Column(
            "unit",
            _("Unit"),
            lambda c: str(c.unit),
            width=24,
            order=("unit__sort_key",),
        ),
        Column("above", _("Belongs to"), lambda c: str(c.unit.parent or ""), width=20),
        Column("rung", _("Status"), standing, width=22, order=("rung", "due_on")),
        Column("from", _("Counted from"), lambda c: c.started_on, "date", 12),
        Column("first", _("First due on"), lambda c: c.first_due_on, "date", 12),
        Column("done", _("Done on"), lambda c: c.stopped_on, "date", 12),
    ]


def day_columns() -> list[Column[CalendarDay]]:
    """As `sheet` reads them: the file goes back in as it came out."""
    day, kind, name, source = HEADINGS
    return [
        Column("day", day, lambda d: d.day, "date", 12, order=("day",)),
        Column(
            "kind",
            kind,
            lambda d: WORKED if d.is_working else OFF,
            width=12,
            order=("is_working", "day"),
        ),
        Column("name", name, lambda d: d.name, width=34),
        Column("source", source, lambda d: d.source, width=50),
    ]
