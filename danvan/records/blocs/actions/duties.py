"""What each seated member answers for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.models import Entry
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.records.blocs.actions import checks
from danvan.records.blocs.models import Bloc, Duty, Seat
from danvan.shared.dates import format_date
from danvan.shared.refusals import Refused
from danvan.shared.text import fold, nfc, nfc_block


class DutyRow(NamedTuple):
    """A line of the duties of a bloc; `duty` None is new, an empty task ends it."""

    seat: Seat
    task: str
    villages: str
    duty: Duty | None = None
    version: int = 0


@transaction.atomic
def assign_duties(
    bloc: Bloc, rows: Iterable[DutyRow], *, on: date, by: Actor, at: datetime
) -> int:
    """All lines of one sitting or none; the number that changed anything."""
    checks.may_manage(by, bloc.unit, at)
    checks.locked_bloc(bloc.pk)
    return sum(_written(row, on, by=by, at=at) for row in rows)


def _written(row: DutyRow, on: date, *, by: Actor, at: datetime) -> bool:
    task, villages = nfc_block(row.task), nfc(row.villages)
    if row.duty is None:
        if task:
            words = {"task": task, "villages": villages}
            assign_duty(row.seat, **words, valid_from=on, by=by, at=at)
        return bool(task)
    if (task, villages) == (row.duty.task, row.duty.villages):
        return False
    if task:
        values = {"task": task, "villages": villages}
        amend_duty(row.duty, values, version=row.version, by=by, at=at)
    else:
        day = max(on, row.duty.valid_from)
        end_duty(row.duty, on=day, version=row.version, by=by, at=at)
    return True


@transaction.atomic
def assign_duty(
    seat: Seat,
    *,
    task: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    villages: str = "",
) -> Duty:
    today = checks.may_manage(by, seat.bloc.unit, at)
    stored = checks.open_seat(seat.pk)
    task, villages = nfc_block(task), nfc(villages)
    checks.near(valid_from, today, field="valid_from")
    _check_private(task, villages)
    _check_new(stored, task, villages, valid_from)
    duty = Duty.objects.create(
        seat=stored, task=task, villages=villages, valid_from=valid_from
    )
    audit.record(
        "assign_duty",
        duty,
        by=by,
        at=at,
        unit_id=stored.bloc.unit_id,
        years=checks.years(valid_from, today),
        changes=_given(duty),
    )
    return duty


def _check_private(task: str, villages: str) -> None:
    refuse_personal_numbers(
        {"task": (_("Duty"), task), "villages": (_("Villages in charge"), villages)}
    )


def _check_new(seat: Seat, task: str, villages: str, valid_from: date) -> None:
    if not task:
        raise Refused(_("Enter the duty."), field="task")
    if valid_from < seat.valid_from:
        raise Refused(
            _("%(name)s joined on %(day)s. Enter that day or a later one.")
            % {"name": seat.member, "day": format_date(seat.valid_from)},
            field="valid_from",
        )
    for duty in seat.duties.open():
        if (fold(duty.task), fold(duty.villages)) == (fold(task), fold(villages)):
            raise Refused(
                _("%(name)s already has this duty since %(day)s.")
                % {"name": seat.member, "day": format_date(duty.valid_from)},
                field="task",
            )


@transaction.atomic
def amend_duty(
    duty: Duty, values: Mapping[str, Any], *, version: int, by: Actor, at: datetime
) -> None:
    """Reword `task` or `villages`; Clash when somebody saved since `version`."""
    today = checks.may_manage(by, duty.seat.bloc.unit, at)
    stored = _open_duty(duty)
    wanted = {}
    if "task" in values:
        wanted["task"] = nfc_block(values["task"])
        if not wanted["task"]:
            raise Refused(_("Enter the duty."), field="task")
    if "villages" in values:
        wanted["villages"] = nfc(values["villages"])
    _check_private(wanted.get("task", ""), wanted.get("villages", ""))
    changed = audit.update(stored, wanted, version=version)
    for name, value in wanted.items():
        setattr(duty, name, value)
    duty.version = stored.version
    if changed:
        audit.record(
            "amend_duty",
            stored,
            by=by,
            at=at,
            unit_id=stored.seat.bloc.unit_id,
            years=checks.years(stored.valid_from, today),
            changes=changed,
        )


@transaction.atomic
def end_duty(
    duty: Duty, *, on: date, by: Actor, at: datetime, version: int | None = None
) -> None:
    """Clash when somebody saved since `version`; None ends it whatever was saved."""
    today = checks.may_manage(by, duty.seat.bloc.unit, at)
    stored = _open_duty(duty)
    if on < stored.valid_from:
        raise Refused(
            _("The duty was given on %(day)s. Enter that day or a later one.")
            % {"day": format_date(stored.valid_from)},
            field="on",
        )
    checks.near(on, today, field="on")
    seen = stored.version if version is None else version
    changes = audit.update(stored, {"valid_to": on}, version=seen)
    duty.valid_to, duty.version = on, stored.version
    audit.record(
        "end_duty",
        stored,
        by=by,
        at=at,
        unit_id=stored.seat.bloc.unit_id,
        years=checks.years(on, today),
        changes=changes,
    )


def _open_duty(duty: Duty) -> Duty:
    checks.open_seat(duty.seat_id)
    stored = Duty.objects.select_related("seat__member", "seat__bloc__unit")
    now = stored.get(pk=duty.pk)
    if now.valid_to is not None:
        raise Refused(
            _("This duty already ended on %(day)s.")
            % {"day": format_date(now.valid_to)}
        )
    return now


def end_all(seat: Seat, on: date, *, by: Actor, at: datetime) -> list[Duty]:
    """Duties that were to last beyond that day end on it, with the seat."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    ended = list(seat.duties.filter(lasting).order_by("valid_from", "pk"))
    entries = []
    for duty in ended:
        duty.seat = seat
        day = max(on, duty.valid_from)
        changes = audit.update(duty, {"valid_to": day}, version=duty.version)
        entries.append(_entry("end_duty", duty, day, changes, by=by, at=at))
    audit.record_many(entries)
    return ended


def carry_over(
    leaver: Seat, heir: Seat, on: date, *, by: Actor, at: datetime
) -> list[Duty]:
    """The open duties of one seat go on, word for word, on another."""
    going_on = [duty.pk for duty in leaver.duties.open()]
    ended = end_all(leaver, on, by=by, at=at)
    moved = Duty.objects.bulk_create(
        Duty(
            seat=heir,
            task=duty.task,
            villages=duty.villages,
            valid_from=max(on, duty.valid_from),
        )
        for duty in ended
        if duty.pk in going_on
    )
    audit.record_many(
        _entry("assign_duty", duty, duty.valid_from, _given(duty), by=by, at=at)
        for duty in moved
    )
    return moved


def _given(duty: Duty) -> dict[str, Any]:
    return {"task": [None, duty.task], "villages": [None, duty.villages]}


def _entry(
    verb: str,
    duty: Duty,
    day: date,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Entry:
    return audit.entry(
        verb,
        duty,
        by=by,
        at=at,
        unit_id=duty.seat.bloc.unit_id,
        years=checks.years(day, timezone.localdate(at)),
        changes=changes,
    )
