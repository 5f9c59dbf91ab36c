"""Putting right what was entered of a bloc itself and of its rules of work."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.records.blocs.actions import checks
from danvan.records.blocs.actions.blocs import (
    check_adoption,
    check_place,
    check_private,
)
from danvan.records.blocs.choices import Cadence
from danvan.records.blocs.models import Bloc, Regulation
from danvan.shared.dates import format_date
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block


@transaction.atomic
def correct_bloc(
    bloc: Bloc, values: Mapping[str, Any], *, version: int, by: Actor, at: datetime
) -> None:
    """Put right valid_from and decision_no; Clash when saved since `version`."""
    today = checks.may_manage(by, bloc.unit, at)
    stored = checks.locked_bloc(bloc.pk)
    wanted = _tidied(values)
    before = stored.valid_from
    start = wanted.get("valid_from", before)
    if start != before:
        _check_founding(stored, start, today)
    changed = audit.update(stored, wanted, version=version)
    if changed:
        audit.record(
            "correct_bloc",
            stored,
            by=by,
            at=at,
            unit_id=stored.unit_id,
            years=checks.years(before, start, today),
            changes=changed,
        )


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy = {"text": nfc_block}
    return {
        name: tidy.get(name, nfc)(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _check_founding(bloc: Bloc, start: date, today: date) -> None:
    """The bloc before it is over by then, and nobody joined in between."""
    check_place(bloc.unit, start)
    checks.near(start, today, field="valid_from")
    others = Bloc.objects.filter(unit=bloc.unit, valid_to__gt=start).exclude(pk=bloc.pk)
    if (rival := others.order_by("valid_to").last()) and rival.valid_to:
        raise Refused(
            _("The bloc before this one ended on %(day)s. Enter that day or a later.")
            % {"day": format_date(rival.valid_to)},
            field="valid_from",
        )
    seats = bloc.seats.filter(valid_from__gte=bloc.valid_from)
    seat = seats.select_related("member").order_by("valid_from").first()
    if seat is not None and seat.valid_from < start:
        raise Refused(
            _("%(name)s joined on %(day)s. Enter that day or an earlier one.")
            % {"name": seat.member, "day": format_date(seat.valid_from)},
            field="valid_from",
        )
    regulation = bloc.regulations.order_by("valid_from").first()
    if regulation is not None and regulation.valid_from < start:
        raise Refused(
            _("A regulation holds since %(day)s. Enter that day or an earlier one.")
            % {"day": format_date(regulation.valid_from)},
            field="valid_from",
        )


@transaction.atomic
def correct_regulation(
    regulation: Regulation,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Put right one version; the one before it ends where this one now begins.

    `values`: document_no, adopted_on, valid_from, cadence, text. Clash when somebody
    saved since `version`.
    """
    today = checks.may_manage(by, regulation.bloc.unit, at)
    bloc = checks.locked_bloc(regulation.bloc_id)
    stored = Regulation.objects.select_related("bloc__unit").get(pk=regulation.pk)
    wanted = _tidied(values)
    before = stored.valid_from
    start = wanted.get("valid_from", before)
    checks.chosen(wanted.get("cadence", stored.cadence), Cadence, field="cadence")
    check_adoption(bloc, wanted.get("adopted_on", stored.adopted_on), start, today)
    check_private(wanted.get("text", ""))
    previous = _make_room(stored, start) if start != before else None
    corrected = [(stored, audit.update(stored, wanted, version=version))]
    if previous is not None:
        ended = audit.update(previous, {"valid_to": start}, version=previous.version)
        corrected.append((previous, ended))
    for each, changes in corrected:
        if changes:
            audit.record(
                "correct_regulation",
                each,
                by=by,
                at=at,
                unit_id=bloc.unit_id,
                years=checks.years(before, start, today),
                changes=changes,
            )


def _make_room(regulation: Regulation, start: date) -> Regulation | None:
    """The version before, when its end moves along with the beginning of this one."""
    if regulation.valid_to is not None and start >= regulation.valid_to:
        raise Refused(
            _("This version ended on %(day)s. Enter an earlier day.")
            % {"day": format_date(regulation.valid_to)},
            field="valid_from",
        )
    earlier = regulation.bloc.regulations.filter(valid_from__lt=regulation.valid_from)
    previous = earlier.order_by("valid_from").last()
    if previous is None or previous.valid_to is None:
        return None
    if start <= previous.valid_from:
        raise Refused(
            _("The version before holds since %(day)s. Enter a later day.")
            % {"day": format_date(previous.valid_from)},
            field="valid_from",
        )
    touching = previous.valid_to == regulation.valid_from
    return previous if touching or previous.valid_to > start else None
