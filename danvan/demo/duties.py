"""How far each body reports to be with its duties of the programme."""

from datetime import date, datetime
from functools import partial
from random import Random

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Stage
from danvan.foundation.access.models import User
from danvan.foundation.programme.schema import Body
from danvan.foundation.units.models import Unit
from danvan.records.plans import actions, queries

REPORTED, UNDER_WAY = 0.85, 0.25
"""Share of the duties reported on, and of those that are still under way."""


def plan(stage: Stage) -> None:
    """In the last year: the province, its districts, the communes that are shown."""
    for unit in (stage.province, *stage.districts):
        enter(stage, unit, stage.staff.of(unit))
    for place in stage.places:
        if place.is_shown:
            enter(stage, place.unit, place.clerk)


def enter(stage: Stage, unit: Unit, by: User) -> None:
    rng, year = stage.dice(unit.code, "duties"), stage.last_year
    for body in stage.programme.bodies:
        if queries.level_of(body) == unit.level:
            day = workday_in(date(year, 11, 3), date(year, 12, 19), rng)
            stage.diary.enter(day, partial(report, unit, body, by, rng), rng)


def report(unit: Unit, body: Body, by: User, rng: Random, at: datetime) -> None:
    for number, _duty in enumerate(body.duties, start=1):
        if not whether(rng, REPORTED):
            continue
        standing = "under_way" if whether(rng, UNDER_WAY) else "done"
        actions.report_responsibility(
            unit,
            year=at.year,
            body=body.id,
            duty=number,
            standing=standing,
            note=words.pick(rng, "responsibilities", standing),
            on=at.date(),
            by=by,
            at=at,
        )
