"""The columns of the log, on the page and in its file."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.audit.models import Entry
from danvan.foundation.journal import telling
from danvan.shared.listing import Column


def columns(units: Mapping[int, str]) -> list[Column[Entry]]:
    return [
        Column("at", _("When"), when, width=18, order=("at",)),
        Column("who", _("Who acted"), lambda e: e.actor, width=26, order=("actor",)),
        Column("act", _("Act"), telling.act, width=24, order=("verb",)),
        Column(
            "kind",
            _("Kind of record"),
            lambda e: telling.kind(e.subject_type),
            width=20,
            order=("subject_type",),
        ),
        Column(
            "record",
            _("Record concerned"),
            lambda e: e.subject,
            width=50,
            order=("subject",),
        ),
        Column("unit", _("Unit"), lambda e: units.get(e.unit_id or 0, ""), width=24),
        Column("changes", _("Before and after"), telling.in_one_line, width=60),
        Column("reason", _("Why"), lambda e: e.reason, width=40),
        Column("whence", _("From where"), whence, width=30),
        Column("number", _("Number"), lambda e: e.pk, "integer", 10),
    ]


def when(entry: Entry) -> str:
    """To the second, in Vietnam."""
    return f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}"


def whence(entry: Entry) -> str:
    parts = (getattr(entry, "address", ""), getattr(entry, "browser", ""))
    return " · ".join(filter(None, parts))
