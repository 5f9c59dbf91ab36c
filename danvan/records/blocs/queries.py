"""Reads across blocs, seats, regulations and duties, by day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from danvan.foundation import programme
from danvan.foundation.programme.schema import Composition
from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.periods import in_force
from danvan.records.blocs import composition as rule
from danvan.records.blocs import wording
from danvan.records.blocs.choices import (
    THEORY_INTERMEDIATE_OR_ABOVE,
    UNIVERSITY_OR_ABOVE,
    SeatRole,
    Sex,
)
from danvan.records.blocs.composition import Finding, Sitting, reform_due
from danvan.records.blocs.models import (
    Bloc,
    BlocQuerySet,
    Duty,
    Member,
    MemberQuerySet,
    Qualification,
    Regulation,
    Seat,
    SeatQuerySet,
)
from danvan.shared.text import fold

ROLE_ORDER = {role: place for place, role in enumerate(SeatRole.values)}


def composition_on(on: date) -> Composition | None:
    return programme.current().composition_on(on)


def satisfied_blocs(on: date) -> dict[int, bool]:
    """Every bloc in force that day and whether its composition is in order.

    One query; without a composition in force that day nothing is in order.
    """
    required = composition_on(on)
    sitting: dict[int, list[Sitting]] = {}
    rows = (
        Bloc.objects.in_force(on)
        .annotate(held=FilteredRelation("seats", condition=in_force(on, "seats__")))
        .order_by("held__valid_from", "held__pk")
        .values_list("pk", "held__role", "held__post", "held__post_ended_on")
    )
    for bloc_id, role, post, ended in rows:
        seats = sitting.setdefault(bloc_id, [])
        if role:
            seats.append(Sitting(role, post, ended))
    return {
        bloc_id: required is not None
        and rule.satisfied(rule.judge(required, seats, on=on))
        for bloc_id, seats in sitting.items()
    }


def seated_members(on: date) -> SeatQuerySet:
    """Seats in force that day in blocs in force that day."""
    return Seat.objects.in_force(on).filter(in_force(on, "bloc__"))


def sitting_of(seat: Seat) -> Sitting:
    return Sitting(
        role=seat.role,
        post=seat.post,
        post_ended_on=seat.post_ended_on,
        post_title=seat.post_title,
        name=seat.member.full_name,
        valid_from=seat.valid_from,
        valid_to=seat.valid_to,
        pk=seat.pk,
    )


def roster_order(seat: Seat) -> tuple[int, str, int]:
    """By role, then as Vietnamese lists order persons: by given name."""
    return ROLE_ORDER[seat.role], seat.member.sort_key, seat.pk


@dataclass(frozen=True, slots=True)
class Watch:
    """A seat whose post changed hands, with the clock of re-forming the bloc."""

    seat: Seat
    since: date
    due: date | None
    days_left: int | None
    deadline: str

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A seat in force with the levels and duties of that day."""

    seat: Seat
    levels: Qualification | None
    duties: Sequence[Duty]
    watch: Watch | None


@dataclass(frozen=True, slots=True)
class BlocPage:
    """All that the page of one bloc shows of a day."""

    bloc: Bloc
    on: date
    composition: Composition | None
    findings: Sequence[Finding]
    roster: Sequence[RosterRow]
    past: Sequence[Seat]
    regulation: Regulation | None
    regulations: Sequence[Regulation]

    @property
    def is_satisfied(self) -> bool:
        return self.composition is not None and rule.satisfied(self.findings)

    @property
    def faults(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_fault]

    @property
    def assigned(self) -> int:
        return sum(bool(row.duties) for row in self.roster)

    @property
    def gone(self) -> int:
        """People who sat before and do not sit on the day."""
        sitting = {row.seat.member_id for row in self.roster}
        return len({seat.member_id for seat in self.past} - sitting)

    @property
    def watched(self) -> list[Watch]:
        return [row.watch for row in self.roster if row.watch]


def bloc_page(bloc: Bloc, on: date) -> BlocPage:
    """Four queries, however many members."""
    required = composition_on(on)
    seats = sorted(bloc.seats.select_related("member"), key=roster_order)
    regulations = list(bloc.regulations.order_by("-valid_from", "-number"))
    return BlocPage(
        bloc=bloc,
        on=on,
        composition=required,
        findings=_findings(required, bloc, seats, on),
        roster=_roster([seat for seat in seats if seat.holds(on)], required, on),
        past=[seat for seat in seats if seat.valid_to and seat.valid_to <= on],
        regulation=next((each for each in regulations if each.holds(on)), None),
        regulations=regulations,
    )


def _findings(
    required: Composition | None, bloc: Bloc, seats: Iterable[Seat], on: date
) -> list[Finding]:
    if required is None:
        return []
    sittings = [sitting_of(seat) for seat in seats]
    return rule.findings(required, sittings, on=on, founded_on=bloc.valid_from)


def roster(bloc: Bloc, on: date) -> list[RosterRow]:
    """Who sits that day, in three queries."""
    seats = bloc.seats.in_force(on).select_related("member")
    return _roster(sorted(seats, key=roster_order), composition_on(on), on)


