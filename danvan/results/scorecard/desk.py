"""Everything the measures read for one question, each thing read once.

Every read is one grouped query for all units asked for, so the cost grows with the
records and not with the number of units.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from danvan.foundation.programme.schema import Programme
from danvan.foundation.units.models import Lineage
from danvan.foundation.units.periods import in_force
from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.models import Activity, Attendance, Audience
from danvan.records.blocs import composition as rule
from danvan.records.blocs.composition import Sitting
from danvan.records.blocs.models import Duty, Regulation, Seat
from danvan.results.scorecard.question import Question
from danvan.shared.dates import completed_months

# Measures of members, people and districts read their records by themselves.
COUNTED_OTHERWISE = {"members_trained", "people_reached", "pilot_bloc"}
SITTING = ("role", "post", "post_ended_on")


class Tally(NamedTuple):
    times: int = 0
    proven: int = 0


class SeatRow(NamedTuple):
    seat: int
    bloc: int
    unit: int
    member: int
    decided: bool
    sitting: Sitting


class Reached(NamedTuple):
    total: int
    proven: int


class ReachRow(NamedTuple):
    """One document in one commune; nobody is counted beyond the audience."""

    directive: int
    audience: int
    reached: int
    proven: int


@dataclass(frozen=True, slots=True)
class RegulationRow:
    unit: int
    cadence: str
    documented: bool


class Desk:
    """Reads lazily; `commune_of` maps a record's unit to the commune that answers."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.programme = question.programme
        self.year = question.year
        self.as_of = question.as_of

    @cached_property
    def months_passed(self) -> int:
        """Months of the year completed by the day."""
        return completed_months(self.year, self.as_of)

    @cached_property
    def levels(self) -> dict[int, tuple[int, int | None]]:
        """Unit → (level, parent) of all units in force under the root."""
        return {
            pk: (level, parent)
            for pk, level, parent in self.question.units().values_list(
                "pk", "level", "parent"
            )
        }

    def at_level(self, level: Level) -> list[int]:
        return [pk for pk, (found, _) in self.levels.items() if found == level]

    @cached_property
    def communes(self) -> list[int]:
        return self.at_level(Level.COMMUNE)

    @cached_property
    def commune_of(self) -> dict[int, int]:
        """Origin → the commune in force that day which inherits its records."""
        pairs = Lineage.objects.filter(
            in_force(self.as_of, "heir__"), heir__level=Level.COMMUNE
        )
        if self.question.root:
            pairs = pairs.filter(heir__in=self.communes)
        return dict(pairs.values_list("origin", "heir"))

    @cached_property
    def narrow(self) -> Q:
        """Limits records to the units asked about; no limit when all are."""
        if self.question.root is None or self.question.root.parent_id is None:
            return Q()
        return Q(unit__in=list(self.commune_of))

    def narrowed(self, prefix: str) -> Q:
        if not self.narrow:
            return Q()
        return Q(**{f"{prefix}unit__in": list(self.commune_of)})

    @cached_property
    def tallies(self) -> dict[tuple[int, str], Tally]:
        """(commune, measure) → held activities of the year that count, by the day."""
        measures = {kind.id: kind.measure for kind in self.programme.kinds}
        rows = (
            Activity.objects.filter(self.narrow, counting(self))
            .order_by()
            .values_list("unit", "kind")
            .annotate(
                count=Count("pk"),
                proven=Count("pk", filter=Q(evidence__gt=Evidence.NONE)),
            )
        )
        summed: dict[tuple[int, str], Tally] = defaultdict(Tally)
        for unit, kind, count, proven in rows:
            if commune := self.commune_of.get(unit):
                key = commune, measures[kind]
                before = summed[key]
                summed[key] = Tally(before.times + count, before.proven + proven)
        return summed

    @cached_property
    def seats(self) -> dict[int, list[SeatRow]]:
        """Commune → seats in force that day."""
        rows = (
            Seat.objects.in_force(self.as_of)
            .filter(in_force(self.as_of, "bloc__"), self.narrowed("bloc__"))
            .values_list("pk", "bloc", "bloc__unit", "member", "decision_no", *SITTING)
        )
        return self.by_commune(
            SeatRow(pk, bloc, unit, member, bool(decision), Sitting(*sitting))
            for pk, bloc, unit, member, decision, *sitting in rows
        )

    def by_commune[R: (SeatRow, RegulationRow)](
        self, rows: Iterable[R]
    ) -> dict[int, list[R]]:
        found: dict[int, list[R]] = defaultdict(list)
        communes = self.commune_of
        for row in rows:
            if commune := communes.get(row.unit):
                found[commune].append(row)
        return found

    @cached_property
    def satisfied_blocs(self) -> set[int]:
        """Blocs composed as required that day; each kind of bloc is judged once."""
        composition = self.programme.composition_on(self.as_of)
        if composition is None:
            return set()
        held: dict[int, list[Sitting]] = defaultdict(list)
        for seats in self.seats.values():
            for seat in seats:
                held[seat.bloc].append(seat.sitting)
        essentials = rule.Essentials(composition)
        judged: dict[rule.Essence, bool] = {}
        satisfied = set()
        for bloc, sittings in held.items():
            essence = essentials.of(sittings, on=self.as_of)
            if essence not in judged:
                verdicts = rule.judge(composition, sittings, on=self.as_of)
                judged[essence] = rule.satisfied(verdicts)
            if judged[essence]:
                satisfied.add(bloc)
        return satisfied

    @cached_property
    def trained_members(self) -> set[int]:
        """Members at a training in methods and skills since the programme began."""
        return trained(
            kind_ids(self.programme, "members_trained"),
            Q(
                activity__on__gte=self.programme.starts,
                activity__on__lte=self.as_of,
            )
            & self.narrowed("member__"),
        )

    @cached_property
    def seats_with_duty(self) -> set[int]:
        return set(
            Duty.objects.in_force(self.as_of)
            .filter(self.narrowed("seat__bloc__"))
            .values_list("seat", flat=True)
        )

    @cached_property
    def regulations(self) -> dict[int, list[RegulationRow]]:
        """Commune → regulations in force that day."""
        rows = (
            Regulation.objects.in_force(self.as_of)
            .filter(in_force(self.as_of, "bloc__"), self.narrowed("bloc__"))
            .values_list("bloc__unit", "cadence", "document_no")
        )
        return self.by_commune(
            RegulationRow(unit, cadence, bool(number)) for unit, cadence, number in rows
        )

    @cached_property
    def reach(self) -> dict[int, list[ReachRow]]:
        """Commune → the documents of the year's list with a declared audience."""
        declared: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        for unit, directive, count in Audience.objects.filter(
            self.narrow, listed(self, "directive__"), declared_on__lte=self.as_of
        ).values_list("unit", "directive", "count"):
            if commune := self.commune_of.get(unit):
                declared[commune, directive][unit] = count
        found: dict[int, list[ReachRow]] = defaultdict(list)
        for (commune, directive), audiences in declared.items():
            sessions = self.sessions.get((commune, directive), {})
            totals = {unit: each.total for unit, each in sessions.items()}
            proven = {unit: each.proven for unit, each in sessions.items()}
            found[commune].append(
                ReachRow(
                    directive,
                    sum(audiences.values()),
                    capped(audiences, totals),
                    capped(audiences, proven),
                )
            )
        return found

    @cached_property
    def sessions(self) -> dict[tuple[int, int], dict[int, Reached]]:
        """(commune, document) → people reached by the units the commune inherited."""
        rows = (
            Activity.objects.held()
            .filter(
                self.narrow,
                directive__isnull=False,
                year=self.year,
                on__lte=self.as_of,
            )
            .order_by()
            .values_list("unit", "directive")
            .annotate(
                total=Sum("reached", default=0),
                proven=Sum("reached", filter=Q(evidence__gt=Evidence.NONE), default=0),
            )
        )
        found: dict[tuple[int, int], dict[int, Reached]] = defaultdict(dict)
        for unit, directive, total, proven in rows:
            if commune := self.commune_of.get(unit):
                found[commune, directive][unit] = Reached(total, proven)
        return found

    @cached_property
    def pilots(self) -> dict[int, Tally]:
        """Commune → pilot designations with adopted criteria, by the day."""
        rows = Activity.objects.held().filter(
            self.narrow,
            ~Q(criteria=""),
            kind__in=kind_ids(self.programme, "pilot_bloc"),
            on__gte=self.programme.starts,
            on__lte=self.as_of,
        )
        found: dict[int, Tally] = defaultdict(Tally)
        for unit, evidence in rows.values_list("unit", "evidence"):
            if commune := self.commune_of.get(unit):
                before = found[commune]
                found[commune] = Tally(
                    before.times + 1, before.proven + (evidence > Evidence.NONE)
                )
        return found


