"""Recording what a unit did, mending it, and withdrawing what should not stand."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents import actions as documents
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, rules
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.directives import (  # noqa: F401 - part of the contract
    declare_audience,
    list_directive,
    require_listed,
    withdraw_directive,
)
from danvan.records.activities.models import Activity, Attendance, Directive
from danvan.records.activities.wording import column_label
from danvan.records.blocs.models import Member
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block

LINES = ("title", "chair_name", "venue", "document_no", "status_reason")
BLOCKS = ("summary", "criteria")
FACTS = (
    *("year", "on", "status", "chair", "attended", "evidence"),
    *("directive", "reached", "grade"),
    *LINES,
    *BLOCKS,
)
"""Columns a person fills in; unit and kind never change once recorded."""

LISTING = ("directive", "year", "on", "status")
"""Columns that decide whether a document was on the list."""

type Attendees = Iterable[Member | int]


@transaction.atomic
def record_activity(
    unit: Unit,
    *,
    kind: str,
    on: date,
    by: Actor,
    at: datetime,
    year: int | None = None,
    status: str = Status.HELD,
    title: str = "",
    chair: str = "",
    chair_name: str = "",
    venue: str = "",
    attended: int | None = None,
    summary: str = "",
    document_no: str = "",
    evidence: int = Evidence.NONE,
    directive: Directive | None = None,
    reached: int | None = None,
    grade: str = "",
    criteria: str = "",
    status_reason: str = "",
    attendees: Attendees = (),
    files: Iterable[UploadedFile] = (),
    uid: uuid.UUID | None = None,
) -> Activity:
    """Keep one activity. The same `uid` with the same content gives the first record.

    `attendees` are members or their numbers; `files` are kept in the same act.
    """
    access.check(by, Permission.WRITE, unit, on=timezone.localdate(at))
    given = {
        "on": on,
        "year": year,
        "status": status,
        "title": title,
        "chair": chair,
        "chair_name": chair_name,
        "venue": venue,
        "attended": attended,
        "summary": summary,
        "document_no": document_no,
        "evidence": evidence,
        "directive": directive,
        "reached": reached,
        "grade": grade,
        "criteria": criteria,
        "status_reason": status_reason,
    }
    found = known_kind(kind)
    rules.check_unit(found, unit)
    values = checked(unit, found, given, today=timezone.localdate(at))
    members = member_ids(unit, found, values["status"], attendees)
    activity = Activity(
        uid=uid or uuid.uuid4(), unit=unit, kind=kind, recorded_at=at, **values
    )
    activity, fresh = insert_once(activity, members)
    if fresh:
        changes = {"attendees": [None, len(members)]} if members else None
        log("record_activity", activity, found, by=by, at=at, changes=changes)
    attach(activity, files, by=by, at=at)
    return activity


@transaction.atomic
def amend_activity(
    activity: Activity,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    attendees: Attendees | None = None,
    files: Iterable[UploadedFile] = (),
) -> None:
    """Change some columns of FACTS; `attendees` None leaves the attendance alone."""
    unit = activity.unit
    access.check(by, Permission.WRITE, unit, on=timezone.localdate(at))
    kind = known_kind(activity.kind)
    before = {name: getattr(activity, name) for name in FACTS}
    stored = dict(before)
    if values.get("on") and "year" not in values and not kind.year_choice:
        stored["year"] = None
    merged = checked(
        unit,
        kind,
        stored | dict(values),
        today=timezone.localdate(at),
        before=before,
    )
    rules.check_next(Status(activity.status), merged["status"])
    members = (
        None
        if attendees is None
        else member_ids(unit, kind, merged["status"], attendees)
    )
    year = activity.year
    changes = audit.update(activity, merged, version=version)
    if members is not None:
        changes |= replace_attendance(activity, members)
    elif merged["status"] == Status.HELD and kind.form == "training":
        require_attendance(activity.attendances.exists())
    attach(activity, files, by=by, at=at)
    if changes:
        log("amend_activity", activity, kind, by=by, at=at, changes=changes, was=year)


@transaction.atomic
def withdraw_activity(
    activity: Activity, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """The record stays readable with its reason, and no figure counts it any more."""
    access.check(by, Permission.WRITE, activity.unit, on=timezone.localdate(at))
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Enter why the record is withdrawn"), field="reason")
    if activity.status == Status.WITHDRAWN:
        raise Refused(_("This record was already withdrawn"))
    refuse_personal_numbers({"reason": (_("Reason"), reason)})
    values = {"status": Status.WITHDRAWN, "status_reason": reason}
    changes = audit.update(activity, values, version=version)
    changes.pop("status_reason", None)
    log(
        "withdraw_activity",
        activity,
        kinds.find(activity.kind),
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )


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
    rules.check_day(unit, clean["on"], status, today)
    clean["year"] = rules.year_for(kind, clean["on"], clean["year"])
    rules.check_chair(kind, clean["chair"], status, {c.id for c in kinds.chairs()})
    rules.check_own_facts(kind, status, clean)
    rules.check_reason(status, clean["status_reason"])
    check_grade(clean["grade"])
    check_counts(clean)
    refuse_personal_numbers(
        {name: (column_label(name), clean[name]) for name in rules.GUARDED}
    )
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


def check_counts(values: Mapping[str, Any]) -> None:
    for name in ("attended", "reached"):
        if values[name] is not None and values[name] < 0:
            raise Refused(_("Enter a number of people, 0 or more"), field=name)


def member_ids(
    unit: Unit, kind: Kind, status: Status, attendees: Attendees
) -> set[int]:
    """Numbers of the attendees, all members of blocs of this unit or below it."""
    chosen = {m.pk if isinstance(m, Member) else m for m in attendees}
    if kind.form != "training":
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


def insert_once(activity: Activity, members: set[int]) -> tuple[Activity, bool]:
    """(the record, whether it is new); a form sent twice makes one record."""
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError:
        first = Activity.objects.filter(uid=activity.uid).first()
        if first is None:
            raise
        require_same(first, activity, members)
        return first, False
    Attendance.objects.bulk_create(
        Attendance(activity=activity, member_id=member) for member in members
    )
    return activity, True


def require_same(first: Activity, again: Activity, members: set[int]) -> None:
    columns = ("unit_id", "kind", "directive_id", *(set(FACTS) - {"directive"}))
    same = all(getattr(first, name) == getattr(again, name) for name in columns)
    if not same or set(first.attendances.values_list("member", flat=True)) != members:
        raise Refused(
            _(
                "This form was already saved with other content. Open the saved record "
                "and change it there"
            )
        )


def replace_attendance(activity: Activity, members: set[int]) -> dict[str, list[Any]]:
    before = set(activity.attendances.values_list("member", flat=True))
    activity.attendances.filter(member__in=before - members).delete()
    Attendance.objects.bulk_create(
        Attendance(activity=activity, member_id=member) for member in members - before
    )
    return {} if before == members else {"attendees": [len(before), len(members)]}


def attach(
    activity: Activity, files: Iterable[UploadedFile], *, by: Actor, at: datetime
) -> None:
    files = list(files)
    if not files:
        return
    try:
        documents.attach_all(activity, activity.unit, files, by=by, at=at)
    except Refused as refused:
        raise Refused(refused.sentence, field="files") from refused


def log(
    verb: str,
    activity: Activity,
    kind: Kind | None,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    was: int | None = None,
) -> None:
    """The audit entry; `was` is the year it counted for before."""
    first, last = kinds.years_touched(kind, activity.year)
    audit.record(
        verb,
        activity,
        by=by,
        at=at,
        unit_id=activity.unit_id,
        years=(min(first, was or first), max(last, was or last)),
        changes=changes,
        reason=reason,
    )
