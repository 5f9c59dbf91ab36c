"""What a roster file is checked against, read in a handful of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Min, QuerySet, Value, When

from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.units.models import Lineage, Unit
from danvan.records.blocs.choices import SeatRole
from danvan.records.blocs.models import Bloc, Duty, Qualification, Seat
from danvan.records.roster.plans import BlocHeld, Commune, Holdings, Sitting


def communes(
    by: Actor, *, on: date, today: date, within: int | None = None
) -> list[Commune]:
    """Communes in force on the day; covered are those where `by` manages blocs."""
    roots = by.root_units(today, Permission.MANAGE_BLOC)
    covered = Unit.objects.within(*roots)
    if within is not None:
        covered = covered & Unit.objects.within(within)
    mine = set(covered.values_list("pk", flat=True))
    units = Unit.objects.communes().in_force(on).select_related("parent")
    return [
        _commune(unit, covered=unit.pk in mine)
        for unit in units.prefetch_related("aliases")
    ]


def _commune(unit: Unit, *, covered: bool) -> Commune:
    aliases = (alias.name_fold for alias in unit.aliases.all())
    return Commune(
        pk=unit.pk,
        code=unit.code,
        name=unit.name,
        full_name=unit.full_name,
        district=unit.parent.full_name if unit.parent else "",
        keys=frozenset({unit.name_fold, *aliases}),
        covered=covered,
        since=unit.valid_from,
    )


def holdings(unit_ids: Collection[int], *, on: date) -> Holdings:
    """Blocs of these communes and who sits, will sit, or sat in them.

    Who sat in a commune that one of them took over counts as having sat there.
    """
    blocs = Bloc.objects.filter(unit__in=unit_ids)
    ended: dict[int, date] = {}
    for unit_id, day in blocs.values_list("unit_id", "valid_to"):
        if day is not None:
            ended[unit_id] = max(day, ended.get(unit_id, day))
    held = {
        unit_id: BlocHeld(pk, start, ended.get(unit_id))
        for pk, unit_id, start in blocs.open().values_list(
            "pk", "unit_id", "valid_from"
        )
    }
    lineage = Lineage.objects.filter(heir__in=unit_ids)
    heirs = dict(lineage.values_list("origin", "heir"))
    sitting, former = _seats(heirs, {bloc.pk for bloc in held.values()}, on)
    return Holdings(blocs=held, sittings=sitting, former=former, earliest=ended)


type ByUnit = dict[int, list[Sitting]]


def _seats(
    heirs: Mapping[int, int], open_blocs: Collection[int], on: date
) -> tuple[ByUnit, ByUnit]:
    """Seats held on the day or later, and the last seat of each who left before.

    `heirs`: the commune of today for each commune whose seats are looked at.
    """
    seats = Seat.objects.filter(bloc__unit__in=heirs)
    rows = list(seats.order_by("valid_from", "pk").values_list(*_FIELDS, named=True))
    levels = _levels({row.member_id for row in rows})
    duties = _first_duties(seats)
    sitting: ByUnit = defaultdict(list)
    last: dict[int, Sitting] = {}
    present: set[int] = set()
    for row in rows:
        before = last.get(row.member_id)
        seat = _sitting(row, levels, duties, before)
        last[row.member_id] = seat
        lasts = seat.valid_to is None or seat.valid_to > on
        if lasts and seat.bloc_id in open_blocs:
            sitting[seat.unit_id].append(seat)
            present.add(seat.member_id)
    former: ByUnit = defaultdict(list)
    for member_id, seat in last.items():
        if member_id not in present:
            former[heirs[seat.unit_id]].append(seat)
    return sitting, former


_FIELDS = (
    *("pk", "version", "bloc_id", "bloc__unit_id", "member_id", "member__version"),
    *("member__full_name", "member__sex", "role", "post", "post_title", "body"),
    *("decision_no", "valid_from", "valid_to", "post_ended_on"),
)


def _levels(members: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    rows = Qualification.objects.open().filter(member__in=list(members))
    fields = ("member_id", "pk", "valid_from", "professional", "theory", "languages")
    return {row[0]: row[1:] for row in rows.values_list(*fields)}


def _first_duties(seats: QuerySet[Seat]) -> dict[int, date]:
    duties = Duty.objects.filter(seat__in=seats.values("pk"))
    grouped = duties.values("seat_id").annotate(first=Min("valid_from"))
    return dict(grouped.values_list("seat_id", "first"))


def _sitting(
    row: Any,
    levels: dict[int, tuple[Any, ...]],
    duties: dict[int, date],
    before: Sitting | None,
) -> Sitting:
    qualified = levels.get(row.member_id, (None, None, "", "", ""))
    left = before.valid_to if before else None
    return Sitting(
        unit_id=row.bloc__unit_id,
        bloc_id=row.bloc_id,
        seat_id=row.pk,
        seat_version=row.version,
        member_id=row.member_id,
        member_version=row.member__version,
        full_name=row.member__full_name,
        sex=row.member__sex,
        role=row.role,
        post=row.post,
        post_title=row.post_title,
        body=row.body,
        decision_no=row.decision_no,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        post_ended_on=row.post_ended_on,
        qualification_id=qualified[0],
        qualified_from=qualified[1],
        professional=qualified[2],
        theory=qualified[3],
        languages=qualified[4],
        first_duty=duties.get(row.pk),
        earliest=left and min(left, row.valid_from),
    )


class Seated(NamedTuple):
    """One row of the roster as it stands on a day."""

    code: str
    commune: str
    full_name: str
    sex: str
    role: str
    post_title: str
    body: str
    professional: str
    theory: str
    languages: str
    joined: date
    decision_no: str


def roster(by: Actor, *, on: date, within: Unit | None = None) -> list[Seated]:
    """Who sits on the day where the user may read, in the order of the sheet."""
    seats = Seat.objects.in_force(on).visible_to(by, on=on)
    if within is not None:
        seats = seats.within(within.pk)
    rank = Case(
        *(When(role=role, then=Value(rank)) for rank, role in enumerate(SeatRole)),
        output_field=IntegerField(),
    )
    unit = "bloc__unit__"
    rows = seats.order_by(
        f"{unit}parent__sort_key", f"{unit}sort_key", rank, "member__sort_key", "pk"
    ).values_list(
        *("member_id", f"{unit}code", f"{unit}name", "member__full_name"),
        *("member__sex", "role", "post_title", "body", "valid_from", "decision_no"),
    )
    levels = _levels_on(seats, on)
    return [
        Seated._make((*row[1:8], *levels.get(row[0], ("", "", "")), *row[8:]))
        for row in rows
    ]


def _levels_on(seats: QuerySet[Seat], on: date) -> dict[int, tuple[Any, ...]]:
    rows = Qualification.objects.in_force(on).filter(member__in=seats.values("member"))
    fields = ("member_id", "professional", "theory", "languages")
    return {row[0]: row[1:] for row in rows.values_list(*fields)}
