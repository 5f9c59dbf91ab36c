"""Today's work of a province and of a commune: everything that waits for a person."""

from collections.abc import Iterator

from bench import floor_today
from bench.clock import Result, beside, in_database, recorded
from bench.jobs import Bench, holder
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from danvan.foundation.deadlines.models import Clock
from danvan.results.agenda.items import items_for
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import Item

GOAL = 10  # milliseconds in the database


def today(bench: Bench) -> Iterator[Result]:
    running = Clock.objects.running().count()
    for name, role in (("province", Role.PROVINCE), ("commune", Role.COMMUNE)):
        yield for_person(bench, name, holder(role), running)


def for_person(bench: Bench, name: str, user: User, running: int) -> Result:
    day = bench.today

    def ours() -> list[Item]:
        return items_for(Person(user, day))

    def by_hand() -> set[floor_today.Key]:
        return floor_today.waiting(user.root_units(day), day)

    found = ours()
    compare({item.key for item in found}, by_hand())
    with recorded() as statements:
        ours()
    spent = in_database(statements, bench.runs)
    return Result(
        f"Today's work of a {name}",
        beside(ours, by_hand, runs=2 * bench.runs),
        f"≤ {GOAL} ms in the database",
        spent <= GOAL,
        (
            f"{len(found)} things, {running:,} deadlines run",
            f"{len(statements)} queries, {spent:.1f} ms in the database",
        ),
    )


def compare(ours: set[floor_today.Key], by_hand: set[floor_today.Key]) -> None:
    """A fast floor proves nothing unless it finds the same things."""
    if apart := sorted(ours ^ by_hand):
        raise SystemExit(f"Waiting by one count only: {apart[:10]}")
