"""Writing the log, and saving what two people may edit at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from django.db import models
from django.db.models import F

from danvan.foundation.audit import origin
from danvan.foundation.audit.models import Entry, Versioned
from danvan.shared.refusals import Clash


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the system itself under a name."""

    pk: Any

    def get_full_name(self) -> str: ...


def entry(
    verb: str,
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    unit_id: int | None,
    years: tuple[int, int] | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """An unsaved entry, for actions that write many at once.

    `changes` is {field: [old, new]}.
    """
    first, last = years or (None, None)
    return Entry(
        at=at,
        actor_id=by.pk,
        actor=by.get_full_name()[:200],
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id="" if subject.pk is None else str(subject.pk),
        subject=str(subject)[:300],
        unit_id=unit_id,
        year_from=first,
        year_to=last,
        changes={
            name: [plain(old), plain(new)]
            for name, (old, new) in (changes or {}).items()
        },
        reason=reason,
    )


def appeared(values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The changes of something new: nothing before, what was filled in after."""
    return {name: [None, value] for name, value in values.items() if value}


def record(verb: str, subject: models.Model, **words: Any) -> Entry:
    """Append one entry; takes what `entry` takes. Call inside the transaction."""
    made = entry(verb, subject, **words)
    made.save(force_insert=True)
    origin.note([made])
    return made


def record_many(entries: Iterable[Entry]) -> None:
    origin.note(Entry.objects.bulk_create(entries, batch_size=500))


def plain(value: Any) -> Any:
    """A value as JSON can hold it; pairs and lists stay lists."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def update(
    subject: Versioned, values: Mapping[str, Any], *, version: int
) -> dict[str, list[Any]]:
    """Save `values` if `version` is still the stored one; return {field: [old, new]}.

    Raises Clash with the stored texts when somebody saved in between.
    """
    model = type(subject)
    changed = {
        name: [plain(getattr(subject, name)), plain(value)]
        for name, value in values.items()
        if getattr(subject, name) != value
    }
    rows = model._default_manager.filter(pk=subject.pk, version=version)
    if not rows.update(**values, version=F("version") + 1):
        theirs = model._default_manager.get(pk=subject.pk)
        raise Clash(theirs={n: str(plain(getattr(theirs, n)) or "") for n in values})
    for name, value in values.items():
        setattr(subject, name, value)
    subject.version = version + 1
    return changed