def _roster(
    seats: Sequence[Seat], required: Composition | None, on: date
) -> list[RosterRow]:
    members = [seat.member_id for seat in seats]
    stated = Qualification.objects.in_force(on).filter(member__in=members)
    levels = {row.member_id: row for row in stated}
    duties: dict[int, list[Duty]] = defaultdict(list)
    given = Duty.objects.in_force(on).filter(seat__in=[seat.pk for seat in seats])
    for duty in given.order_by("valid_from", "pk"):
        duties[duty.seat_id].append(duty)
    return [
        RosterRow(
            seat=seat,
            levels=levels.get(seat.member_id),
            duties=duties[seat.pk],
            watch=_watch(seat, required, on),
        )
        for seat in seats
    ]


def watch(seat: Seat, on: date) -> Watch | None:
    """The clock of one seat; None while its post has not changed hands."""
    return _watch(seat, composition_on(on), on) if seat.holds(on) else None


def _watch(seat: Seat, required: Composition | None, on: date) -> Watch | None:
    since = seat.post_ended_on
    if since is None or since > on:
        return None
    due = reform_due(required, since) if required else None
    left = (due - on).days if due else None
    return Watch(seat, since, due, left, wording.deadline(due, on))


def watch_list(on: date, blocs: QuerySet[Bloc] | None = None) -> list[Watch]:
    """Flagged seats, the most overdue first; of these blocs, or of all. One query."""
    seats = seated_members(on).filter(post_ended_on__lte=on)
    if blocs is not None:
        seats = seats.filter(bloc__in=blocs.order_by().values("pk"))
    required = composition_on(on)
    rows = seats.select_related("member", "bloc__unit__parent")
    rows = rows.order_by("post_ended_on", "bloc__unit__sort_key", "pk")
    return [watch for seat in rows if (watch := _watch(seat, required, on))]


def matching(blocs: BlocQuerySet, typed: str, on: date) -> BlocQuerySet:
    """Blocs whose commune, or somebody seated that day, answers to the typed text."""
    named = Seat.objects.in_force(on).filter(member__name_fold__contains=fold(typed))
    return blocs.filter(
        Q(unit__in=Unit.objects.find(typed).order_by().values("pk"))
        | Q(pk__in=named.values("bloc"))
    )


def with_states(blocs: BlocQuerySet, on: date) -> BlocQuerySet:
    """Adds has_regulation, lacks_duty and has_change to each bloc."""
    seats = Seat.objects.in_force(on).filter(bloc=OuterRef("pk"))
    assigned = Duty.objects.in_force(on).filter(seat=OuterRef("pk"))
    rules = Regulation.objects.in_force(on).filter(bloc=OuterRef("pk"))
    return blocs.annotate(
        has_regulation=Exists(rules),
        lacks_duty=Exists(seats.filter(~Exists(assigned))),
        has_change=Exists(seats.filter(post_ended_on__lte=on)),
    )


def past_members(bloc: Bloc) -> MemberQuerySet:
    """People who sat here or in a commune taken over and do not now, by given name."""
    sitting = bloc.seats.open().values("member")
    origins = Lineage.objects.filter(heir=bloc.unit_id).values("origin")
    seats = Seat.objects.filter(bloc__unit__in=origins).values("member")
    gone = Member.objects.filter(pk__in=seats).exclude(pk__in=sitting)
    return gone.select_related("unit").order_by("sort_key", "pk")


def seats_of(member: Member) -> SeatQuerySet:
    """Every seat of a person, the newest first."""
    seats = Seat.objects.filter(member=member).select_related("bloc__unit")
    return seats.order_by("-valid_from", "-pk")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one line over the roster says of it."""

    seated: int
    women: int
    university: int
    theory: int


def figures(rows: Sequence[RosterRow]) -> Figures:
    levels = [row.levels for row in rows if row.levels]
    return Figures(
        seated=len(rows),
        women=sum(row.seat.member.sex == Sex.FEMALE for row in rows),
        university=sum(each.professional in UNIVERSITY_OR_ABOVE for each in levels),
        theory=sum(each.theory in THEORY_INTERMEDIATE_OR_ABOVE for each in levels),
    )


def listed(
    blocs: BlocQuerySet, satisfied: Mapping[int, bool], on: date
) -> BlocQuerySet:
    """Adds what the list of blocs shows: head, people, duties, changes, composition."""
    seats = Seat.objects.in_force(on).filter(bloc=OuterRef("pk"))
    assigned = seats.filter(
        Exists(Duty.objects.in_force(on).filter(seat=OuterRef("pk")))
    )
    ruled = Regulation.objects.in_force(on).filter(bloc=OuterRef("pk"))
    full = [pk for pk, is_full in satisfied.items() if is_full]
    return blocs.annotate(
        head=Subquery(_heads(on).values("member__full_name")[:1]),
        head_key=Subquery(_heads(on).values("member__sort_key")[:1]),
        seated=_number(seats),
        assigned=_number(assigned),
        changes=_number(seats.filter(post_ended_on__lte=on)),
        is_ruled=Exists(ruled),
        is_satisfied=Case(When(pk__in=full, then=True), default=False),
    )


def _number(seats: SeatQuerySet) -> Coalesce:
    """How many seats of each bloc."""
    counted = seats.order_by().values("bloc").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _heads(on: date) -> SeatQuerySet:
    seats = Seat.objects.in_force(on).filter(bloc=OuterRef("pk"), role=SeatRole.HEAD)
    still = F("post_ended_on").asc(nulls_first=True)
    return seats.order_by(still, "valid_from", "pk")
