"""The measures: from records to have and need, one definition each.

A measure answers for every unit of its level at once. What proves a figure
(`proofs.py`) and what is missing (`missing.py`) are read from the same desk, so the
three cannot disagree.
"""

from collections.abc import Callable

from danvan.foundation.programme.schema import PER_YEAR
from danvan.foundation.units.rules import Level
from danvan.results.scorecard.desk import Desk, Tally
from danvan.results.scorecard.question import Fact, Facts

type Measure = Callable[[Desk], Facts]

MEASURES: dict[str, Measure] = {}


def measure(compute: Measure) -> Measure:
    """Register under the function's name, the name programme files use."""
    MEASURES[compute.__name__] = compute
    return compute


def one(done: bool, proven: bool) -> Fact:
    """A commune that either did it or did not."""
    return Fact(int(done), 1, int(done and proven))


@measure
def composition_satisfied(desk: Desk) -> Facts:
    """Every required seat held by the right post; proven when each has a decision."""

    def fact(commune: int) -> Fact:
        seats = desk.seats.get(commune, [])
        blocs = {seat.bloc for seat in seats}
        done = bool(blocs) and blocs <= desk.satisfied_blocs
        return one(done, all(seat.decided for seat in seats))

    return {commune: fact(commune) for commune in desk.communes}


@measure
def regulation_in_force(desk: Desk) -> Facts:
    """A regulation is in force that day; proven when it names its document."""

    def fact(commune: int) -> Fact:
        rows = desk.regulations.get(commune, [])
        return one(bool(rows), any(row.documented for row in rows))

    return {commune: fact(commune) for commune in desk.communes}


@measure
def duties_assigned(desk: Desk) -> Facts:
    """Every seated member has a duty in force; the duties are their own evidence."""

    assigned = desk.seats_with_duty

    def fact(commune: int) -> Fact:
        seats = desk.seats.get(commune, [])
        done = bool(seats) and all(seat.seat in assigned for seat in seats)
        return one(done, done)

    return {commune: fact(commune) for commune in desk.communes}


@measure
def members_trained(desk: Desk) -> Facts:
    """Seated members who attended; the list of attendance is the evidence."""

    attended = desk.trained_members

    def fact(commune: int) -> Fact:
        seats = desk.seats.get(commune, [])
        have = sum(seat.member in attended for seat in seats)
        return Fact(have, len(seats), have)

    return {commune: fact(commune) for commune in desk.communes}


@measure
def people_reached(desk: Desk) -> Facts:
    """People reached of the declared audiences; nothing declared, nothing measured."""

    def fact(commune: int) -> Fact:
        rows = desk.reach.get(commune, [])
        return Fact(
            sum(row.reached for row in rows),
            sum(row.audience for row in rows),
            sum(row.proven for row in rows),
        )

    return {commune: fact(commune) for commune in desk.communes}


def at_least_once(name: str) -> None:
    """A measure met by one counted activity of the year."""

    def compute(desk: Desk) -> Facts:
        return {
            commune: once(desk.tallies.get((commune, name), Tally()))
            for commune in desk.communes
        }

    compute.__name__ = name
    measure(compute)


def once(tally: Tally) -> Fact:
    return one(tally.times > 0, tally.proven > 0)


for name in (
    "dialogue_held",
    "plan_issued",
    "democracy_inspected",
    "skilful_mobilisation_inspected",
    "review_held",
    "bloc_evaluated",
    "commendation_made",
):
    at_least_once(name)


@measure
def briefings_held(desk: Desk) -> Facts:
    """As many briefings as the regulation asks up to the day; none asked, no need."""

    def fact(commune: int) -> Fact:
        asked = briefings_asked(desk, commune)
        held = desk.tallies.get((commune, "briefings_held"), Tally())
        if not asked:
            return Fact()
        return one(held.times >= asked, held.proven >= asked)

    return {commune: fact(commune) for commune in desk.communes}


def briefings_asked(desk: Desk, commune: int) -> int:
    """Periods of the year completed by the day, at the cadence of the regulation."""
    rows = desk.regulations.get(commune, [])
    cadences = [row.cadence for row in rows] or [
        desk.programme.calendar.briefing_cadence
    ]
    per_year = max(PER_YEAR[cadence] for cadence in cadences)
    return desk.months_passed // (12 // per_year)


@measure
def pilot_bloc(desk: Desk) -> Facts:
    """Districts with a pilot bloc; once a province has none, what its file says."""
    districts = desk.at_level(Level.DISTRICT)
    chosen: dict[int, Tally] = {}
    for commune, tally in desk.pilots.items():
        district = desk.levels[commune][1]
        if district is not None:
            before = chosen.get(district, Tally())
            chosen[district] = Tally(
                before.times + tally.times, before.proven + tally.proven
            )
    facts = {district: once(chosen.get(district, Tally())) for district in districts}
    return facts | without_districts(desk, chosen)


def without_districts(desk: Desk, chosen: dict[int, Tally]) -> Facts:
    """Provinces whose communes stand directly under them answer as a whole."""
    if not any(
        target.when_level_ends == "province"
        for target in desk.programme.targets
        if "pilot_bloc" in target.measures
    ):
        return {}
    divided = {desk.levels[d][1] for d in desk.at_level(Level.DISTRICT)}
    return {
        province: once(chosen.get(province, Tally()))
        for province in desk.at_level(Level.PROVINCE)
        if province not in divided
    }
