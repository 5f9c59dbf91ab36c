"""Money of the province and its districts: estimated, approved, handed on, spent."""

from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any

from danvan.demo import words
from danvan.demo.diary import workday, workday_in
from danvan.demo.places import Stage
from danvan.foundation.units.models import Unit
from danvan.records.budget import actions
from danvan.records.budget.models import Line

MILLION, THOUSAND = 1_000_000, 1_000


def plan(stage: Stage, year: int) -> None:
    """All lines at the province, the first alone in a district."""
    for unit in (stage.province, *stage.districts):
        rng = stage.dice(unit.code, "money", year)
        is_province = unit == stage.province
        rows = words.section("budget")["lines"]
        for number, row in enumerate(rows if is_province else rows[:1]):
            estimate = rng.randint(30, 90) * MILLION * (4 if is_province else 1)
            act = partial(budget, stage, unit, number, row, estimate, rng)
            stage.diary.enter(workday(date(year, 1, 8)), act, rng)


def budget(
    stage: Stage,
    unit: Unit,
    number: int,
    row: dict[str, Any],
    estimate: int,
    rng: Random,
    at: datetime,
) -> None:
    """One line; a part of what was asked for is approved."""
    who: dict[str, Any] = {"by": stage.staff.of(unit), "at": at}
    line = actions.add_line(
        unit,
        year=at.year,
        source="state",
        text=row["text"],
        estimate=estimate,
        programme_task=row["task"],
        uid=stage.uid(unit.code, "line", at.year, number),
        **who,
    )
    paper = f"{rng.randint(20, 400)}/QĐ-UBND"
    given = estimate * rng.choice((8, 9, 10)) // 10
    for act in (actions.approve, actions.allocate):
        act(line, amount=given, number=paper, version=line.version, **who)
    spend_later(stage, line, given, row["expenses"], rng)


def spend_later(
    stage: Stage, line: Line, left: int, texts: list[str], rng: Random
) -> None:
    """In one to three parts that never are more than what was handed on."""
    for text in texts[: rng.randint(1, len(texts))]:
        amount = left * rng.randint(4, 7) // 10 // THOUSAND * THOUSAND
        left -= amount
        day = workday_in(date(line.year, 3, 1), date(line.year, 12, 10), rng)
        stage.diary.enter(day, partial(spend, stage, line, amount, text, rng), rng)


def spend(
    stage: Stage, line: Line, amount: int, text: str, rng: Random, at: datetime
) -> None:
    unit = line.unit
    actions.spend(
        line,
        on=at.date(),
        amount=amount,
        text=text,
        voucher_no=f"PC{rng.randint(10, 99)}",
        uid=stage.uid(unit.code, "expense", line.uid, text),
        by=stage.staff.of(unit),
        at=at,
    )