def counting(desk: Desk) -> Q:
    """Held in the year by the day, chaired by somebody who makes it count."""
    by_chairs: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind in desk.programme.kinds:
        if kind.measure and kind.measure not in COUNTED_OTHERWISE:
            by_chairs[kind.chairs].append(kind.id)
    chaired = Q()
    for chairs, kinds in by_chairs.items():
        these = Q(kind__in=kinds)
        chaired |= these & Q(chair__in=chairs) if chairs else these
    return Q(year=desk.year, status=Status.HELD, on__lte=desk.as_of) & chaired


def listed(desk: Desk, prefix: str = "") -> Q:
    """A document on the year's list that day."""
    return Q(**{f"{prefix}year": desk.year, f"{prefix}listed_on__lte": desk.as_of}) & (
        Q(**{f"{prefix}withdrawn_on__isnull": True})
        | Q(**{f"{prefix}withdrawn_on__gt": desk.as_of})
    )


def trained(kinds: Iterable[str], when: Q) -> set[int]:
    """Members who attended a held training of these kinds."""
    return set(
        Attendance.objects.filter(
            when, activity__kind__in=list(kinds), activity__status=Status.HELD
        ).values_list("member", flat=True)
    )


def capped(audiences: dict[int, int], reached: dict[int, int]) -> int:
    """People reached, each audience filled by its own unit's sessions first.

    Sessions of a unit that declared none fill what is left, as when a merged commune
    carries on a document that its predecessors had declared.
    """
    own = {unit: min(reached.get(unit, 0), count) for unit, count in audiences.items()}
    spare = sum(people for unit, people in reached.items() if unit not in audiences)
    room = sum(audiences.values()) - sum(own.values())
    return sum(own.values()) + min(spare, room)


def kind_ids(programme: Programme, measure: str) -> list[str]:
    """Kinds of activity that feed a measure."""
    return [kind.id for kind in programme.kinds_feeding(measure)]
