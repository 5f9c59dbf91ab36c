"""Timing two ways to one answer in turns, and asking what a call does in SQL."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

type Call = Callable[[], object]
type Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Median milliseconds of ours and of the floor."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `goal` is read by people; `met` None: nothing asked."""

    job: str
    pair: Pair
    goal: str = ""
    met: bool | None = None
    notes: tuple[str, ...] = field(default=())


def beside(ours: Call, floor: Call, *, runs: int, reset: Call | None = None) -> Pair:
    """Both in turns, the first of each pair changing; `reset` is not timed."""
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    ways = [("ours", ours), ("floor", floor)]
    for _name, call in ways:
        timed(call, reset)
    for run in range(runs):
        for name, call in ways if run % 2 else reversed(ways):
            times[name].append(timed(call, reset))
    return Pair(statistics.median(times["ours"]), statistics.median(times["floor"]))


def timed(call: Call, reset: Call | None = None) -> float:
    """Milliseconds."""
    gc.collect()
    began = time.perf_counter()
    call()
    spent = (time.perf_counter() - began) * 1000
    if reset:
        reset()
    return spent


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """The statements of a block with their parameters."""
    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def in_database(statements: list[Statement], runs: int) -> float:
    """Least milliseconds of the reads alone: what is more is the load of others."""
    reads = [each for each in statements if each[0].startswith(("SELECT", "WITH", "("))]

    def replay() -> None:
        with connection.cursor() as cursor:
            for sql, params in reads:
                cursor.execute(sql, params)
                cursor.fetchall()

    return min(timed(replay) for _run in range(runs))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
