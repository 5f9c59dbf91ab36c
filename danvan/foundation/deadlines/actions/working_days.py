"""Changing the working calendar, and every running clock that it moves."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.delivered import delivered
from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.foundation.deadlines.queries import moves, working_calendar
from danvan.foundation.deadlines.rules import DayRow, is_weekday
from danvan.shared.dates import short
from danvan.shared.refusals import SOMEBODY_WAS_FASTER, Refused
from danvan.shared.text import nfc

COLUMNS = ("is_working", "name", "source", "is_bundled", "is_removed")


def check_manager(by: Actor, at: datetime) -> None:
    """One calendar for all: whoever keeps it anywhere keeps it for everybody."""
    today = timezone.localdate(at)
    if not by.root_units(today, Permission.MANAGE_CALENDAR):
        raise Refused(_("This account does not keep the working calendar."))


@transaction.atomic
def set_days(rows: Sequence[DayRow], *, by: Actor, at: datetime) -> int:
    """Enter or overwrite days; how many running clocks moved."""
    check_manager(by, at)
    return put(rows, by=by, at=at, is_bundled=False)


@transaction.atomic
def change_day(row: DayRow, *, version: int | None, by: Actor, at: datetime) -> int:
    """Enter one day, or change it if `version` is still the stored one."""
    check_manager(by, at)
    stored = CalendarDay.objects.filter(day=row.day).first()
    if stored is None or stored.is_removed:
        return put([row], by=by, at=at, is_bundled=False)
    values = values_of(row, is_bundled=False)
    changes = audit.update(stored, values, version=version or 0)
    if shown := told(changes):
        log("change_calendar_day", stored, by=by, at=at, changes=shown)
    return recount([row.day], by=by, at=at)


@transaction.atomic
def remove_day(
    stored: CalendarDay, *, reason: str, version: int, by: Actor, at: datetime
) -> int:
    """The day follows its weekday again; no delivered file puts it back."""
    check_manager(by, at)
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Enter why the day is taken out"), field="reason")
    if stored.is_removed:
        raise Refused(_("This day was already taken out"))
    values = {"is_removed": True, "is_bundled": False}
    changes = told(audit.update(stored, values, version=version))
    log("remove_calendar_day", stored, by=by, at=at, changes=changes, reason=reason)
    return recount([stored.day], by=by, at=at)


@transaction.atomic
def load_bundled(*, by: Actor, at: datetime) -> int:
    """Bring the delivered days up to the delivered file; how many days changed.

    A day that a person entered, changed or took out stays as that person left it.
    Whoever may run this needs no permission: the file is part of the program.
    """
    rows = {row.day: row for row in delivered()}
    kept = CalendarDay.objects.filter(is_bundled=False, day__in=rows)
    for day in kept.values_list("day", flat=True):
        del rows[day]
    gone = CalendarDay.objects.filter(is_bundled=True, is_removed=False)
    gone = gone.exclude(day__in=rows)
    changed = [*differing(rows.values()), *gone]
    put(list(rows.values()), by=by, at=at, is_bundled=True, gone=gone)
    return len(changed)


def differing(rows: Iterable[DayRow]) -> list[date]:
    stored = {day.day: day for day in CalendarDay.objects.all()}
    return [
        row.day
        for row in rows
        if row.day not in stored
        or differences(stored[row.day], values_of(row, is_bundled=True))
    ]


def put(
    rows: Sequence[DayRow],
    *,
    by: Actor,
    at: datetime,
    is_bundled: bool,
    gone: Iterable[CalendarDay] = (),
) -> int:
    """Save the days that differ, each with its entry; how many clocks moved."""
    check_rows(rows)
    stored = {
        day.day: day
        for day in CalendarDay.objects.filter(
            day__in=[row.day for row in rows]
        ).select_for_update()
    }
    touched, entries = [], []
    for day in gone:
        entries.append(save(day, {"is_removed": True}, by=by, at=at))
        touched.append(day.day)
    for row in rows:
        values = values_of(row, is_bundled=is_bundled)
        known = stored.get(row.day)
        if known is None or differences(known, values):
            day = known or CalendarDay(day=row.day)
            entries.append(save(day, values, by=by, at=at))
            touched.append(row.day)
    audit.record_many(entries)
    return recount(touched, by=by, at=at)


def check_rows(rows: Sequence[DayRow]) -> None:
    for row in rows:
        if fault := fault_of(row):
            raise Refused(fault, field="is_working")


def fault_of(row: DayRow) -> str:
    """Why the day needs no entry, in words; "" when it does."""
    if row.is_working and is_weekday(row.day):
        return _(
            "%(day)s is a working day anyway. Only a Saturday or Sunday that is worked "
            "needs an entry"
        ) % {"day": short(row.day)}
    return ""


def values_of(row: DayRow, *, is_bundled: bool) -> dict[str, Any]:
    return {
        "is_working": row.is_working,
        "name": nfc(row.name),
        "source": nfc(row.source),
        "is_bundled": is_bundled,
        "is_removed": False,
    }


def differences(day: CalendarDay, values: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [getattr(day, name), value]
        for name, value in values.items()
        if getattr(day, name) != value
    }


def told(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Without what only the program keeps."""
    return {name: pair for name, pair in changes.items() if name != "is_bundled"}


def save(day: CalendarDay, values: dict[str, Any], *, by: Actor, at: datetime) -> Entry:
    is_new = day.pk is None
    changes = differences(day, values)
    if is_new:
        changes = {n: [None, values[n]] for n in ("is_working", "name", "source")}
    for name, value in values.items():
        setattr(day, name, value)
    day.version += not is_new
    try:
        with transaction.atomic():
            day.save()
    except IntegrityError as error:
        raise Refused(SOMEBODY_WAS_FASTER) from error
    verb = "set_calendar_day" if not values["is_removed"] else "remove_calendar_day"
    return audit.entry(verb, day, by=by, at=at, unit_id=None, changes=told(changes))


def log(
    verb: str,
    day: CalendarDay,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, list[Any]],
    reason: str = "",
) -> None:
    audit.record(verb, day, by=by, at=at, unit_id=None, changes=changes, reason=reason)


def recount(days: Collection[date], *, by: Actor, at: datetime) -> int:
    """Move the running clocks that these days touch; the first due day stays."""
    locked = Clock.objects.select_for_update(of=("self",))
    moved = moves(locked, days, working_calendar())
    entries = []
    why = _("Working calendar: %(days)s") % {"days": in_words(days)}
    for clock, due in moved:
        changes = {"due_on": [clock.due_on, due]}
        clock.due_on = due
        clock.version += 1
        entries.append(
            audit.entry(
                "recount_deadline",
                clock,
                by=by,
                at=at,
                unit_id=clock.unit_id,
                changes=changes,
                reason=why,
            )
        )
    Clock.objects.bulk_update(
        [clock for clock, _due in moved], ["due_on", "version"], batch_size=500
    )
    audit.record_many(entries)
    return len(moved)


def in_words(days: Collection[date]) -> str:
    """The first few days; a whole year's list would drown the entry."""
    first = sorted(days)[:5]
    more = "…" if len(days) > len(first) else ""
    return ", ".join(map(short, first)) + more
