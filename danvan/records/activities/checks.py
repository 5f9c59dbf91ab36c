"""What an activity is checked for before it is saved; refusals name the column."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.documents.privacy import refuse_numbers_in
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, rules
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.directives import require_listed
from danvan.records.activities.wording import column_label
from danvan.records.blocs.models import Member
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block

LINES = (
    *("title", "chair_name", "venue", "counterpart", "document_no"),
    "status_reason",
)
BLOCKS = ("summary", "criteria")
FACTS = (
    *("year", "on", "status", "chair", "host", "language", "attended", "evidence"),
    *("directive", "reached", "grade"),
    *LINES,
    *BLOCKS,
)
"""Columns a person fills in; unit and kind never change once recorded."""

LISTING = ("directive", "year", "on", "status")
"""Columns that decide whether a document was on the list."""

type Attendees = Iterable[Member | int]


def known_kind(kind_id: str) -> Kind:
    kind = kinds.find(kind_id)
    if kind is None:
        raise Refused(
            _("The programme has no kind of activity called “%(kind)s”")
            % {"kind": kind_id},
            field="kind",
        )
    return kind


def checked(
    unit: Unit,
    kind: Kind,
    values: Mapping[str, Any],
    *,
    today: date,
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The columns as they may be saved; raises Refused naming the column at fault.

    `before` are those of a record being changed, which keeps its document.
    """
    clean = {name: values[name] for name in FACTS}
    clean |= {name: nfc(values[name]) for name in LINES}
    clean |= {name: nfc_block(values[name]) for name in BLOCKS}
    clean["title"] = clean["title"] or kind.name
    clean["status"] = status = known_status(clean["status"])
    clean["evidence"] = known_evidence(clean["evidence"])
    if status is not Status.CANCELLED or not same(("on",), before, clean):
        rules.check_day(unit, clean["on"], status, today)
    clean["year"] = rules.year_for(kind, clean["on"], clean["year"])
    rules.check_chair(kind, clean["chair"], status, {c.id for c in kinds.chairs()})
    rules.check_own_facts(kind, status, clean)
    if status not in rules.NEEDS_REASON:
        clean["status_reason"] = ""
    rules.check_reason(status, clean["status_reason"])
    check_grade(clean["grade"])
    check_language(clean["language"])
    check_counts(clean)
    refuse_numbers_in({name: clean[name] for name in rules.GUARDED}, column_label)
    if clean["directive"] and not same(LISTING, before, clean):
        require_listed(clean["directive"], unit, year=clean["year"], on=clean["on"])
    return clean


def same(
    names: Iterable[str], before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> bool:
    return before is not None and all(before[n] == after[n] for n in names)


def known_status(status: str) -> Status:
    if status not in Status.values or status == Status.WITHDRAWN:
        raise Refused(
            _("Choose whether it is planned, held, postponed or cancelled"),
            field="status",
        )
    return Status(status)


def known_evidence(evidence: int) -> Evidence:
    if evidence not in Evidence.values:
        raise Refused(_("Choose the evidence there is"), field="evidence")
    return Evidence(evidence)


def check_grade(grade: str) -> None:
    if grade and grade not in {known.id for known in kinds.in_force().grades}:
        raise Refused(_("Choose a grade from the list"), field="grade")


def check_language(language: str) -> None:
    if language and language not in {row.id for row in kinds.in_force().languages}:
        raise Refused(_("Choose a language from the list"), field="language")


def check_counts(values: Mapping[str, Any]) -> None:
    for name in ("attended", "reached"):
        if values[name] is not None and values[name] < 0:
            raise Refused(_("Enter a number of people, 0 or more"), field=name)


def member_ids(
    unit: Unit, kind: Kind, status: Status, attendees: Attendees
) -> set[int]:
    """Numbers of the attendees, all members of blocs of this unit or below it."""
    chosen = {m.pk if isinstance(m, Member) else m for m in attendees}
    if kind.form not in rules.ATTENDED_BY_NAME:
        if chosen:
            raise Refused(_("Attendance by member is recorded for trainings only"))
        return chosen
    if status == Status.HELD:
        require_attendance(bool(chosen))
    known = Member.objects.within(unit.pk).filter(pk__in=chosen)
    if chosen and known.count() != len(chosen):
        raise Refused(
            _("Choose only members of the blocs of %(unit)s") % {"unit": unit},
            field="attendees",
        )
    return chosen


def require_attendance(there: bool) -> None:
    if not there:
        raise Refused(_("Choose the members who attended"), field="attendees")


def counted_needs(
    kind: Kind, values: Mapping[str, Any], needs: Mapping[str, int | None]
) -> dict[str, int]:
    """Language → how many want it, as it may be saved."""
    languages = kinds.in_force().languages
    status, asked = values["status"], values["attended"]
    return rules.check_needs(kind, status, asked, needs, languages)
