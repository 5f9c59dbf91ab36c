"""The agenda that builds itself: what is open, derived anew each time it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Model

from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings.around import next_briefing
from danvan.records.meetings.choices import Part, Said
from danvan.records.meetings.line import PARTS, Line
from danvan.records.meetings.models import AgendaLine
from danvan.records.meetings.openness import (
    open_commitments,
    open_conclusions,
    open_matters,
    open_tasks,
)
from danvan.records.plans.models import Task

SUBJECTS: dict[str, type[Model]] = {
    "plans.task": Task,
    "matters.matter": Matter,
    "matters.commitment": Commitment,
}


def agenda(unit: Unit, on: date, *, meeting: Activity | None = None) -> list[Line]:
    """What a meeting of the unit on that day has before it.

    Everything that was open that day and not begun at the `meeting` itself.
    """
    horizon = next_briefing(unit, on)
    lines = [
        *open_conclusions(unit, on, meeting),
        *open_matters(unit, on, meeting),
        *open_commitments(unit, on, meeting, horizon),
        *open_tasks(unit, on, horizon),
    ]
    return sorted(lines, key=Line.order)


def agenda_of(activity: Activity, *, is_fixed: bool) -> list[Line]:
    """The agenda of one meeting with what was said; `is_fixed`: as it was kept."""
    kept = [from_row(row) for row in activity.agenda.order_by("place", "pk")]
    if is_fixed:
        return kept
    said = {line.key: line for line in kept}
    live = agenda(activity.unit, activity.on, meeting=activity)
    spoken = [with_words(line, said.pop(line.key, None)) for line in live]
    return sorted([*spoken, *said.values()], key=Line.order)


def with_words(line: Line, said: Line | None) -> Line:
    """A live line keeps the part in which it was spoken about."""
    if said is None:
        return line
    return replace(line, part=said.part, outcome=said.outcome, said=said.said)


def from_row(row: AgendaLine) -> Line:
    return Line(
        part=Part(row.part),
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        title=row.title,
        owner=row.owner,
        since=row.since,
        due_on=row.due_on,
        outcome=Said(row.outcome),
        said=row.said,
        is_open=row.outcome != Said.DONE,
    )


def by_part(lines: Iterable[Line]) -> list[tuple[Part, list[Line]]]:
    """The parts that have something, in their order."""
    parts: dict[Part, list[Line]] = {}
    for line in lines:
        parts.setdefault(line.part, []).append(line)
    return sorted(parts.items(), key=lambda pair: PARTS[pair[0]])


def subject_of(line: Line) -> Model:
    return SUBJECTS[line.subject_type]._default_manager.get(pk=line.subject_id)


def find(lines: Sequence[Line], kind: str, number: int) -> Line | None:
    """The line of that thing, named as addresses name it."""
    return next((x for x in lines if (x.kind, x.subject_id) == (kind, number)), None)
