"""Starting, moving and ending clocks, inside the act of the room that owes them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines.counting import counted_due, rule_of
from danvan.foundation.deadlines.models import Clock, Pause
from danvan.foundation.deadlines.queries import working_calendar
from danvan.foundation.units.models import Unit
from danvan.shared.text import nfc

TITLE = 200
OWN = {"path", "is_named"}
"""Columns that only the program reads; the log leaves them out."""


@transaction.atomic
def start(
    subject: models.Model,
    unit: Unit,
    rule: str,
    *,
    title: str,
    on: date,
    by: Actor,
    at: datetime,
    due: date | None = None,
) -> Clock | None:
    """The running clock of that record and rule, begun now if there is none.

    `on` is the day counted from, for a rule that counts back the day of the event;
    `due` names the day instead of counting it. A clock that already runs keeps its
    terms and follows a changed `on`, `due`, unit or title. None: the programme file
    has no such deadline, so nothing is owed.
    """
    clock = running_clock(subject, rule)
    if clock is None:
        clock, fresh = begin(subject, unit, rule, title=title, on=on, due=due)
        if clock is None:
            return None
        if fresh:
            changes = {"due_on": [None, clock.due_on]}
            log("start_deadline", clock, by=by, at=at, changes=changes)
            return clock
    align(clock, subject, unit, title=title, on=on, due=due, by=by, at=at)
    return clock


def running_clock(subject: models.Model, rule: str) -> Clock | None:
    return next(iter(running_clocks(subject, [rule])), None)


def running_clocks(subject: models.Model, rules: Iterable[str]) -> list[Clock]:
    """Locked until the act is over, so that two people do not both end one."""
    rows = Clock.objects.of(subject).running().filter(rule__in=rules).order_by("pk")
    return list(rows.select_for_update(of=("self",)).select_related("unit"))


def begin(
    subject: models.Model,
    unit: Unit,
    rule: str,
    *,
    title: str,
    on: date,
    due: date | None,
) -> tuple[Clock | None, bool]:
    """(the clock, whether this call made it)."""
    terms = rule_of(rule)
    if terms is None:
        return None, False
    clock = Clock(
        unit=unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        rule=rule,
        title=nfc(title)[:TITLE],
        path=path_of(subject),
        started_on=on,
        due_on=due or on,
        is_named=due is not None,
        days=terms.days,
        is_working_days=terms.counting == "working",
        is_before=terms.before,
        warn=terms.warn,
        climb=terms.climb,
        climb_again=terms.climb_again,
    )
    if due is None:
        clock.due_on = counted_due(clock, working_calendar())
    clock.first_due_on = clock.due_on
    return insert_once(clock, subject, rule)


def path_of(subject: models.Model) -> str:
    return str(subject.get_absolute_url())  # type: ignore[attr-defined]


def insert_once(
    clock: Clock, subject: models.Model, rule: str
) -> tuple[Clock | None, bool]:
    try:
        with transaction.atomic():
            clock.save(force_insert=True)
    except IntegrityError:
        first = running_clock(subject, rule)
        if first is None:
            raise
        return first, False
    return clock, True


def align(
    clock: Clock,
    subject: models.Model,
    unit: Unit,
    *,
    title: str,
    on: date,
    due: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """Bring a running clock to what its record says now."""
    values: dict[str, Any] = {
        "unit": unit,
        "title": nfc(title)[:TITLE],
        "path": path_of(subject),
        "started_on": on,
    }
    if due is not None:
        values |= {"due_on": due, "is_named": True}
    elif on != clock.started_on:
        values["due_on"] = recounted(clock, on)
    if changes := change(clock, values):
        log("move_deadline", clock, by=by, at=at, changes=changes)


def recounted(clock: Clock, on: date) -> date:
    """The due day if it were counted from another day."""
    was, clock.started_on = clock.started_on, on
    try:
        return counted_due(clock, working_calendar())
    finally:
        clock.started_on = was


@transaction.atomic
def stop(subject: models.Model, *rules: str, on: date, by: Actor, at: datetime) -> None:
    """What was owed is done, on that day. Nothing happens when no clock runs."""
    for clock in running_clocks(subject, rules):
        end(clock, on, verb="stop_deadline", by=by, at=at)


@transaction.atomic
def drop(subject: models.Model, *rules: str, by: Actor, at: datetime) -> None:
    """It is no longer owed: its record was withdrawn or cancelled."""
    today = timezone.localdate(at)
    for clock in running_clocks(subject, rules):
        end(clock, today, verb="drop_deadline", by=by, at=at, dropped=True)


def end(
    clock: Clock,
    on: date,
    *,
    verb: str,
    by: Actor,
    at: datetime,
    dropped: bool = False,
) -> None:
    end_pause(clock, on)
    values = {"stopped_on": on, "dropped": dropped, "paused_on": None}
    log(verb, clock, by=by, at=at, changes=change(clock, values))


def end_pause(clock: Clock, on: date) -> None:
    """Let the clock run on from that day, if it stands still."""
    if clock.paused_on is not None:
        Pause.objects.filter(clock=clock, ends=None).update(
            ends=max(on, clock.paused_on)
        )


@transaction.atomic
def move(
    subject: models.Model,
    rule: str,
    *,
    due: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Another due day, with a reason; the first one stays to be seen beside it.

    Of a clock that counts back, `due` is the new day of the event.
    """
    clock = running_clock(subject, rule)
    if clock is None:
        return
    values: dict[str, Any] = {"due_on": due, "is_named": True, "paused_on": None}
    if clock.is_before:
        values = {"started_on": due, "due_on": recounted(clock, due)}
    end_pause(clock, timezone.localdate(at))
    if changes := change(clock, values):
        words = nfc(reason)
        log("move_deadline", clock, by=by, at=at, changes=changes, reason=words)


@transaction.atomic
def hand_over(
    subject: models.Model, rule: str, unit: Unit, *, by: Actor, at: datetime
) -> None:
    """Another unit owes it now; the day does not move."""
    if clock := running_clock(subject, rule):
        before = clock.unit_id
        if changes := change(clock, {"unit": unit}):
            log("hand_over_deadline", clock, by=by, at=at, changes=changes)
            # Whoever owed it can still read that it went.
            log(
                "hand_over_deadline",
                clock,
                by=by,
                at=at,
                changes=changes,
                unit_id=before,
            )


def change(clock: Clock, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Save what differs, of a clock that is locked; {field: [old, new]}."""
    new = {name: v for name, v in values.items() if getattr(clock, name) != v}
    changes = {name: [getattr(clock, name), value] for name, value in new.items()}
    if new:
        Clock.objects.filter(pk=clock.pk).update(**new, version=F("version") + 1)
        clock.version += 1
    for name, value in new.items():
        setattr(clock, name, value)
    return {name: pair for name, pair in changes.items() if name not in OWN}


def log(
    verb: str,
    clock: Clock,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any],
    reason: str = "",
    unit_id: int | None = None,
) -> None:
    audit.record(
        verb,
        clock,
        by=by,
        at=at,
        unit_id=unit_id or clock.unit_id,
        changes=changes,
        reason=reason,
    )
