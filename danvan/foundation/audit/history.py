"""What the log says of one record, as its page tells it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from danvan.foundation.audit.models import Entry
from danvan.shared.dates import short

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Telling:
    """How a room names its acts and columns, and writes the value of a column."""

    verbs: Mapping[str, str | Promise]
    label: Callable[[str], str]
    value: Callable[[str, Any], str]


def entries_of(subject: models.Model) -> models.QuerySet[Entry]:
    """Newest first."""
    about = Entry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return about.order_by("-at", "-pk")


def timeline(subject: models.Model, telling: Telling) -> list[dict[str, str]]:
    """Items of components/timeline.html."""
    return [
        {
            "when": moment(entry.at),
            "by": entry.actor,
            "title": str(telling.verbs.get(entry.verb, entry.verb)),
            "text": changes_in_words(entry, telling),
        }
        for entry in entries_of(subject)
    ]


def changes_in_words(entry: Entry, telling: Telling) -> str:
    """ "Tóm tắt: cũ → mới; …" and the reason."""
    parts = [
        f"{telling.label(column)}: {change(column, pair, telling)}"
        for column, pair in entry.changes.items()
    ]
    return "; ".join([*parts, entry.reason] if entry.reason else parts)


def change(column: str, pair: list[Any], telling: Telling) -> str:
    before, after = (
        NOTHING if value in ("", None) else telling.value(column, value)
        for value in pair
    )
    return after if before == NOTHING else f"{before} → {after}"


def last_hand(subject: models.Model) -> dict[str, str]:
    """Who saved the record last and when, for the clash of two edits."""
    entry = entries_of(subject).first()
    return {
        "their_name": entry.actor if entry else NOTHING,
        "their_at": moment(entry.at) if entry else "",
    }


def moment(at: datetime) -> str:
    """22:40 23/11/2024."""
    local = timezone.localtime(at)
    return f"{local:%H:%M} {short(local.date())}"
