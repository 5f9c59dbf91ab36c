"""Entering the villages of a commune, correcting a name, and ending one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import guard as access
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.units.models import Unit, Village
from danvan.foundation.units.rules import Level, search_key
from danvan.foundation.units.villages import twin, villages_of
from danvan.shared.dates import short
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, sort_key

LONGEST = 100
MOST = 300
"""Lines of one paste; no commune comes near."""


@dataclass(slots=True)
class Added:
    """What a pasted list came to: the new villages, and the names already there."""

    villages: list[Village] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


@transaction.atomic
def add_villages(
    unit: Unit, names: Iterable[str], *, by: Actor, at: datetime, valid_from: date
) -> Added:
    """Keep the names that the commune does not have yet; the rest are told."""
    check(by, unit, at)
    check_commune(unit)
    check_start(unit, valid_from, timezone.localdate(at))
    clean = checked_names(names)
    stored = standing(unit)
    added = Added()
    for name in clean:
        if twin(name, [*stored, *added.villages]):
            added.known.append(name)
        else:
            added.villages.append(build(unit, name, valid_from))
    Village.objects.bulk_create(added.villages, batch_size=100)
    audit.record_many(
        audit.entry(
            "add_village",
            village,
            by=by,
            at=at,
            unit_id=unit.pk,
            changes={"name": [None, village.name], "valid_from": [None, valid_from]},
        )
        for village in added.villages
    )
    return added


@transaction.atomic
def rename_village(
    village: Village, name: str, *, version: int, by: Actor, at: datetime
) -> None:
    """The place stays the same, with all its records; the log keeps the old name."""
    check(by, village.unit, at)
    [name] = checked_names([name])
    others = [other for other in standing(village.unit) if other.pk != village.pk]
    if rival := twin(name, others):
        raise Refused(
            _("%(unit)s already has the village %(name)s")
            % {"unit": village.unit, "name": rival},
            field="name",
        )
    values = {"name": name} | keys(name)
    changes = audit.update(village, values, version=version)
    if "name" in changes:
        log("rename_village", village, by=by, at=at, changes={"name": changes["name"]})


@transaction.atomic
def end_village(
    village: Village, *, on: date, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """Merged or ended on that day; what was recorded there keeps its place."""
    check(by, village.unit, at)
    reason = nfc(reason)
    if not reason:
        raise Refused(
            _("Enter what became of the village, with the decision"), field="reason"
        )
    refuse_personal_numbers({"reason": (_("Reason"), reason)})
    if village.valid_to is not None:
        raise Refused(
            _("%(village)s ended on %(day)s already")
            % {"village": village, "day": short(village.valid_to)}
        )
    check_end(village, on, timezone.localdate(at))
    changes = audit.update(village, {"valid_to": on}, version=version)
    log("end_village", village, by=by, at=at, changes=changes, reason=reason)


def check(by: Actor, unit: Unit, at: datetime) -> None:
    """Refuse who may not manage the unit; others who write its list wait."""
    access.check(by, Permission.MANAGE_BLOC, unit, on=timezone.localdate(at))
    Unit.objects.select_for_update().get(pk=unit.pk)


def check_commune(unit: Unit) -> None:
    if unit.level != Level.COMMUNE:
        raise Refused(
            _("%(unit)s is no commune. Choose the commune whose villages these are")
            % {"unit": unit},
            field="unit",
        )


def check_start(unit: Unit, day: date, today: date) -> None:
    if day > today:
        raise Refused(
            _("Enter a date up to %(today)s") % {"today": short(today)},
            field="valid_from",
        )
    if not unit.holds(day):
        raise Refused(
            _("%(unit)s did not exist on %(day)s. Enter another date")
            % {"unit": unit, "day": short(day)},
            field="valid_from",
        )


def check_end(village: Village, day: date, today: date) -> None:
    if not village.valid_from <= day <= today:
        raise Refused(
            _("Enter a date from %(start)s to %(today)s")
            % {"start": short(village.valid_from), "today": short(today)},
            field="on",
        )


def checked_names(names: Iterable[str]) -> list[str]:
    clean = [name for name in map(nfc, names) if name]
    if not clean:
        raise Refused(_("Enter the name of a village"), field="names")
    if len(clean) > MOST:
        raise Refused(
            _("Enter at most %(most)d names at a time") % {"most": MOST},
            field="names",
        )
    for name in clean:
        if len(name) > LONGEST:
            raise Refused(
                _("“%(name)s…” is longer than %(most)d letters. One name a line")
                % {"name": name[:40], "most": LONGEST},
                field="names",
            )
        refuse_personal_numbers({"names": (_("Name of the village"), name)})
    return clean


def standing(unit: Unit) -> list[Village]:
    return list(villages_of(unit).open())


def build(unit: Unit, name: str, valid_from: date) -> Village:
    return Village(unit=unit, name=name, valid_from=valid_from, **keys(name))


def keys(name: str) -> dict[str, str]:
    """Columns by which names are sought and sorted; some letters grow when folded."""
    return {"name_fold": search_key(name)[:LONGEST], "sort_key": sort_key(name)[:510]}


def log(
    verb: str,
    village: Village,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, list[object]],
    reason: str = "",
) -> None:
    audit.record(
        verb,
        village,
        by=by,
        at=at,
        unit_id=village.unit_id,
        changes=changes,
        reason=reason,
    )
