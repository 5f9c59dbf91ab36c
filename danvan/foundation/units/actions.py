"""Making units, joining them in time, and keeping the lineage derived."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, product

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from danvan.foundation.audit import actions as audit
from danvan.foundation.units.models import Lineage, Reach, Succession, Unit, UnitAlias
from danvan.foundation.units.rules import (
    LEVEL_OF,
    FaultyList,
    Kind,
    Level,
    SuccessionKind,
    search_key,
)
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, sort_key

type Birth = tuple[str, int, date]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of a list of units; `parent_code` is empty for a province."""

    code: str
    kind: Kind
    name: str
    parent_code: str
    valid_from: date
    population: int | None = None
    aliases: tuple[str, ...] = ()
    grid: tuple[int, int] | None = None

    @property
    def level(self) -> Level:
        return LEVEL_OF[self.kind]


def build(row: UnitRow, parent: Unit | None) -> Unit:
    name = nfc(row.name)
    grid_row, grid_col = row.grid or (None, None)
    return Unit(
        code=row.code,
        kind=row.kind,
        level=row.level,
        name=name,
        parent=parent,
        valid_from=row.valid_from,
        population=row.population,
        grid_row=grid_row,
        grid_col=grid_col,
        name_fold=search_key(name),
        sort_key=sort_key(name),
    )


@transaction.atomic
def load_units(rows: Iterable[UnitRow], *, by: audit.Actor, at: datetime) -> int:
    """Add the units that are not there yet, parents first; return how many.

    Raises FaultyList, having changed nothing, when a unit contradicts the stored.
    """
    rows = sorted(rows, key=lambda row: row.level)
    stored = list(Unit.objects.select_related("parent"))
    known = {birth(unit): unit for unit in stored}
    new_rows = [row for row in rows if birth(row) not in known]
    if faults := [*contradictions(rows, known), *misfits(new_rows, stored)]:
        raise FaultyList(faults)
    by_code = {unit.code: unit for unit in stored if unit.valid_to is None}
    made: list[Unit] = []
    for _level, group in groupby(new_rows, key=lambda row: row.level):
        new = [(row, build(row, by_code.get(row.parent_code))) for row in group]
        Unit.objects.bulk_create([unit for _row, unit in new], batch_size=500)
        by_code |= {row.code: unit for row, unit in new}
        add_aliases(new)
        made += [unit for _row, unit in new]
    rebuild_lineage()
    audit.record_many(
        audit.entry("load_unit", unit, by=by, at=at, unit_id=unit.pk) for unit in made
    )
    return len(made)


def birth(place: Unit | UnitRow) -> Birth:
    """What names a place once and for all: code, level and first day."""
    return place.code, int(place.level), place.valid_from


def contradictions(rows: list[UnitRow], known: Mapping[Birth, Unit]) -> Iterator[str]:
    """Units of that first day, ended or not, that the list describes otherwise."""
    for row in rows:
        unit = known.get(birth(row))
        if unit and not agrees(unit, row):
            yield rivalry(row, unit)


def misfits(new_rows: list[UnitRow], stored: list[Unit]) -> Iterator[str]:
    """New units without a unit above them, or while another one has their code."""
    levels = {unit.code: unit.level for unit in stored if unit.valid_to is None}
    levels |= {row.code: int(row.level) for row in new_rows}
    bearers: dict[tuple[str, int], list[Unit]] = {}
    for unit in stored:
        bearers.setdefault((unit.code, unit.level), []).append(unit)
    for row in new_rows:
        if row.parent_code and levels.get(row.parent_code, row.level) >= row.level:
            sentence = _("Unit %(code)s: %(parent)s is no unit above it")
            yield sentence % {"code": row.code, "parent": row.parent_code}
        for unit in bearers.get((row.code, row.level), ()):
            if unit.valid_to is None or unit.valid_to > row.valid_from:
                yield rivalry(row, unit)


def rivalry(row: UnitRow, unit: Unit) -> str:
    sentence = _("Unit %(code)s: in force since %(day)s as %(unit)s")
    day = f"{unit.valid_from:%d/%m/%Y}"
    return sentence % {"code": row.code, "day": day, "unit": unit}


