"""One activity and one roster, beside inserts that check nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench import floor
from bench.clock import Result, beside, recorded
from bench.jobs import Bench, holder
from bench.topup import YEARS
from danvan.foundation.access.rules import Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.actions import load_units
from danvan.foundation.units.imports import BAC_KAN_2023, read_units
from danvan.records.activities.actions import record_activity
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Bloc, Member, Qualification, Seat
from danvan.records.roster import actions as roster
from danvan.records.roster import exports, planning, queries, reading
from danvan.records.roster.plans import Options

GOAL = 2  # times the floor
GOAL_OF_ROSTER = 3
LIMIT_OF_ROSTER = 10_000  # milliseconds


def write(bench: Bench) -> Iterator[Result]:
    """A clerk records a briefing."""
    by, at = holder(Role.COMMUNE), timezone.now()
    unit = by.grants_on(bench.today)[0].unit
    on = date(YEARS[-1], 11, 20)

    def ours() -> Activity:
        return record_activity(
            unit,
            kind="briefing",
            on=on,
            by=by,
            at=at,
            chair="party_head",
            summary="Giao ban công tác dân vận quý IV.",
            evidence=2,
        )

    stored = Activity.objects.filter(pk=ours().pk).values()[0]
    row = {name: value for name, value in stored.items() if name != "id"}
    with recorded() as statements:
        ours()
    pair = beside(
        ours,
        lambda: floor.insert(Activity, row | {"uid": fresh_uid()}),
        runs=10 * bench.runs,
    )
    Activity.objects.filter(unit=unit, on=on, recorded_at=at).delete()
    yield Result(
        "One activity recorded",
        pair,
        f"ratio ≤ {GOAL}",
        pair.ratio <= GOAL,
        (f"{len(statements)} statements", "with scope, checks and audit entry"),
    )


def fresh_uid() -> Any:
    made = uuid4()
    return made if connection.features.has_native_uuid_field else made.hex


def imported(bench: Bench) -> Iterator[Result]:
    """The roster of the first day of the programme into a province without blocs."""
    by, on, at = CommandLine(), date(YEARS[0], 1, 1), timezone.now()
    path = bench.folder / "roster.xlsx"
    path.write_bytes(exports.workbook(queries.roster(by, on=on), [], title="Roster"))
    bench.scratch.clone("roster")
    load_units(read_units(BAC_KAN_2023), by=by, at=at)
    filled = (Bloc, Member, Seat, Qualification)
    bench.scratch.unguard()
    Entry.objects.all().delete()

    def ours() -> None:
        table = reading.read(path.read_bytes())
        plan = planning.plan(table, Options(on=on), by=by, today=bench.today)
        roster.apply(plan, by=by, at=at)

    ours()
    rows = floor.rows_of(filled)
    people = len(rows[Seat])

    def reset() -> None:
        floor.clear([Entry, Qualification, Seat, Member, Bloc])

    def bare() -> None:
        floor.read_workbook(path)
        floor.copy_rows(rows)

    reset()
    pair = beside(ours, bare, runs=max(3, bench.runs // 2), reset=reset)
    bench.scratch.use("province")
    yield Result(
        "Roster checked and imported",
        pair,
        f"ratio ≤ {GOAL_OF_ROSTER}, < {LIMIT_OF_ROSTER // 1000} s",
        pair.ratio <= GOAL_OF_ROSTER and pair.ours < LIMIT_OF_ROSTER,
        (f"{people:,} people, with audit entries",),
    )
