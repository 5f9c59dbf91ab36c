"""Recording what a movement brought about, once, whoever counts it as its own."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.once import agrees, insert_once
from danvan.foundation.documents.actions import attach_sent
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.villages import check_village
from danvan.records.movements import known, queries, rules
from danvan.records.movements.actions.checks import (
    Files,
    check_length,
    check_may_write,
    check_reason,
    required,
)
from danvan.records.movements.models import MEASURES, Claim, Result
from danvan.shared.dates import short
from danvan.shared.refusals import Refused

FACTS = ("movement", "title", "on", "village", *MEASURES)
"""Columns a person fills in; the unit never changes once recorded."""


class Alike(Refused):
    """Results that may be the same one; said once before it is recorded apart."""

    def __init__(self, results: Sequence[Result]) -> None:
        super().__init__(
            _("This may be recorded already. Compare, then say whether it is another")
        )
        self.results = results


@transaction.atomic
def record_result(
    unit: Unit,
    *,
    movement: str,
    title: str,
    on: date,
    organisations: Iterable[str],
    by: Actor,
    at: datetime,
    village: Village | None = None,
    labour_days: int = 0,
    land_m2: int = 0,
    roads_m: int = 0,
    houses: int = 0,
    money: int = 0,
    separate: bool = False,
    files: Files = (),
    uid: uuid.UUID | None = None,
) -> Result:
    """Keep one result with the organisations that count it as their own.

    Raises Alike when one like it stands there already, unless it is `separate`.
    """
    check_may_write(unit, by, at, Result.written_with)
    given = {
        "movement": movement,
        "title": title,
        "on": on,
        "village": village,
        "labour_days": labour_days,
        "land_m2": land_m2,
        "roads_m": roads_m,
        "houses": houses,
        "money": money,
    }
    values = checked(unit, given, today=timezone.localdate(at))
    chosen = checked_claims(organisations)
    result = Result(uid=uid or uuid.uuid4(), unit=unit, year=on.year, **values)
    if not separate and not Result.objects.filter(uid=result.uid).exists():
        require_unlike(unit, values)
    columns = ("unit_id", "village_id", *(set(FACTS) - {"village"}))
    result, fresh = insert_once(result, same=agrees(result, *columns))
    if fresh:
        add_claims(result, chosen)
        told = result.figures | {"organisations": known.organisation_names(chosen)}
        changes = audit.appeared(told)
        log("record_result", result, by=by, at=at, changes=changes)
    attach_sent(result, unit, files, by=by, at=at)
    return result


@transaction.atomic
def amend_result(
    result: Result,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
    at: datetime,
    organisations: Iterable[str] | None = None,
    files: Files = (),
) -> None:
    """Change some columns of FACTS; `organisations` None leaves the claims alone."""
    check_standing(result, by, at)
    stored = {name: getattr(result, name) for name in FACTS}
    given = {name: value for name, value in values.items() if name in FACTS}
    merged = checked(
        result.unit, stored | given, today=timezone.localdate(at), before=stored
    )
    before = claimed(result)
    chosen = (
        before if organisations is None else checked_claims(organisations, kept=before)
    )
    years = sorted({result.year, merged["on"].year})
    columns = merged | {"year": merged["on"].year}
    changes = audit.update(result, columns, version=version)
    changes.pop("year", None)
    if chosen != before:
        result.claims.filter(organisation__in=before - chosen).delete()
        add_claims(result, chosen - before)
        changes["organisations"] = [*map(known.organisation_names, (before, chosen))]
    if changes:
        log("amend_result", result, by=by, at=at, changes=changes, years=years)
    attach_sent(result, result.unit, files, by=by, at=at)


@transaction.atomic
def claim(
    result: Result, organisations: Iterable[str], *, by: Actor, at: datetime
) -> None:
    """More organisations count the result as their own; it still counts once."""
    check_standing(result, by, at)
    Result.objects.select_for_update().get(pk=result.pk)
    before = claimed(result)
    fresh = checked_claims(organisations) - before
    if not fresh:
        return
    add_claims(result, fresh)
    Result.objects.filter(pk=result.pk).update(version=F("version") + 1)
    result.version += 1
    names = [*map(known.organisation_names, (before, before | fresh))]
    log("claim", result, by=by, at=at, changes={"organisations": names})


@transaction.atomic
def withdraw_result(
    result: Result, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """The record stays readable with its reason, and no sum counts it any more."""
    check_standing(result, by, at)
    reason = check_reason(reason)
    values = {"withdrawn_at": at, "reason": reason}
    audit.update(result, values, version=version)
    log("withdraw_result", result, by=by, at=at, changes={}, reason=reason)


def check_standing(result: Result, by: Actor, at: datetime) -> None:
    check_may_write(result.unit, by, at, Result.written_with)
    if result.withdrawn_at is not None:
        raise Refused(_("This record was already withdrawn"))


def require_unlike(unit: Unit, values: Mapping[str, Any]) -> None:
    near = {name: values[name] for name in ("movement", "on", "village")}
    if found := queries.alike(unit, **near):
        raise Alike(found)


def checked(
    unit: Unit,
    values: Mapping[str, Any],
    *,
    today: date,
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The columns as they may be saved; `before` keeps its movement and village."""
    clean, kept = dict(values), before or {}
    if clean["movement"] not in {*dict(known.movements()), kept.get("movement")}:
        raise Refused(_("Choose the movement"), field="movement")
    clean["title"] = required(clean["title"], _("Enter what was done"), field="title")
    check_length(Result, {"title": clean["title"]})
    refuse_personal_numbers({"title": (_("What was done"), clean["title"])})
    rules.check_day(clean["on"], today)
    check_place(unit, clean["on"])
    if clean["village"] != kept.get("village") or clean["on"] != kept.get("on"):
        check_village(clean["village"], unit, on=clean["on"])
    rules.check_figures({name: clean[name] or 0 for name in MEASURES})
    return clean | {name: clean[name] or 0 for name in MEASURES}


def check_place(unit: Unit, on: date) -> None:
    if not unit.holds(on):
        raise Refused(
            _("%(unit)s did not exist on %(day)s. Choose another date or another unit")
            % {"unit": unit, "day": short(on)},
            field="on",
        )


def checked_claims(
    organisations: Iterable[str], *, kept: Iterable[str] = ()
) -> set[str]:
    chosen = list(organisations)
    rules.check_organisations(chosen, {*dict(known.organisations()), *kept})
    return set(chosen)


def claimed(result: Result) -> set[str]:
    return set(result.claims.values_list("organisation", flat=True))


def add_claims(result: Result, organisations: Iterable[str]) -> None:
    Claim.objects.bulk_create(
        Claim(result=result, organisation=one) for one in sorted(organisations)
    )


def log(
    verb: str,
    result: Result,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any],
    years: Sequence[int] = (),
    reason: str = "",
) -> None:
    touched = years or (result.year,)
    audit.record(
        verb,
        result,
        by=by,
        at=at,
        unit_id=result.unit_id,
        years=(touched[0], touched[-1]),
        changes=changes,
        reason=reason,
    )
