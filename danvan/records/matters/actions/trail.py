"""What an act leaves behind: the step people read, the audit entry, and the clocks."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.documents import actions as documents
from danvan.foundation.units.models import Unit
from danvan.records.matters import rules
from danvan.records.matters.actions import checks
from danvan.records.matters.models import Matter, Seal, Step
from danvan.shared.refusals import Refused

RECEIVED, ANSWERED, HOT = "matter_received", "matter_answered", "hot_spot"
CLOCKS = (RECEIVED, ANSWERED, HOT)


def save(
    verb: str,
    matter: Matter,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    text: str = "",
    reason: str = "",
) -> None:
    """Store the new values under that version, with step and audit entry."""
    where = matter.holder_id
    changes = audit.update(matter, values, version=version)
    leave(
        *(verb, matter),
        by=by,
        at=at,
        changes=changes,
        unit_id=where,
        text=text or reason,
        reason=reason,
    )


def leave(
    verb: str,
    matter: Matter,
    *,
    by: Actor,
    at: datetime,
    unit_id: int,
    changes: Mapping[str, Any] | None = None,
    text: str = "",
    reason: str = "",
) -> None:
    Step.objects.create(
        matter=matter,
        at=at,
        verb=verb,
        state=matter.state,
        unit_id=matter.holder_id,
        body=matter.body,
        text=text,
        actor=by.get_full_name()[:200],
    )
    audit.record(
        f"{verb}_matter",
        matter,
        by=by,
        at=at,
        unit_id=unit_id,
        changes=changes,
        reason=reason,
    )


def start(rule: str, matter: Matter, on: date, *, by: Actor, at: datetime) -> None:
    title = matter.title
    deadlines.start(matter, matter.holder, rule, title=title, on=on, by=by, at=at)


def stop(rules_: Iterable[str], matter: Matter, *, on: date, **who: Any) -> None:
    for rule in rules_:
        deadlines.stop(matter, rule, on=on, **who)


def drop(rules_: Iterable[str], matter: Matter, **who: Any) -> None:
    for rule in rules_:
        deadlines.drop(matter, rule, **who)


def hand_over(rule: str, matter: Matter, **who: Any) -> None:
    deadlines.hand_over(matter, rule, matter.holder, **who)


def time_seal(matter: Matter, on: date) -> None:
    """Set or clear the day its name is erased, as its state asks."""
    seal = Seal.objects.defer("box").filter(matter=matter).first()
    if seal is None:
        return
    months = programme.current().privacy.erase_after_months
    day = rules.erasure(matter.state, seal.erase_on, on, months)
    Seal.objects.filter(pk=seal.pk).update(erase_on=day)


def attach(
    matter: Matter, files: Iterable[UploadedFile], *, by: Actor, at: datetime
) -> None:
    if files := list(files):
        place: Unit = checks.files_of(matter, by, at)
        try:
            documents.attach_all(matter, place, files, by=by, at=at)
        except Refused as refused:
            raise Refused(refused.sentence, field="files") from refused
