"""The yearly lists of documents people are to be told of, and their audiences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.models import Audience, Directive
from danvan.shared.dates import short
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc


@transaction.atomic
def list_directive(
    unit: Unit,
    *,
    year: int,
    number: str,
    about: str,
    listed_on: date,
    by: Actor,
    at: datetime,
    issued_on: date | None = None,
) -> Directive:
    """Put a document on the unit's list of a year; one taken off comes back.

    Coming back it keeps its first day, so that figures of then stay as they were.
    """
    access.check(by, Permission.LIST_DIRECTIVES, unit, on=timezone.localdate(at))
    number, about = nfc(number), nfc(about)
    check_directive(number, about, issued_on, listed_on, timezone.localdate(at))
    values = {"about": about, "issued_on": issued_on, "listed_on": listed_on}
    known = Directive.objects.filter(unit=unit, year=year, number=number).first()
    if known is None:
        try:
            with transaction.atomic():
                made = Directive.objects.create(
                    unit=unit, year=year, number=number, **values
                )
        except IntegrityError as error:
            raise listed_before(number, year) from error
        log("list_directive", made, by=by, at=at)
        return made
    if known.withdrawn_on is None:
        raise listed_before(number, year)
    first = min(known.listed_on, listed_on)
    check_issued(issued_on, first)
    back = values | {"listed_on": first, "withdrawn_on": None}
    changes = audit.update(known, back, version=known.version)
    log("list_directive", known, by=by, at=at, changes=changes)
    return known


def listed_before(number: str, year: int) -> Refused:
    return Refused(
        _("%(number)s is already on the list of %(year)d")
        % {"number": number, "year": year},
        field="number",
    )


def check_directive(
    number: str, about: str, issued_on: date | None, listed_on: date, today: date
) -> None:
    if not number:
        raise Refused(_("Enter the number and symbol"), field="number")
    if not about:
        raise Refused(_("Enter what the document is about"), field="about")
    if listed_on > today:
        raise Refused(_("Enter a date that is not in the future"), field="listed_on")
    check_issued(issued_on, listed_on)
    refuse_personal_numbers({"about": (_("Abstract"), about)})


def check_issued(issued_on: date | None, listed_on: date) -> None:
    if issued_on and issued_on > listed_on:
        raise Refused(
            _("A document is issued before it is listed; enter an earlier date"),
            field="issued_on",
        )


@transaction.atomic
def withdraw_directive(
    directive: Directive, *, on: date, by: Actor, at: datetime
) -> None:
    """From that day the document is no longer on the list; its sessions stay."""
    unit, today = directive.unit, timezone.localdate(at)
    access.check(by, Permission.LIST_DIRECTIVES, unit, on=today)
    if directive.withdrawn_on is not None:
        raise Refused(_("This document was already taken off the list"))
    if not directive.listed_on <= on <= today:
        raise Refused(
            _("Enter a date from %(first)s to %(today)s")
            % {"first": short(directive.listed_on), "today": short(today)},
            field="on",
        )
    changes = audit.update(directive, {"withdrawn_on": on}, version=directive.version)
    log("withdraw_directive", directive, by=by, at=at, changes=changes)


@transaction.atomic
def declare_audience(
    directive: Directive,
    unit: Unit,
    *,
    count: int,
    source: str,
    declared_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Audience:
    """Say for how many people of a commune a document is meant, and who says so.

    `version` is the one the person saw, 0 for "none yet"; None asks no question.
    Amended, it holds since the day first declared: figures of then keep a need.
    """
    today = timezone.localdate(at)
    access.check(by, Permission.WRITE, unit, on=today)
    source = nfc(source)
    check_audience(unit, count, source, declared_on, today)
    require_listed(directive, unit, year=directive.year, on=declared_on)
    values = {"count": count, "source": source, "declared_on": declared_on}
    made = first_audience(directive, unit, values)
    if made is not None:
        log_audience("declare_audience", made, by=by, at=at)
        return made
    known = Audience.objects.get(directive=directive, unit=unit)
    values["declared_on"] = min(known.declared_on, declared_on)
    seen = known.version if version is None else version
    changes = audit.update(known, values, version=seen)
    if changes:
        log_audience("amend_audience", known, by=by, at=at, changes=changes)
    return known


def first_audience(
    directive: Directive, unit: Unit, values: Mapping[str, Any]
) -> Audience | None:
    """The declaration, or None when there is one, be it made this very moment."""
    if Audience.objects.filter(directive=directive, unit=unit).exists():
        return None
    try:
        with transaction.atomic():
            return Audience.objects.create(directive=directive, unit=unit, **values)
    except IntegrityError:
        return None


def check_audience(
    unit: Unit, count: int, source: str, declared_on: date, today: date
) -> None:
    if unit.level != Level.COMMUNE:
        raise Refused(_("An audience is declared for one commune"))
    if count <= 0:
        raise Refused(
            _("Enter how many people the document is meant for, 1 or more"),
            field="count",
        )
    if not source:
        raise Refused(_("Enter where the figure comes from"), field="source")
    if declared_on > today:
        raise Refused(_("Enter a date that is not in the future"), field="declared_on")
    refuse_personal_numbers({"source": (_("Source of the figure"), source)})


def require_listed(directive: Directive, unit: Unit, *, year: int, on: date) -> None:
    """Refuse a document of another year or place, or one off the list by that day."""
    if directive.year != year:
        raise Refused(
            _("%(number)s is on the list of %(listed)d, not of %(year)d")
            % {"number": directive.number, "listed": directive.year, "year": year},
            field="directive",
        )
    if directive.withdrawn_on is not None and directive.withdrawn_on <= on:
        raise Refused(
            _("%(number)s was taken off the list on %(day)s")
            % {"number": directive.number, "day": short(directive.withdrawn_on)},
            field="directive",
        )
    if not applies(directive, unit):
        raise Refused(
            _("%(number)s is on a list that does not cover %(unit)s")
            % {"number": directive.number, "unit": unit},
            field="directive",
        )


def applies(directive: Directive, unit: Unit) -> bool:
    """Whether the list is the unit's own or that of a unit above it, then or now."""
    if directive.unit_id in {unit.pk, unit.parent_id}:
        return True
    if unit.parent and unit.parent.parent_id == directive.unit_id:
        return True
    return Directive.objects.filter(pk=directive.pk).applying_to(unit).exists()


def log(verb: str, directive: Directive, **words: object) -> None:
    years = (directive.year, directive.year)
    audit.record(verb, directive, unit_id=directive.unit_id, years=years, **words)


def log_audience(verb: str, audience: Audience, **words: object) -> None:
    year = audience.directive.year
    unit_id = audience.unit_id
    audit.record(verb, audience, unit_id=unit_id, years=(year, year), **words)
