"""Activities no target counts: supervision, inspection of the programme, and more."""

from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, Stage, occurs
from danvan.demo.profiles import CLERK, GOOD
from danvan.foundation.units.models import Unit
from danvan.records.activities import actions
from danvan.records.activities.models import Activity

HOSTED = ("supervision", "social_criticism")
FRONT = "mat_tran"
SELDOM = 0.3
OFTEN = {GOOD, CLERK}
"""Communes that keep their receptions, visits and village meetings as well."""


def plan(place: Place, year: int) -> None:
    """In the last year; outside the district that is shown the Front's alone."""
    if year < place.stage.last_year:
        return
    for kind in HOSTED:
        for host in place.stage.programme.kind(kind).hosts:
            rng = place.dice(kind, host)
            due = place.is_shown or host == FRONT
            if due and occurs(place, place.profile.round**3, year, rng):
                day = workday_in(date(year, 3, 1), date(year, 12, 5), rng)
                place.in_time(day, partial(supervise, place, kind, host, rng), rng)
    plan_small(place, year)


def supervise(place: Place, kind: str, host: str, rng: Random, at: datetime) -> None:
    texts = words.section("supervisions")
    place.record(
        kind,
        at.date(),
        at,
        title=words.title(kind, year=at.year),
        host=host,
        counterpart=rng.choice(texts["counterparts"]),
        summary=words.pick(rng, "summaries", kind),
        evidence=place.evidence(rng),
        document_no=place.document_no("TB"),
    )


def plan_small(place: Place, year: int) -> None:
    """One of some kinds now and then in the district that is shown."""
    rng = place.dice("small")
    for kind, times in words.section("small").items():
        seldom = int(place.is_shown and whether(rng, SELDOM))
        for _time in range(times if place.unit.code in OFTEN else seldom):
            day = workday_in(date(year, 1, 15), date(year, 12, 12), rng)
            place.in_time(day, partial(hold_small, place, kind, rng), rng)


def hold_small(place: Place, kind: str, rng: Random, at: datetime) -> None:
    village = words.bare(rng.choice(place.villages))
    place.record(
        kind,
        at.date(),
        at,
        title=words.title(kind, village=village, year=at.year, on=f"{at:%d/%m/%Y}"),
        venue=place.venue(rng, village=kind != "reception"),
        attended=rng.randint(4, 40),
        summary=words.pick(rng, "summaries", kind),
        evidence=place.evidence(rng),
    )


def plan_above(stage: Stage, year: int) -> None:
    """The province and its districts: inspection, review, exchange, conference."""
    last = year == stage.last_year
    for unit in (stage.province, *stage.districts):
        rng = stage.dice(unit.code, "occasions", year)
        enter(stage, unit, "programme_inspection", (6, 11), rng, year)
        if unit == stage.province or whether(rng, 0.3):
            enter(stage, unit, "exchange", (4, 10), rng, year)
        if unit == stage.province:
            enter(stage, unit, "conference", (2, 4), rng, year)
        if last or unit == stage.province:
            enter(stage, unit, "programme_review", (12, 12), rng, year)


def enter(
    stage: Stage, unit: Unit, kind: str, months: tuple[int, int], rng: Random, year: int
) -> None:
    first, last = months
    day = workday_in(date(year, first, 3), date(year, last, 19), rng)
    stage.diary.enter(day, partial(hold, stage, unit, kind, rng), rng)


def hold(stage: Stage, unit: Unit, kind: str, rng: Random, at: datetime) -> Activity:
    facts: dict[str, Any] = {"title": words.title(kind, unit=unit, year=at.year)}
    if kind == "programme_inspection":
        below = stage.districts if unit == stage.province else communes_of(stage, unit)
        facts["counterpart"] = str(rng.choice(below))
    else:
        facts["attended"] = rng.randint(40, 150)
    return actions.record_activity(
        unit,
        kind=kind,
        on=at.date(),
        summary=words.pick(rng, "summaries", kind),
        evidence=2,
        uid=stage.uid(unit.code, kind, at.year),
        by=stage.staff.of(unit),
        at=at,
        **facts,
    )


def communes_of(stage: Stage, district: Unit) -> list[Unit]:
    return [place.unit for place in stage.places_of(district)]
