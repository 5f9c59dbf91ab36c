"""Doors of the log."""

from danvan.foundation.access.rules import Permission
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.system import CommandLine
from tests import factories
from tests.house.door import READ, WRITE, Door, Place, Words, nothing

AUDIT = Permission.READ_AUDIT


def edited(place: Place) -> Words | None:
    """The entry of an edit of the place's budget line."""
    entry = place.more.get("edit")
    return {"pk": entry.pk} if entry else None


DOORS: dict[str, Door] = {
    "journal:index": Door(AUDIT),
    "journal:file": Door(
        AUDIT,
        at=None,
        query=lambda p: {"export": "csv"},
        form=nothing,
        reads=False,
    ),
    "journal:show": Door(READ, edited),
    "journal:undo": Door(WRITE, edited, form=nothing, reads=False),
}


def furnish(place: Place) -> None:
    """A line whose text was changed; made here, whichever room is furnished first."""
    from danvan.records.budget.models import Line

    line = Line.objects.create(
        unit=place.unit,
        year=2024,
        source="state",
        text=f"Tài liệu của {place.unit.name}",
        estimate=1_000_000,
    )
    entry: Entry = audit.record(
        "amend_line",
        line,
        by=CommandLine(),
        at=factories.noon(factories.START),
        unit_id=place.unit.pk,
        changes={"text": ["Tài liệu", line.text]},
    )
    place.more["edit"] = entry
