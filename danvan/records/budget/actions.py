"""Entering a budget line, approving, allocating and spending it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.once import agrees, insert_once
from danvan.foundation.documents.actions import attach_sent
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit
from danvan.records.budget import known, rules
from danvan.records.budget.models import Expense, Line
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

FACTS = ("source", "programme_task", "text", "estimate")
"""Columns a person may change; unit and year never change once entered."""

type Files = Iterable[UploadedFile]


@transaction.atomic
def add_line(
    unit: Unit,
    *,
    year: int,
    source: str,
    text: str,
    estimate: int,
    by: Actor,
    at: datetime,
    programme_task: str = "",
    files: Files = (),
    uid: uuid.UUID | None = None,
) -> Line:
    """Keep one line with its estimate. The same `uid` gives the first line again."""
    access.check(by, Permission.WRITE, unit, on=timezone.localdate(at))
    given = {
        "source": source,
        "programme_task": programme_task,
        "text": text,
        "estimate": estimate,
    }
    values = checked(given)
    check_year(unit, year)
    line = Line(uid=uid or uuid.uuid4(), unit=unit, year=year, **values)
    line, fresh = insert_once(line, same=agrees(line, "unit_id", "year", *FACTS))
    if fresh:
        changes = audit.appeared(values)
        log("add_line", line, line, by=by, at=at, changes=changes)
    attach_sent(line, line.unit, files, by=by, at=at)
    return line


@transaction.atomic
def amend_line(
    line: Line,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    files: Files = (),
) -> None:
    """Change some columns of FACTS."""
    check_standing(line, by, at)
    stored = {name: getattr(line, name) for name in FACTS}
    merged = checked(stored | {n: v for n, v in values.items() if n in FACTS}, stored)
    changes = audit.update(line, merged, version=version)
    if changes:
        log("amend_line", line, line, by=by, at=at, changes=changes)
    attach_sent(line, line.unit, files, by=by, at=at)


@transaction.atomic
def approve(
    line: Line,
    *,
    amount: int,
    number: str,
    version: int,
    by: Actor,
    at: datetime,
    files: Files = (),
) -> None:
    """Keep what was approved by the paper of that number; again: a new amount."""
    check_standing(line, by, at, Permission.APPROVE)
    stored = locked(line)
    rules.check_amount(amount, least=0)
    rules.check_approved(amount, allocated=stored.allocated)
    values = {"approved": amount, "approved_no": paper(number)}
    changes = audit.update(line, values, version=version)
    if changes:
        log("approve", line, line, by=by, at=at, changes=changes)
    attach_sent(line, line.unit, files, by=by, at=at)


@transaction.atomic
def allocate(
    line: Line,
    *,
    amount: int,
    number: str,
    version: int,
    by: Actor,
    at: datetime,
    files: Files = (),
) -> None:
    """Keep what was handed on; never more than approved, never less than spent."""
    check_standing(line, by, at)
    stored = locked(line)
    rules.check_amount(amount, least=0)
    rules.check_allocated(amount, approved=stored.approved, spent=spent_of(line))
    values = {"allocated": amount, "allocated_no": paper(number)}
    changes = audit.update(line, values, version=version)
    if changes:
        log("allocate", line, line, by=by, at=at, changes=changes)
    attach_sent(line, line.unit, files, by=by, at=at)


@transaction.atomic
def spend(
    line: Line,
    *,
    on: date,
    amount: int,
    text: str,
    voucher_no: str,
    by: Actor,
    at: datetime,
    files: Files = (),
    uid: uuid.UUID | None = None,
) -> Expense:
    """Keep one expense with its voucher, as long as the allocation covers it."""
    check_standing(line, by, at)
    stored = locked(line)
    rules.check_amount(amount, least=1)
    rules.check_day(on, year=line.year, today=timezone.localdate(at))
    expense = Expense(
        uid=uid or uuid.uuid4(),
        line=line,
        on=on,
        amount=amount,
        text=checked_text(text),
        voucher_no=paper(voucher_no, field="voucher_no"),
    )
    if not Expense.objects.filter(uid=expense.uid).exists():
        rules.check_room(amount, allocated=stored.allocated, spent=spent_of(line))
    columns = ("line_id", "on", "amount", "text", "voucher_no")
    expense, fresh = insert_once(expense, same=agrees(expense, *columns))
    if fresh:
        changes = {"amount": [None, amount], "voucher_no": [None, expense.voucher_no]}
        log("spend", expense, line, by=by, at=at, changes=changes)
    attach_sent(expense, line.unit, files, by=by, at=at)
    return expense


@transaction.atomic
def withdraw_expense(expense: Expense, *, reason: str, by: Actor, at: datetime) -> None:
    """The expense stays readable with its reason, and no sum counts it any more."""
    line = expense.line
    check_standing(line, by, at)
    locked(line)
    reason = checked_reason(reason)
    standing = Expense.objects.standing().filter(pk=expense.pk)
    if not standing.update(withdrawn_at=at, reason=reason):
        raise Refused(_("This expense was already withdrawn"))
    expense.withdrawn_at, expense.reason = at, reason
    changes = {"amount": [expense.amount, None]}
    log("withdraw_expense", expense, line, by=by, at=at, changes=changes, reason=reason)


@transaction.atomic
def withdraw_line(
    line: Line, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Take a line out of all sums; money spent from it has to be withdrawn before."""
    check_standing(line, by, at)
    locked(line)
    reason = checked_reason(reason)
    if spent := spent_of(line):
        rules.refuse_spent(spent)
    audit.update(line, {"withdrawn_at": at, "reason": reason}, version=version)
    log("withdraw_line", line, line, by=by, at=at, changes={}, reason=reason)


