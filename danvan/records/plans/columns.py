"""Columns of the lists, on the page and in the files."""

from datetime import date

from django.utils.translation import gettext as _

from danvan.records.plans import wording
from danvan.records.plans.choices import Standing, TaskState
from danvan.records.plans.models import Task
from danvan.records.plans.overview import ORDER, Row
from danvan.records.plans.standings import Line, Place
from danvan.shared.listing import Column, rank


def plans() -> list[Column[Row]]:
    return [
        Column("unit", _("Unit"), lambda row: str(row.unit), width=28, by=place),
        Column("code", _("Code"), lambda row: row.unit.code, width=10),
        Column(
            "parent", _("Belongs to"), lambda row: str(row.unit.parent or ""), width=24
        ),
        Column(
            "state",
            _("State of the plan"),
            lambda row: str(row.state.label),
            width=24,
            by=lambda row: ORDER.index(row.state),
        ),
        Column("number", _("Number and symbol"), lambda row: row.number, width=18),
        Column(
            "issued_on",
            _("Issued on"),
            lambda row: row.issued_on,
            kind="date",
            by=lambda row: row.issued_on,
        ),
        Column(
            "done",
            _("Done"),
            lambda row: row.progress.done,
            kind="integer",
            by=lambda row: row.progress.ratio,
        ),
        Column(
            "total",
            _("Tasks"),
            lambda row: row.progress.total,
            kind="integer",
            by=lambda row: row.progress.total,
        ),
        Column(
            "late",
            _("Late"),
            lambda row: row.progress.late,
            kind="integer",
            by=lambda row: row.progress.late,
        ),
    ]


def place(row: Row) -> int:
    return row.place


def tasks(today: date) -> list[Column[Task]]:
    return [
        Column("due", _("Due"), lambda t: t.due_on, kind="date", order=("due_on",)),
        Column("text", _("Work"), lambda t: t.text, width=60),
        Column(
            "unit",
            _("Unit"),
            lambda t: str(t.unit),
            width=28,
            order=("unit__level", "unit__sort_key"),
        ),
        Column(
            "body",
            _("Body in charge"),
            lambda t: t.body,
            width=30,
            order=("body_fold",),
        ),
        Column("owner", _("Person in charge"), lambda t: t.owner, width=24),
        Column(
            "state",
            _("Status"),
            lambda t: wording.task_badge(t, today)["text"],
            width=18,
            order=(rank("state", TaskState.values),),
        ),
        Column(
            "done_on",
            _("Done on"),
            lambda t: t.done_on,
            kind="date",
            order=("done_on",),
        ),
        Column("result", _("What came of it"), lambda t: t.result, width=50),
        Column(
            "programme_task",
            _("Task of the programme"),
            lambda t: wording.task_name(t.programme_task),
            width=50,
            order=("programme_task",),
        ),
        Column("plan", _("Plan"), lambda t: str(t.plan or ""), width=40),
    ]


def standings() -> list[Column[Line]]:
    return [
        Column("body", _("Body"), lambda line: line.body.name, width=36),
        Column("duty", _("Responsibility"), lambda line: line.duty, width=60),
        Column("level", _("Level"), lambda line: str(line.level.label), width=12),
        Column("standing", _("How far"), how_far, width=30, by=what_lacks),
        Column(
            "note",
            _("What was done"),
            lambda line: line.report.note if line.report else "",
            width=60,
        ),
        Column(
            "on",
            _("As of"),
            lambda line: line.report.on if line.report else None,
            kind="date",
            by=lambda line: line.report.on if line.report else None,
        ),
        Column("done", _("Tasks done"), lambda line: line.tasks.done, kind="integer"),
        Column("tasks", _("Tasks"), lambda line: line.tasks.total, kind="integer"),
        Column(
            "unreported",
            _("Not reported"),
            lambda line: line.unreported,
            kind="integer",
        ),
    ]


def what_lacks(line: Line) -> tuple[int, int]:
    """At how many units it is not done, and how far the unit's own is."""
    unfinished = line.total - line.tallies[Standing.DONE]
    return unfinished, wording.standing_rank(line.standing or "")


def how_far(line: Line) -> str:
    """The unit's own standing, or how many of the units below say what."""
    if line.is_own:
        return str(line.standing.label) if line.standing else _("Not reported")
    return "; ".join(wording.tallied(line.tallies, line.unreported))


def duty() -> list[Column[Place]]:
    return [
        Column(
            "unit", _("Unit"), lambda p: str(p.unit), width=28, by=lambda p: p.order
        ),
        Column("code", _("Code"), lambda p: p.unit.code, width=10),
        Column("parent", _("Belongs to"), lambda p: str(p.unit.parent or ""), width=24),
        Column(
            "standing",
            _("How far"),
            lambda p: wording.standing_label(p.standing),
            width=20,
            by=lambda p: wording.standing_rank(p.standing),
        ),
        Column(
            "note",
            _("What was done"),
            lambda p: p.report.note if p.report else "",
            width=60,
        ),
        Column(
            "on",
            _("As of"),
            lambda p: p.report.on if p.report else None,
            kind="date",
            by=lambda p: p.report.on if p.report else None,
        ),
    ]
