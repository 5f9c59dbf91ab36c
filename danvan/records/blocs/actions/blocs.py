"""Founding a bloc and giving it its rules of work."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.blocs.actions import checks
from danvan.records.blocs.choices import Cadence
from danvan.records.blocs.models import Bloc, Regulation
from danvan.shared.dates import format_date
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block


@transaction.atomic
def establish_bloc(
    unit: Unit, *, valid_from: date, by: Actor, at: datetime, decision_no: str = ""
) -> Bloc:
    today = checks.may_manage(by, unit, at)
    check_place(unit, valid_from)
    checks.near(valid_from, today, field="valid_from")
    rival = _rival(unit, valid_from)
    if rival:
        raise _second_bloc(rival)
    try:
        with transaction.atomic():
            bloc = Bloc.objects.create(
                unit=unit, valid_from=valid_from, decision_no=nfc(decision_no)
            )
    except IntegrityError as error:
        raise _second_bloc(Bloc.objects.open().get(unit=unit)) from error
    audit.record(
        "establish_bloc",
        bloc,
        by=by,
        at=at,
        unit_id=unit.pk,
        years=checks.years(valid_from, today),
        changes=audit.appeared(
            {"valid_from": valid_from, "decision_no": bloc.decision_no}
        ),
    )
    return bloc


def check_place(unit: Unit, day: date) -> None:
    if unit.level != Level.COMMUNE:
        raise Refused(
            _("%(unit)s is not a commune. Choose a commune, ward or township.")
            % {"unit": unit},
            field="unit",
        )
    if day < unit.valid_from:
        raise Refused(
            _("%(unit)s exists since %(day)s. Enter that day or a later one.")
            % {"unit": unit, "day": format_date(unit.valid_from)},
            field="valid_from",
        )
    if unit.valid_to is not None and day >= unit.valid_to:
        raise Refused(
            _("%(unit)s is no longer in force since %(day)s.")
            % {"unit": unit, "day": format_date(unit.valid_to)},
            field="unit",
        )


def _rival(unit: Unit, day: date) -> Bloc | None:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return Bloc.objects.select_related("unit").filter(lasting, unit=unit).first()


def _second_bloc(rival: Bloc) -> Refused:
    return Refused(
        _("%(bloc)s already exists since %(day)s. Work on that one.")
        % {"bloc": rival, "day": format_date(rival.valid_from)},
        field="unit",
    )


@transaction.atomic
def adopt_regulation(
    bloc: Bloc,
    *,
    adopted_on: date,
    by: Actor,
    at: datetime,
    document_no: str = "",
    cadence: str = Cadence.QUARTER,
    text: str = "",
    valid_from: date | None = None,
) -> Regulation:
    """A new version from `valid_from`, or from its adoption; it ends the one before."""
    today = checks.may_manage(by, bloc.unit, at)
    bloc = checks.locked_bloc(bloc.pk)
    checks.chosen(cadence, Cadence, field="cadence")
    start = valid_from or adopted_on
    check_adoption(bloc, adopted_on, start, today)
    check_private(text)
    before = _ended(bloc, start, by=by, at=at)
    numbers = Regulation.objects.filter(bloc=bloc).aggregate(last=Max("number"))
    regulation = Regulation.objects.create(
        bloc=bloc,
        number=(numbers["last"] or 0) + 1,
        document_no=nfc(document_no),
        adopted_on=adopted_on,
        cadence=cadence,
        text=nfc_block(text),
        valid_from=start,
    )
    audit.record(
        "adopt_regulation",
        regulation,
        by=by,
        at=at,
        unit_id=bloc.unit_id,
        years=checks.years(start, today),
        changes={"number": [before and before.number, regulation.number]},
    )
    return regulation


def check_adoption(bloc: Bloc, adopted_on: date, start: date, today: date) -> None:
    if adopted_on > today:
        raise Refused(
            _("A regulation can be entered once it is adopted; %(day)s is ahead.")
            % {"day": format_date(adopted_on)},
            field="adopted_on",
        )
    if start < adopted_on:
        raise Refused(
            _("A regulation takes effect on the day it is adopted or later."),
            field="valid_from",
        )
    checks.near(start, today, field="valid_from")
    checks.within_bloc(bloc, start, field="adopted_on")


def check_private(text: str) -> None:
    refuse_personal_numbers({"text": (_("Text"), text)})


def _ended(bloc: Bloc, start: date, *, by: Actor, at: datetime) -> Regulation | None:
    """The version in force so far, ended on that day."""
    before = Regulation.objects.open().filter(bloc=bloc).first()
    if before is None:
        return None
    if start <= before.valid_from:
        raise Refused(
            _("A version is already in force since %(day)s. Enter a later day.")
            % {"day": format_date(before.valid_from)},
            field="adopted_on",
        )
    changes = audit.update(before, {"valid_to": start}, version=before.version)
    audit.record(
        "end_regulation",
        before,
        by=by,
        at=at,
        unit_id=bloc.unit_id,
        years=checks.years(start, timezone.localdate(at)),
        changes=changes,
    )
    return before
