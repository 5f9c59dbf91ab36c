"""The scorecard of all units and of one commune, and how their reads are planned."""

from collections.abc import Iterator
from datetime import date

from django.db import connection, models

from bench import floor
from bench.clock import Result, beside, in_database, recorded
from bench.jobs import Bench, database
from bench.topup import YEARS
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.results.scorecard.score import Scorecard, ask

GOAL = 1.5  # times the floor
NOTHING = (0, 0, 0)
GOAL_OF_COMMUNE = 3  # milliseconds in the database


def scorecard(bench: Bench) -> Iterator[Result]:
    """Every unit, three years, seven targets."""

    def ours() -> list[floor.Answer]:
        return [fractions(year, bench.today) for year in YEARS]

    def by_hand() -> list[floor.Answer]:
        return [floor.scorecard(year) for year in YEARS]

    compare(ours(), by_hand())
    pair = beside(ours, by_hand, runs=bench.runs)
    with recorded() as statements:
        ours()
    units = Unit.objects.in_force(date(YEARS[-1], 12, 31)).count()
    yield Result(
        "Scorecard of the province, recomputed",
        pair,
        f"ratio ≤ {GOAL}",
        pair.ratio <= GOAL,
        (
            f"{units} units × {len(YEARS)} years × 7 targets",
            f"{Activity.objects.count():,} activities",
            database(statements, bench.runs),
        ),
    )


def fractions(year: int, today: date) -> floor.Answer:
    """Have, need and proven of every target and unit as the product computes them."""
    card = Scorecard(ask(year, date(year, 12, 31), today=today))
    return {
        (target.id, unit): tuple(fact)
        for target in card.question.programme.targets
        for unit, fact in card.judged(target).items()
    }


def fully(card: Scorecard) -> None:
    for target in card.question.programme.targets:
        card.judged(target)


def compare(ours: list[floor.Answer], by_hand: list[floor.Answer]) -> None:
    """A fast floor proves nothing unless it gives the same figures."""
    for year, one, other in zip(YEARS, ours, by_hand, strict=True):
        for key in one.keys() | other.keys():
            if one.get(key, NOTHING) != other.get(key, NOTHING):
                raise SystemExit(
                    f"{year}, target and unit {key}: {one.get(key)} computed, "
                    f"{other.get(key)} by hand"
                )


def commune(bench: Bench) -> Iterator[Result]:
    unit, year = busiest(), YEARS[1]

    def ours() -> object:
        return Scorecard(ask(year, root=unit, today=bench.today)).figures(unit)

    with recorded() as statements:
        ours()
    spent = in_database(statements, 5 * bench.runs)
    yield Result(
        "Scorecard of one commune, one year",
        beside(ours, lambda: floor.commune_rows(unit.pk, year), runs=5 * bench.runs),
        f"≤ {GOAL_OF_COMMUNE} ms in the database",
        spent <= GOAL_OF_COMMUNE,
        (f"{len(statements)} queries, {spent:.1f} ms in the database",),
    )


def busiest() -> Unit:
    """The commune with most records: the worst case."""
    counted = Unit.objects.communes().annotate(n=models.Count("activities"))
    return counted.order_by("-n", "pk")[0]


def plans(bench: Bench) -> Iterator[str]:
    """Every distinct read of the scorecards, with how the database goes about it."""
    unit, year = busiest(), YEARS[1]
    questions = {
        "province": ask(year, date(year, 12, 31), today=bench.today),
        "commune": ask(year, root=unit, today=bench.today),
    }
    how = "EXPLAIN ANALYZE" if bench.scratch.served else "EXPLAIN QUERY PLAN"
    for name, question in questions.items():
        with recorded() as statements:
            fully(Scorecard(question))
        for sql, params in statements:
            yield f"\n{name}: {sql.replace(chr(34), '')}"
            with connection.cursor() as cursor:
                cursor.execute(f"{how} {sql}", params)
                yield "\n".join(f"    {row[-1]}" for row in cursor.fetchall())
