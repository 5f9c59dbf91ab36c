"""Recording what a unit did, mending it, and withdrawing what should not stand."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.actions import attach_sent
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, rules
from danvan.records.activities.checks import (
    FACTS,
    Attendees,
    checked,
    counted_needs,
    known_kind,
    member_ids,
    require_attendance,
)
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.directives import (  # noqa: F401 - part of the contract
    declare_audience,
    list_directive,
    withdraw_directive,
)
from danvan.records.activities.keeping import (
    insert_once,
    log,
    replace_attendance,
    replace_needs,
    stored_needs,
)
from danvan.records.activities.models import Activity, Directive
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

NONE_ASKED: Mapping[str, int | None] = {}


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
    host: str = "",
    counterpart: str = "",
    language: str = "",
    needs: Mapping[str, int | None] = NONE_ASKED,
    uid: uuid.UUID | None = None,
    under: Permission | None = None,
) -> Activity:
    """Keep one activity. The same `uid` with the same content gives the first record.

    `attendees` are members or their numbers; `files` are kept in the same act. `host`
    is an organisation of the programme, `counterpart` whom it dealt with; `needs` is
    language → how many want to learn it. `under`: the greater act it is a part of asks
    for this permission in place of the kind's own.
    """
    found = known_kind(kind)
    access.check(by, under or kinds.writing(found), unit, on=timezone.localdate(at))
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
        "host": host,
        "counterpart": counterpart,
        "language": language,
    }
    rules.check_unit(found, unit)
    values = checked(unit, found, given, today=timezone.localdate(at))
    members = member_ids(unit, found, values["status"], attendees)
    wanted = counted_needs(found, values, needs)
    activity = Activity(
        uid=uid or uuid.uuid4(), unit=unit, kind=kind, recorded_at=at, **values
    )
    activity, fresh = insert_once(activity, members, wanted)
    if fresh:
        changes = {"attendees": [None, len(members)]} if members else None
        log("record_activity", activity, found, by=by, at=at, changes=changes)
    attach_sent(activity, activity.unit, files, by=by, at=at)
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
    needs: Mapping[str, int | None] | None = None,
    files: Iterable[UploadedFile] = (),
    verb: str = "amend_activity",
    under: Permission | None = None,
) -> None:
    """Change some columns of FACTS; None leaves `attendees` and `needs` alone."""
    unit = activity.unit
    kind = known_kind(activity.kind)
    access.check(by, under or kinds.writing(kind), unit, on=timezone.localdate(at))
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
    if activity.status == Status.PLANNED and merged["status"] is Status.POSTPONED:
        rules.check_postponed(activity.on, merged["on"])
    members = (
        None
        if attendees is None
        else member_ids(unit, kind, merged["status"], attendees)
    )
    known = stored_needs(activity) if kind.form == "survey" else {}
    wanted = counted_needs(kind, merged, known if needs is None else needs)
    year = activity.year
    changes = audit.update(activity, merged, version=version)
    if members is not None:
        changes |= replace_attendance(activity, members)
    elif merged["status"] == Status.HELD and kind.form in rules.ATTENDED_BY_NAME:
        require_attendance(activity.attendances.exists())
    changes |= replace_needs(activity, known, wanted)
    attach_sent(activity, activity.unit, files, by=by, at=at)
    if changes:
        log(verb, activity, kind, by=by, at=at, changes=changes, was=year)


def postpone_activity(
    activity: Activity, *, on: date, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Put off to a later day; the day first named stays in the history."""
    rules.check_postponed(activity.on, on)
    values = {"status": Status.POSTPONED, "on": on, "status_reason": reason}
    amend_activity(
        activity, values, version=version, by=by, at=at, verb="postpone_activity"
    )


def cancel_activity(
    activity: Activity, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """It will not be held; the record stays with the reason."""
    values = {"status": Status.CANCELLED, "status_reason": reason}
    amend_activity(
        activity, values, version=version, by=by, at=at, verb="cancel_activity"
    )


@transaction.atomic
def withdraw_activity(
    activity: Activity,
    *,
    reason: str,
    version: int,
    by: Actor,
    at: datetime,
    under: Permission | None = None,
) -> None:
    """The record stays readable with its reason, and no figure counts it any more."""
    today = timezone.localdate(at)
    access.check(by, under or activity.written_with, activity.unit, on=today)
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
