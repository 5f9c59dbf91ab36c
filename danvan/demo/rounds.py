"""The yearly round of work: plan, inspections, review, evaluation, commendation."""

from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any

from danvan.demo import planning, words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, Stage, occurs
from danvan.records.activities import actions

SEASONS = {
    "yearly_plan": ((1, 5), (3, 31)),
    "democracy_inspection": ((4, 1), (11, 20)),
    "skilful_mobilisation_inspection": ((4, 15), (11, 25)),
    "review": ((11, 10), (12, 28)),
    "evaluation": ((12, 1), (12, 29)),
    "commendation": ((11, 15), (12, 30)),
}
AHEAD = {"yearly_plan"}
BEHIND = {"review", "evaluation", "commendation"}
"""Kinds that may come in December for the next year, in January for the last one."""

SYMBOLS = {
    "yearly_plan": "KH",
    "democracy_inspection": "TB",
    "skilful_mobilisation_inspection": "TB",
    "review": "BC",
    "evaluation": "QĐ",
    "commendation": "QĐ",
}
GRADES = ("excellent", "good", "completed", "not_completed")


def plan(place: Place, year: int) -> None:
    for kind in SEASONS:
        rng = place.dice(kind, year)
        if occurs(place, place.profile.round, year, rng):
            day = day_of(place, kind, year, rng)
            if kind == "yearly_plan" and planning.is_derived(place, year):
                day = planning.derivable(year, day)
            act = partial(hold, place, kind, year, day, rng)
            place.later(day, act, rng, lag=True)


def day_of(place: Place, kind: str, year: int, rng: Random) -> date:
    """In its season; some are early or late by the turn of the year."""
    eager = place.profile.name in {"good", "early"}
    if kind in AHEAD and eager and whether(rng, 0.4):
        return workday_in(date(year - 1, 12, 12), date(year - 1, 12, 29), rng)
    slow = place.profile.name in {"late", "steady", "remote"}
    last_year = place.stage.programme.ends.year
    if kind in BEHIND and slow and year < last_year and whether(rng, 0.25):
        return workday_in(date(year + 1, 1, 4), date(year + 1, 1, 19), rng)
    first, last = (date(year, month, day) for month, day in SEASONS[kind])
    return workday_in(first, last, rng)


def hold(
    place: Place, kind: str, year: int, on: date, rng: Random, at: datetime
) -> None:
    facts: dict[str, Any] = {
        "year": year,
        "title": words.title(kind, year=year),
        "evidence": place.evidence(rng),
        "document_no": place.document_no(SYMBOLS[kind]),
    }
    if kind == "yearly_plan" and planning.is_derived(place, year):
        number, evidence = facts["document_no"], facts["evidence"]
        planning.issue_here(place, year, on, number, evidence, rng, at)
        return
    if kind in words.section("summaries"):
        count = rng.randint(2, 5)
        text = words.pick(rng, "summaries", kind)
        facts["summary"] = text.format(count=count, good=rng.randint(1, count))
    if kind == "evaluation":
        facts["grade"] = rng.choices(GRADES, place.profile.grades)[0]
    place.record(kind, on, at, **facts)


def plan_above(stage: Stage, year: int) -> None:
    """Districts inspect as well; kept, but the targets count the communes' own."""
    for district in stage.districts:
        rng = stage.dice(district.code, "inspection", year)
        day = workday_in(date(year, 6, 1), date(year, 10, 30), rng)
        stage.diary.enter(day, partial(inspect, stage, district, rng), rng)


def inspect(stage: Stage, district: Any, rng: Random, at: datetime) -> None:
    summary = words.pick(rng, "summaries", "democracy_inspection")
    actions.record_activity(
        district,
        kind="democracy_inspection",
        on=at.date(),
        by=stage.staff.of(district),
        at=at,
        title=words.title("democracy_inspection", year=at.year),
        summary=summary.format(count=rng.randint(3, 9)),
        evidence=2,
        uid=stage.uid(district.code, "inspection", at.year),
    )
