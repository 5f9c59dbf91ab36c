"""The demonstration province through the actions, and its rows copied in bulk."""

import time
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from bench import floor
from bench.clock import Pair, Result, say, timed
from bench.jobs import Bench
from danvan.demo import province

GOAL = 60_000  # milliseconds


def demo(bench: Bench) -> Iterator[Result]:
    """Loads the demonstration province into the database that the others read."""
    bench.scratch.clone("province")
    worked = time.process_time()
    spent = timed(lambda: province.load(told=tell, districts=bench.districts))
    worked = time.process_time() - worked
    rows = floor.rows_of(tables_filled())
    bench.scratch.clone("copy")
    bare = timed(lambda: floor.copy_rows(rows))
    bench.scratch.use("province")
    number = sum(map(len, rows.values()))
    yield Result(
        "Demo load",
        Pair(spent, bare),
        "" if bench.districts else "< 60 s",
        None if bench.districts else spent < GOAL,
        (f"{number:,} rows", f"{worked:.0f} s of processor time"),
    )


def tell(step: str, done: int, total: int) -> None:
    if done == total or done % 20 == 0:
        say(f"  {step} {done}/{total}")


def tables_filled() -> list[type[models.Model]]:
    """Our tables with rows; migrating makes none."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("danvan.")]
    return [table for table in ours if table._base_manager.exists()]
