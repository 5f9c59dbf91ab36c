"""Minutes as an official document, in the form of their day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from danvan.foundation.documents.word import Paper, Signer
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Kind
from danvan.records.activities import kinds
from danvan.records.activities.models import Activity
from danvan.records.meetings import agenda, rules
from danvan.records.meetings.choices import MinutesState, Said
from danvan.records.meetings.line import Line, charged
from danvan.records.meetings.models import Conclusion, Minutes
from danvan.shared.dates import long, short


def minutes(activity: Activity, written: Minutes | None, *, at: datetime) -> bytes:
    """The file; what nobody wrote yet is left out, and a draft says so."""
    paper = head(activity, written, at)
    place_and_people(paper, activity, written)
    texts(paper, written)
    lines = agenda_lines(activity, written)
    if lines:
        paper.heading(_("What was before the meeting"))
        followed(paper, lines, activity.on)
    concluded = activity.conclusions.standing().select_related("task", "matter")
    conclusions(paper, list(concluded.order_by("number")), written)
    if written and written.agreed_on:
        words = {"day": long(written.agreed_on)}
        paper.paragraph(_("Those present agreed to these minutes on %(day)s.") % words)
    return paper.save()


def head(activity: Activity, written: Minutes | None, at: datetime) -> Paper:
    unit = activity.unit
    is_agreed = bool(written and written.state != MinutesState.DRAFT)
    return Paper(
        kind=_("Minutes (document)"),
        about=activity.title,
        issuer=committee(unit),
        superior=organisation(unit.parent) if unit.parent else "",
        number=written.number if written else "",
        place=unit.name,
        on=activity.on,
        at=at,
        mark="" if is_agreed else _("Draft"),
        signers=[
            Signer(_("Minutes taken by"), written.clerk if written else ""),
            Signer(_("Chair"), activity.chair_name),
        ],
        recipients=[committee(unit), _("Those who took part"), _("On file")],
    )


def committee(unit: Unit) -> str:
    """The Party committee of a unit, as its documents name it."""
    names = {
        Kind.PROVINCE: _("Provincial Party Committee of %(name)s"),
        Kind.MUNICIPALITY: _("City Party Committee of %(name)s"),
        Kind.PROVINCIAL_CITY: _("City Party Committee of %(name)s"),
        Kind.TOWN: _("Town Party Committee of %(name)s"),
        Kind.URBAN_DISTRICT: _("Urban District Party Committee of %(name)s"),
        Kind.RURAL_DISTRICT: _("District Party Committee of %(name)s"),
    }
    form = names.get(Kind(unit.kind), _("Party Committee of %(unit)s"))
    return form % {"name": unit.name, "unit": within_a_line(unit)}


def organisation(unit: Unit) -> str:
    """The Party organisation above a committee, first line of its documents."""
    return _("Party Organisation of %(unit)s") % {"unit": within_a_line(unit)}


def within_a_line(unit: Unit) -> str:
    name = unit.full_name
    return f"{name[:1].lower()}{name[1:]}"


def place_and_people(paper: Paper, activity: Activity, written: Minutes | None) -> None:
    paper.heading(_("Time, place, who was there"))
    chair = kinds.chair_name(activity.chair) if activity.chair else ""
    told = [
        (_("Time"), long(activity.on)),
        (_("Place"), activity.venue),
        (_("Chair"), charged(activity.chair_name, chair)),
        (_("Minutes taken by"), written.clerk if written else ""),
    ]
    if activity.attended:
        told.append((_("People attending"), str(activity.attended)))
    paper.items(f"{label}: {value}" for label, value in told if value)
    listed(paper, _("Present"), written.present if written else "")
    listed(paper, _("Absent"), written.absent if written else "")


def listed(paper: Paper, label: str, people: str) -> None:
    """One person a line below the label."""
    if people:
        paper.paragraph(f"{label}:")
        paper.items(people.splitlines())


def texts(paper: Paper, written: Minutes | None) -> None:
    if written is None:
        return
    for label, text in (
        (_("What was reported"), written.opening),
        (_("Discussion"), written.discussion),
    ):
        if text:
            paper.heading(label)
            paper.paragraph(text)


def agenda_lines(activity: Activity, written: Minutes | None) -> list[Line]:
    """As it was kept; of a draft what the meeting spoke about so far."""
    if not rules.is_briefing(kinds.find(activity.kind)):
        return []
    is_fixed = bool(written and written.is_final)
    return agenda.agenda_of(activity, is_fixed=is_fixed)


def followed(paper: Paper, lines: Iterable[Line], on: date) -> None:
    for part, members in agenda.by_part(lines):
        paper.heading(str(part.label), level=2)
        paper.table(
            [_("No."), _("Item"), _("Who is to do it"), _("Due"), _("At the meeting")],
            [row(number, line, on) for number, line in enumerate(members, start=1)],
            widths=[0.9, 4.8, 3, 2.5, 3],
            centred=[0, 3],
        )


def row(number: int, line: Line, on: date) -> list[object]:
    due = short(line.due_on) if line.due_on else ""
    said = line.said
    if line.outcome is not Said.NOTHING:
        said = ": ".join(filter(None, [line.label, line.said]))
    elif line.is_late(on):
        said = _("Overdue")
    return [number, line.title, line.owner, due, said]


def conclusions(
    paper: Paper, rows: Sequence[Conclusion], written: Minutes | None
) -> None:
    closing = written.closing if written else ""
    if not rows and not closing:
        return
    paper.heading(_("Conclusions of the chair"))
    if closing:
        paper.paragraph(closing)
    if rows:
        paper.table(
            [_("No."), _("Conclusion"), _("Who is to do it"), _("Due")],
            [concluded(row) for row in rows],
            widths=[0.9, 6.2, 4.4, 2.6],
            centred=[0, 3],
        )


def concluded(row: Conclusion) -> list[object]:
    if row.task:
        who = charged(row.task.owner, row.task.body)
        return [row.number, row.text, who, short(row.task.due_on)]
    body = row.matter.body if row.matter else ""
    return [row.number, row.text, _("Recommended to: %(body)s") % {"body": body}, ""]
