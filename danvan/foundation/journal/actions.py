"""What the log lets people do: hand itself out, and take a mistaken edit back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from danvan.foundation.access.actions import unit_id
from danvan.foundation.access.models import User
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.history import column_of
from danvan.foundation.audit.models import Entry, Versioned
from danvan.foundation.journal.telling import model_of
from danvan.shared.refusals import Refused

type Amend = Callable[..., object]


def log_file(by: User, *, rows: int, asked: str, at: datetime) -> None:
    """Whoever takes the log along stands in the log, with what was asked for."""
    audit.record(
        "export_log",
        by,
        by=by,
        at=at,
        unit_id=unit_id(by),
        changes={"rows": [None, rows]},
        reason=asked[:1000],
    )


@transaction.atomic
def undo(entry: Entry, *, by: User, at: datetime) -> None:
    """Put back what stood there before, by the room's own act and all its checks."""
    record, values = undoable(entry, by=by, at=at)
    amend: Amend = import_string(settings.DANVAN_UNDO[entry.verb])
    amend(record, values, version=record.version, by=by, at=at)
    audit.record(
        "undo",
        record,
        by=by,
        at=at,
        unit_id=entry.unit_id,
        changes={"entry": [None, entry.pk]},
        reason=_("Undo of entry %(number)s") % {"number": entry.pk},
    )


def undoable(
    entry: Entry, *, by: User, at: datetime
) -> tuple[Versioned, dict[str, Any]]:
    """The record and the values of before; Refused, in words, where it is not safe."""
    record = record_of(edit(entry), by=by, at=at)
    return record, {
        name: before_of(record, name, pair) for name, pair in entry.changes.items()
    }


def edit(entry: Entry) -> Entry:
    """The entry, when it tells of an edit that a room lets people take back."""
    if not entry.is_edit:
        raise Refused(
            _("This act cannot be undone from the log. Open the record and change it")
        )
    return entry


def record_of(entry: Entry, *, by: User, at: datetime) -> Versioned:
    model = model_of(entry.subject_type)
    rows = reading(model, by=by, at=at) if model else None
    record = rows.filter(pk=entry.subject_id).first() if rows is not None else None
    if not isinstance(record, Versioned):
        raise Refused(
            _("The record is no longer there, or your account does not cover it")
        )
    return record


def reading(
    model: type[models.Model], *, by: User, at: datetime
) -> models.QuerySet[Any] | None:
    """Within the scope of the reader; nothing of a table that has none."""
    rows = getattr(model._default_manager.all(), "visible_to", None)
    found: models.QuerySet[Any] | None = rows and rows(by, on=timezone.localdate(at))
    return found


def before_of(record: Versioned, name: str, pair: Sequence[Any]) -> Any:
    """The old value of one column, when the record still holds the new one."""
    before, after = pair
    holder = holder_of(record, name)
    field = column_of((type(holder),), name) if holder else None
    if field is None or field.is_relation:
        raise Refused(
            _(
                "The act changed other things with it, which cannot be put back one by "
                "one. Open the record and change it"
            )
        )
    if audit.plain(getattr(holder, name)) != after:
        raise Refused(
            _("“%(field)s” was changed again since then. Open the record and change it")
            % {"field": field.verbose_name}
        )
    try:
        return before if before in (None, "") else field.to_python(before)
    except ValidationError as error:
        raise Refused(_("What stood there before can no longer be read")) from error


def holder_of(record: Versioned, name: str) -> Versioned | None:
    """The record, or the one it is about: a seat's entry tells the member's name."""
    if column_of((type(record),), name):
        return record
    for field in record._meta.concrete_fields:
        about = field.related_model
        if not (isinstance(about, type) and issubclass(about, Versioned)):
            continue
        if column_of((about,), name):
            found: Versioned | None = getattr(record, field.name)
            return found
    return None