def check_standing(
    line: Line, by: Actor, at: datetime, permission: Permission = Permission.WRITE
) -> None:
    access.check(by, permission, line.unit, on=timezone.localdate(at))
    if line.withdrawn_at is not None:
        raise Refused(_("This line was withdrawn"))


def locked(line: Line) -> Line:
    """The stored line; whoever else changes its figures waits until this is done."""
    stored = Line.objects.select_for_update().get(pk=line.pk)
    if stored.withdrawn_at is not None:
        raise Refused(_("This line was withdrawn"))
    return stored


def spent_of(line: Line) -> int:
    standing = Expense.objects.standing().filter(line=line)
    return int(standing.aggregate(sum=Sum("amount"))["sum"] or 0)


def checked(
    values: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns as they may be saved; one that a record already has stays."""
    clean = dict(values)
    kept = before or {}
    sources = {source for source, _name in known.sources()} | {kept.get("source")}
    if clean["source"] not in sources:
        raise Refused(_("Choose the source of the money"), field="source")
    tasks = {task for _group, rows in known.tasks() for task, _name in rows}
    if clean["programme_task"] not in tasks | {"", kept.get("programme_task")}:
        raise Refused(_("Choose a task from the list"), field="programme_task")
    rules.check_amount(clean["estimate"], least=1, field="estimate")
    return clean | {"text": checked_text(clean["text"])}


def check_year(unit: Unit, year: int) -> None:
    if year not in known.years():
        raise Refused(_("Choose a year of the programme"), field="year")
    start, end = unit.valid_from.year, unit.valid_to
    if year < start or (end is not None and end <= date(year, 1, 1)):
        raise Refused(
            _("%(unit)s did not exist in %(year)d") % {"unit": unit, "year": year},
            field="year",
        )


def checked_text(text: str) -> str:
    text = nfc(text)
    if not text:
        raise Refused(_("Enter what the money is for"), field="text")
    refuse_personal_numbers({"text": (_("For what"), text)})
    return text


def checked_reason(reason: str) -> str:
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Enter why it is withdrawn"), field="reason")
    refuse_personal_numbers({"reason": (_("Reason"), reason)})
    return reason


def paper(number: str, *, field: str = "number") -> str:
    number = nfc(number)
    if not number:
        raise Refused(_("Enter the number of the paper"), field=field)
    return number


def log(
    verb: str,
    subject: Line | Expense,
    line: Line,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        verb,
        subject,
        by=by,
        at=at,
        unit_id=line.unit_id,
        years=(line.year, line.year),
        changes=changes,
        reason=reason,
    )