def agrees(unit: Unit, row: UnitRow) -> bool:
    parent_code = unit.parent.code if unit.parent else ""
    return (unit.name, unit.kind, unit.valid_from, parent_code) == (
        nfc(row.name),
        row.kind,
        row.valid_from,
        row.parent_code,
    )


def add_aliases(units: Iterable[tuple[UnitRow, Unit]]) -> None:
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=unit, name=nfc(name), name_fold=search_key(name))
        for row, unit in units
        for name in row.aliases
    )


@transaction.atomic
def succeed(
    old: Unit,
    new: Unit,
    *,
    kind: SuccessionKind,
    on: date,
    by: audit.Actor,
    at: datetime,
    share: Decimal = Decimal(1),
    is_main: bool = True,
    decision: str = "",
) -> Succession:
    """`old` ends on that day and `new` carries it on; lineage follows.

    A main successor begins on that day too, also when it is a unit that takes in
    another one: only so is there never more than one heir in force.
    """
    old.refresh_from_db(from_queryset=Unit.objects.select_for_update())
    refuse_succession(old, new, on=on, share=share, is_main=is_main)
    if old.valid_to is None:
        old.valid_to = on
        old.save(update_fields=["valid_to"])
    made = Succession.objects.create(
        old=old,
        new=new,
        kind=kind,
        share=share,
        is_main=is_main,
        on=on,
        decision=decision,
    )
    extend_lineage(old, new, is_main=is_main)
    audit.record(
        "succeed",
        made,
        by=by,
        at=at,
        unit_id=new.pk,
        years=(old.valid_from.year, on.year),
        changes={"from": [None, old], "to": [None, new]},
    )
    return made


def refuse_succession(
    old: Unit, new: Unit, *, on: date, share: Decimal, is_main: bool
) -> None:
    """Raise Refused unless this succession fits the two units and the earlier ones."""
    earlier = Succession.objects.filter(old=old)
    given = earlier.aggregate(sum=Sum("share"))["sum"] or Decimal(0)
    if old.pk == new.pk or old.valid_from >= on or old.valid_to not in {None, on}:
        raise Refused(_("%(unit)s is not in force until that day.") % {"unit": old})
    if not new.holds(on) or (is_main and new.valid_from != on):
        raise Refused(_("%(unit)s does not begin on that day.") % {"unit": new})
    taken = Q(new=new) | Q(is_main=True) if is_main else Q(new=new)
    if earlier.filter(taken).exists():
        raise Refused(_("%(unit)s already has this successor.") % {"unit": old})
    if given + share > 1:
        raise Refused(_("The shares of %(unit)s exceed the whole.") % {"unit": old})


def extend_lineage(old: Unit, new: Unit, *, is_main: bool) -> None:
    """Whoever the old unit inherited from, its main successor and heirs inherit."""
    add_heirs({(old.pk, old.pk), (new.pk, new.pk)})
    if is_main:
        origins = Lineage.objects.filter(heir=old).values_list("origin", flat=True)
        heirs = Lineage.objects.filter(origin=new).values_list("heir", flat=True)
        add_heirs(set(product(origins, heirs)))


@transaction.atomic
def rebuild_lineage() -> None:
    """Derive who inherits whose records: self, then main successors in turn."""
    following = dict(
        Succession.objects.filter(is_main=True).values_list("old_id", "new_id")
    )
    pairs = set()
    for origin in Unit.objects.values_list("pk", flat=True):
        heir: int | None = origin
        while heir is not None:
            pairs.add((origin, heir))
            heir = following.get(heir)
    Lineage.objects.all().delete()
    Reach.objects.all().delete()
    add_heirs(pairs)


def add_heirs(pairs: set[tuple[int, int]]) -> None:
    """Write (origin, heir) down, and that all above an heir reach the origin."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    reached: set[tuple[int, int]] = set()
    for origin, heir in pairs:
        root: int | None = heir
        while root is not None:
            reached.add((root, origin))
            root = parents[root]
    Lineage.objects.bulk_create(
        [Lineage(origin_id=origin, heir_id=heir) for origin, heir in sorted(pairs)],
        batch_size=1000,
        ignore_conflicts=True,
    )
    Reach.objects.bulk_create(
        [Reach(root_id=root, unit_id=unit) for root, unit in sorted(reached)],
        batch_size=1000,
        ignore_conflicts=True,
    )
