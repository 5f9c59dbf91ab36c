"""What the log says of one record, as its page tells it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from danvan.foundation.audit.models import Entry, Versioned
from danvan.shared.dates import short
from danvan.shared.saving import VersionedForm

NOTHING = "–"
ERASED = "erased"
"""Logged beside the columns of a record: the names of those that were emptied."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a room names its acts and columns, and writes the value of a column."""

    verbs: Mapping[str, str | Promise]
    label: Callable[[str], str]
    value: Callable[[str, Any], str]


def entries_of(*subjects: models.Model) -> models.QuerySet[Entry]:
    """Newest first."""
    about = models.Q(pk=None)
    for kind in {subject._meta.label_lower for subject in subjects}:
        numbers = [str(each.pk) for each in subjects if each._meta.label_lower == kind]
        about |= models.Q(subject_type=kind, subject_id__in=numbers)
    return Entry.objects.filter(about).order_by("-at", "-pk")


def timeline(
    subject: models.Model,
    telling: Telling,
    *also: models.Model,
    without: Collection[str] = (),
) -> list[dict[str, str]]:
    """Items of components/timeline.html; `also` are records that hang on the first."""
    entries = entries_of(subject, *also)
    return told(entries, telling, about=subject, without=without)


def told(
    entries: Iterable[Entry],
    telling: Telling,
    *,
    about: models.Model,
    without: Collection[str] = (),
) -> list[dict[str, str]]:
    """An edit leads to its entry, where it is seen on both sides and can be undone.

    Entries of another kind than the record's own name what they are of. `without`:
    columns, or "reason", that are erased from the record and not told here either.
    """
    own = about._meta.label_lower
    return [
        {
            "when": moment(entry.at),
            "by": entry.actor,
            "title": str(telling.verbs.get(entry.verb, entry.verb)),
            "text": in_words(entry, telling, own, without),
            "url": entry.get_absolute_url() if entry.is_edit else "",
        }
        for entry in entries
    ]


def edits_of(subject: models.Model) -> dict[datetime, str]:
    """Addresses of its edits by their time, for a page that tells them differently."""
    edits = entries_of(subject).filter(verb__in=settings.DANVAN_UNDO)
    return {entry.at: entry.get_absolute_url() for entry in edits if entry.is_edit}


def in_words(entry: Entry, telling: Telling, own: str, without: Collection[str]) -> str:
    """ "Tóm tắt: cũ → mới; …" and the reason; first the record, if of another kind."""
    name = "" if entry.subject_type == own else entry.subject
    parts = [
        f"{telling.label(column)}: {change(column, pair, telling)}"
        for column, pair in entry.changes.items()
        if column not in without
    ]
    reason = "" if "reason" in without else entry.reason
    return "; ".join(filter(None, [name, *parts, reason]))


def change(column: str, pair: list[Any], telling: Telling) -> str:
    """A file that came or went is named alone."""
    before, after = (shown(column, value, telling) for value in pair)
    if column == "file" or before == NOTHING:
        return before if after == NOTHING else after
    return f"{before} → {after}"


def shown(column: str, value: Any, telling: Telling) -> str:
    """What an older version of the software wrote is shown as it stands."""
    if value in ("", None, [], {}):
        return NOTHING
    try:
        return telling.value(column, value)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return plain_words(value)


def last_hand(subject: models.Model, *verbs: str) -> dict[str, str]:
    """Who saved the record last, by one of these acts, for the clash of two edits."""
    entries = entries_of(subject)
    entry = (entries.filter(verb__in=verbs) if verbs else entries).first()
    return {
        "their_name": entry.actor if entry else _("Somebody else"),
        "their_at": moment(entry.at) if entry else "",
    }


def compare(
    form: VersionedForm,
    mine: Mapping[str, Any],
    theirs: Versioned,
    telling: Telling,
    **apart: Any,
) -> dict[str, Any]:
    """What components/clash.html shows of two edits; sent again, the form replaces.

    `apart` are values of theirs that are no columns of the record.
    """
    form.acknowledge(theirs.version)
    rows = []
    for name, value in mine.items():
        other = apart[name] if name in apart else getattr(theirs, name)
        if value != other:
            pair = {"mine": value, "theirs": other}
            told = {side: shown(name, text, telling) for side, text in pair.items()}
            label = form[name].label if name in form.fields else telling.label(name)
            rows.append({"label": str(label), **told})
    return {"rows": rows} | last_hand(theirs)


def moment(at: datetime) -> str:
    """22:40 23/11/2024."""
    local = timezone.localtime(at)
    return f"{local:%H:%M} {short(local.date())}"


def by_columns(
    *tables: type[models.Model],
    verbs: Mapping[str, str | Promise],
    labels: Mapping[str, str | Promise] | None = None,
) -> Telling:
    """A telling that takes names, choices and days from the columns of these tables."""
    own = labels or {}

    def label(column: str) -> str:
        field = column_of(tables, column)
        name = str(own.get(column) or (field.verbose_name if field else column))
        return name[:1].upper() + name[1:]

    def value(column: str, stored: Any) -> str:
        if column == ERASED:
            return ", ".join(map(label, stored))
        field = column_of(tables, column)
        choices = dict(field.flatchoices) if field and field.choices else {}
        named = choices.get(stored) if isinstance(stored, str | int) else None
        return str(named or plain_words(stored))

    return Telling(verbs, label, value)


def column_of(
    tables: tuple[type[models.Model], ...], name: str
) -> "models.Field[Any, Any] | None":
    fields = (f for table in tables for f in table._meta.concrete_fields)
    return next((f for f in fields if name in (f.name, f.attname)), None)


def plain_words(stored: Any) -> str:
    """Yes and no, days, lists; anything else as it is."""
    if isinstance(stored, bool):
        return _("yes") if stored else _("no")
    if isinstance(stored, list):
        return ", ".join(map(plain_words, stored))
    try:
        return short(date.fromisoformat(stored))
    except (TypeError, ValueError):
        return str(stored)
