"""The table, on the terminal and as a page of the documentation."""

import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import django
from django.db import connection

from bench.clock import Result

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
LONG, SHORT = 10_000, 100  # milliseconds: above in seconds, below with a decimal
HEADS = ("job", "ours", "floor", "ratio", "goal", "met", "notes")
INTRO = """# Benchmarks

Written by `bin/bench`. Each job runs in turns with its **floor**, the plainest
hand-written way to the same answer (`bench/floor.py`); medians of wall time. Machines
differ and are shared: read the ratios. `bin/bench --plans` prints the query plans.
"""


def line(result: Result) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: "–"}[result.met]
    pair = result.pair
    return (
        result.job,
        milliseconds(pair.ours),
        milliseconds(pair.floor),
        f"{pair.ratio:.1f}",
        result.goal or "–",
        met,
        "; ".join(result.notes),
    )


def milliseconds(value: float) -> str:
    if value >= LONG:
        return f"{value / 1000:.1f} s"
    return f"{value:.0f} ms" if value >= SHORT else f"{value:.2g} ms"


def table(results: Sequence[Result]) -> str:
    """Columns as wide as their longest cell; also valid Markdown."""
    rows = [HEADS, *map(line, results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    return (
        f"{cores or os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Django {django.get_version()}, {server()}"
    )


def server() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
        else:
            cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return f"{connection.display_name} {version.split()[0]}"


def keep(results: Sequence[Result], words: str, on: date) -> None:
    """Replace the section of this database, keep that of the other."""
    sections = stored()
    sections[connection.display_name] = (
        f"## {connection.display_name}\n\n"
        f"{on:%Y-%m-%d}; {machine()}; {words}.\n\n{table(results)}\n"
    )
    text = "\n".join(
        [INTRO, *(sections[name] for name in sorted(sections, reverse=True))]
    )
    PAGE.write_text(text, encoding="utf-8")


def stored() -> dict[str, str]:
    if not PAGE.exists():
        return {}
    _intro, *parts = PAGE.read_text(encoding="utf-8").split("\n## ")
    return {part.split("\n", 1)[0]: f"## {part.strip()}\n" for part in parts}
