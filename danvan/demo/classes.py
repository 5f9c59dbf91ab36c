"""Classes for members: of the province for leaders, of the districts for all."""

from datetime import date, datetime
from functools import partial
from random import Random

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, Stage
from danvan.foundation.units.models import Unit
from danvan.records.activities import actions
from danvan.records.blocs.choices import SeatRole

LEADERS = {SeatRole.HEAD, SeatRole.DEPUTY}
IN_DISTRICTS = {2023: ((7, 9),), 2024: ((4, 5), (9, 10)), 2025: ((3, 4), (9, 11))}
"""Months between which the districts hold their classes."""
HIGHLANDS = {"060", "061", "062"}
"""Districts that hold language classes."""


def plan(stage: Stage, year: int) -> None:
    rng = stage.dice("class", year)
    day = workday_in(date(year, 5, 10), date(year, 6, 20), rng)
    stage.diary.enter(day, partial(teach, stage, stage.province, rng, LEADERS), rng)
    for district in stage.districts:
        plan_district(stage, district, year)


def plan_district(stage: Stage, district: Unit, year: int) -> None:
    rng = stage.dice(district.code, "class", year)
    everybody = set(SeatRole)
    for first, last in IN_DISTRICTS[year]:
        day = workday_in(date(year, first, 1), date(year, last, 28), rng)
        stage.diary.enter(day, partial(teach, stage, district, rng, everybody), rng)
    if district.code in HIGHLANDS:
        plan_language(stage, district, year, rng)
    if year == stage.programme.ends.year:
        day = workday_in(date(year, 12, 1), date(year, 12, 12), rng)
        stage.diary.enter(day, partial(catch_up, stage, district, rng), rng)


def plan_language(stage: Stage, district: Unit, year: int, rng: Random) -> None:
    """A survey before the first class; then every year the class most ask for."""
    day = workday_in(date(year, 8, 1), date(year, 11, 30), rng)
    stage.diary.enter(day, partial(teach_language, stage, district, rng), rng)
    if year == stage.programme.starts.year:
        own = stage.dice(district.code, "survey")
        day = workday_in(date(year, 4, 3), date(year, 6, 16), own)
        stage.diary.enter(day, partial(survey, stage, district, own), own)


def survey(stage: Stage, district: Unit, rng: Random, at: datetime) -> None:
    """How many members want to learn which language; one is wanted more."""
    asked = sum(len(place.seats) for place in stage.places_of(district))
    languages = [each.id for each in stage.programme.languages]
    first = rng.choice(languages)
    needs = {name: asked * rng.randint(8, 18) // 100 for name in languages}
    needs[first] = asked * rng.randint(30, 45) // 100
    stage.wanted[district.pk] = first
    actions.record_activity(
        district,
        kind="language_needs_survey",
        on=at.date(),
        by=stage.staff.of(district),
        at=at,
        title=words.title("language_needs_survey", unit=district, year=at.year),
        attended=asked,
        summary=words.pick(rng, "summaries", "language_needs_survey"),
        evidence=3,
        needs=needs,
        uid=stage.uid(district.code, "survey"),
    )


def places_under(stage: Stage, unit: Unit) -> list[Place]:
    return stage.places if unit == stage.province else stage.places_of(unit)


def unit_level(stage: Stage, unit: Unit) -> str:
    return "province" if unit == stage.province else "district"


def untrained(stage: Stage, place: Place) -> list[tuple[int, str]]:
    return [
        (seat.member_id, seat.role)
        for seat in place.serving()
        if seat.member_id not in stage.trained
    ]


def teach(
    stage: Stage, unit: Unit, rng: Random, roles: set[SeatRole], at: datetime
) -> None:
    """Those not trained yet come as their commune lets them."""
    attending = [
        member
        for place in places_under(stage, unit)
        for member, role in untrained(stage, place)
        if role in roles
        and whether(rng, place.profile.chance(place.profile.attends, at.year))
    ]
    record(stage, unit, attending, at, rng)


def catch_up(stage: Stage, district: Unit, rng: Random, at: datetime) -> None:
    """A last class for newcomers of the communes that see to it."""
    attending = [
        member
        for place in stage.places_of(district)
        if place.profile.name in {"good", "early"}
        for member, _role in untrained(stage, place)
    ]
    record(stage, district, attending, at, rng)


def record(
    stage: Stage, unit: Unit, attending: list[int], at: datetime, rng: Random
) -> None:
    if not attending:
        return
    actions.record_activity(
        unit,
        kind="training",
        on=at.date(),
        by=stage.staff.of(unit),
        at=at,
        title=words.title("training", unit=unit, year=at.year),
        venue=words.section("places")[unit_level(stage, unit)],
        attended=len(attending),
        summary=words.pick(rng, "summaries", "training"),
        evidence=3,
        attendees=attending,
        uid=stage.uid(unit.code, "training", at),
    )
    stage.trained |= set(attending)


def teach_language(stage: Stage, district: Unit, rng: Random, at: datetime) -> None:
    members = [
        seat.member_id
        for place in stage.places_of(district)
        for seat in place.serving()
    ]
    language = stage.wanted[district.pk]
    actions.record_activity(
        district,
        kind="language_class",
        on=at.date(),
        by=stage.staff.of(district),
        at=at,
        title=words.title(f"language_class_{language}", unit=district, year=at.year),
        venue=words.section("places")["district"],
        attended=min(len(members), 18),
        summary=words.pick(rng, "summaries", "language_class"),
        evidence=3,
        attendees=rng.sample(members, min(len(members), 18)),
        language=language,
        uid=stage.uid(district.code, "language", at),
    )
