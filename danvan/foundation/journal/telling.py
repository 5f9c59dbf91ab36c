"""Entries of every room in plain words, by the rooms' own vocabularies."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from danvan.foundation.audit import history
from danvan.foundation.audit.history import NOTHING, Telling, shown
from danvan.foundation.audit.models import Entry

UNDO = "undo"
UNKNOWN = Telling({}, str, lambda _column, stored: history.plain_words(stored))


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry: its name, what stood there and what stands there now."""

    label: str
    before: str
    after: str


def telling_of(subject_type: str) -> Telling:
    """The vocabulary of a kind of record, as settings.DANVAN_TELLINGS names it."""
    listed: dict[str, str] = settings.DANVAN_TELLINGS
    path = listed.get(subject_type) or listed.get(subject_type.partition(".")[0])
    found: Telling = import_string(path) if path else UNKNOWN
    return found


def verbs() -> dict[str, str]:
    """Every act anybody can read about."""
    found: dict[str, str] = {}
    for path in dict.fromkeys(settings.DANVAN_TELLINGS.values()):
        told: Telling = import_string(path)
        found |= {verb: str(words) for verb, words in told.verbs.items()}
    return found | {UNDO: _("Edit undone")}


def act(entry: Entry) -> str:
    if entry.verb == UNDO:
        return _("Edit undone")
    words = telling_of(entry.subject_type).verbs.get(entry.verb)
    return str(words or verbs().get(entry.verb, entry.verb))


def model_of(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def kind(subject_type: str) -> str:
    """ "Hoạt động"; the stored name where the software knows no such record now."""
    model = model_of(subject_type)
    name = str(model._meta.verbose_name) if model else subject_type
    return name[:1].upper() + name[1:]


def changes(entry: Entry) -> list[Change]:
    telling = telling_of(entry.subject_type)
    return [
        Change(
            label_of(telling, entry.subject_type, column),
            *(shown(column, stored, telling) for stored in pair),
        )
        for column, pair in entry.changes.items()
    ]


def label_of(telling: Telling, subject_type: str, column: str) -> str:
    """The room's word, else the column's name in the table, else the stored one."""
    try:
        said = telling.label(column)
    except FieldDoesNotExist:
        said = column
    if said.lower() != column:
        return said
    model = model_of(subject_type)
    field = history.column_of((model,), column) if model else None
    name = str(field.verbose_name) if field else WORDS.get(column, lambda: column)()
    return name[:1].upper() + name[1:]


def in_one_line(entry: Entry) -> str:
    """ "Tiêu đề: cũ → mới; …"."""
    return "; ".join(
        f"{change.label}: {change.after}"
        if change.before == NOTHING
        else f"{change.label}: {change.before} → {change.after}"
        for change in changes(entry)
    )


WORDS = {
    "file": lambda: _("File"),
    "from": lambda: _("From"),
    "to": lambda: _("To"),
    "duties_ended": lambda: _("Duties ended"),
    "members": lambda: _("Members"),
    "muted": lambda: _("Mails left out"),
    "rows": lambda: _("Entries handed out"),
    "entry": lambda: _("Entry"),
}
"""Words that acts log beside the columns of their record."""
