"""What an act leaves behind: the step people read, the audit entry, and the clocks."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from danvan.foundation import programme
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.documents.actions import attach_sent
from danvan.records.matters import rules
from danvan.records.matters.actions import checks
from danvan.records.matters.choices import Kind
from danvan.records.matters.models import Matter, Seal, Step

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
    step(verb, matter, by=by, at=at, text=text).save(force_insert=True)
    audit.record(
        f"{verb}_matter",
        matter,
        by=by,
        at=at,
        unit_id=unit_id,
        changes=changes,
        reason=reason,
    )


def step(
    verb: str, matter: Matter, *, by: audit.Actor, at: datetime, text: str = ""
) -> Step:
    """What people read of an act, where the matter stands after it; not saved yet."""
    return Step(
        matter=matter,
        at=at,
        verb=verb,
        state=matter.state,
        unit_id=matter.holder_id,
        body=matter.body,
        text=text,
        actor=by.get_full_name()[:200],
    )


def start(rule: str, matter: Matter, on: date, *, by: Actor, at: datetime) -> None:
    title = matter.title
    deadlines.start(matter, matter.holder, rule, title=title, on=on, by=by, at=at)


def start_report(matter: Matter, on: date, *, by: Actor, at: datetime) -> None:
    """Of a hot spot the report to those above is owed until its step is ticked."""
    if matter.kind != Kind.HOT_SPOT:
        return
    first = [step.id for step in programme.current().hot_spot_steps[:1]]
    if not matter.checks.filter(step__in=first).exists():
        start(HOT, matter, on, by=by, at=at)


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
        attach_sent(matter, checks.files_of(matter, by, at), files, by=by, at=at)
