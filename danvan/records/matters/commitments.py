"""Words an official gave: giving, keeping, putting off, and letting go."""

import uuid
from collections.abc import Iterable
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
from danvan.foundation.audit.once import agrees, insert_once
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.documents.actions import attach_sent
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.matters import rules, texts
from danvan.records.matters.choices import Promise
from danvan.records.matters.models import Commitment, Matter
from danvan.shared.dates import short
from danvan.shared.refusals import Refused

CLOCK = "commitment"
GIVEN = ("text", "body", "owner", "given_on", "due_on")


@transaction.atomic
def give(
    unit: Unit,
    *,
    text: str,
    body: str,
    owner: str,
    given_on: date,
    due_on: date,
    by: Actor,
    at: datetime,
    activity: Activity | None = None,
    matter: Matter | None = None,
    uid: uuid.UUID | None = None,
) -> Commitment:
    """Keep what was promised; the same `uid` with the same content gives the first."""
    today = timezone.localdate(at)
    access.check(by, Permission.WRITE, unit, on=today)
    values = texts.tidied({"text": text, "body": body, "owner": owner})
    texts.filled(values, asked())
    rules.check_day(given_on, since=None, today=today, field="given_on")
    check_due(due_on, given_on)
    commitment = Commitment(
        uid=uid or uuid.uuid4(),
        unit=unit,
        activity=activity,
        matter=matter,
        given_on=given_on,
        due_on=due_on,
        recorded_at=at,
        **values,
    )
    same = agrees(commitment, "unit_id", "activity_id", "matter_id", *GIVEN)
    commitment, fresh = insert_once(commitment, same=same)
    if fresh:
        log("give_commitment", commitment, by=by, at=at)
        deadlines.start(
            *(commitment, unit, CLOCK),
            title=str(commitment),
            on=given_on,
            due=due_on,
            by=by,
            at=at,
        )
    return commitment


def asked() -> dict[str, str]:
    return {
        "text": _("Enter what was promised"),
        "body": _("Enter the body that promised"),
        "owner": _("Enter the official in charge"),
    }


def check_due(due_on: date, given_on: date) -> None:
    if due_on < given_on:
        raise Refused(
            _("Enter a day on or after %(day)s, when the promise was given")
            % {"day": short(given_on)},
            field="due_on",
        )


@transaction.atomic
def keep(
    commitment: Commitment,
    *,
    kept_on: date,
    proof: str,
    version: int,
    by: Actor,
    at: datetime,
    files: Iterable[UploadedFile] = (),
) -> None:
    """It was done, on that day, and this shows it."""
    today = checked(commitment, by, at)
    words = texts.tidied({"proof": proof})
    texts.filled(words, {"proof": _("Enter what shows that it was done")})
    since = commitment.given_on
    rules.check_day(kept_on, since=since, today=today, field="kept_on")
    values = {"state": Promise.KEPT, "kept_on": kept_on, **words}
    changes = audit.update(commitment, values, version=version)
    log("keep_commitment", commitment, by=by, at=at, changes=changes)
    deadlines.stop(commitment, CLOCK, on=kept_on, by=by, at=at)
    attach_sent(commitment, commitment.unit, files, by=by, at=at)


@transaction.atomic
def postpone(
    commitment: Commitment,
    *,
    due_on: date,
    reason: str,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Another day, and why; the day first promised stays in sight."""
    checked(commitment, by, at)
    check_due(due_on, commitment.given_on)
    if due_on == commitment.due_on:
        raise Refused(_("Enter another day than the one promised"), field="due_on")
    why = texts.reason(reason)
    changes = audit.update(commitment, {"due_on": due_on}, version=version)
    log("postpone_commitment", commitment, by=by, at=at, changes=changes, reason=why)
    deadlines.move(commitment, CLOCK, due=due_on, reason=why, by=by, at=at)


@transaction.atomic
def release(
    commitment: Commitment, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """It is owed no longer, and why."""
    checked(commitment, by, at)
    why = texts.reason(reason)
    values = {"state": Promise.RELEASED, "reason": why}
    changes = audit.update(commitment, values, version=version)
    changes.pop("reason", None)
    log("release_commitment", commitment, by=by, at=at, changes=changes, reason=why)
    deadlines.drop(commitment, CLOCK, by=by, at=at)


def checked(commitment: Commitment, by: Actor, at: datetime) -> date:
    """Today, once the person may write there and the commitment is still owed."""
    today = timezone.localdate(at)
    access.check(by, Permission.WRITE, commitment.unit, on=today)
    if commitment.state != Promise.OPEN:
        raise Refused(
            _("This commitment stands as “%(state)s” and cannot be changed any more")
            % {"state": Promise(commitment.state).label}
        )
    return today


def log(verb: str, commitment: Commitment, **words: Any) -> None:
    audit.record(verb, commitment, unit_id=commitment.unit_id, **words)
