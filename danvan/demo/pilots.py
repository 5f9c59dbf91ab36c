"""Pilot blocs: chosen by each district, some early, one only on the third attempt."""

from datetime import date, datetime
from functools import partial

from danvan.demo import words
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, Stage
from danvan.foundation.units.models import Unit
from danvan.records.activities import actions
from danvan.records.activities.choices import Evidence

CHOSEN = {
    "058": 2023,
    "064": 2023,
    "063": 2023,
    "065": 2023,
    "061": 2024,
    "062": 2024,
    "066": 2024,
    "060": 2025,
}
"""Year of a district's first pilot bloc."""
ON_PAPER = "062"
"""Its choice is no more than a statement to the records: met, and yet grey."""


def plan(stage: Stage) -> None:
    for district in stage.districts:
        year = CHOSEN.get(district.code, 2024)
        rng = stage.dice(district.code, "pilot")
        day = workday_in(date(year, 5, 15), date(year, 9, 30), rng)
        place = best(stage, district)
        stage.diary.enter(day, partial(choose, place, district), rng)
        if year == stage.programme.ends.year:
            wish = workday_in(date(2024, 6, 3), date(2024, 8, 30), rng)
            stage.diary.enter(wish, partial(wait, place, district), rng)


def best(stage: Stage, district: Unit) -> Place:
    """The commune that a district would show around."""
    order = ("good", "early", "steady", "paper", "late", "remote", "struggling")
    places = stage.places_of(district)
    return min(places, key=lambda p: (order.index(p.profile.name), p.unit.code))


def choose(place: Place, district: Unit, at: datetime) -> None:
    proof = Evidence.NONE if district.code == ON_PAPER else Evidence.SIGNED
    actions.record_activity(
        place.unit,
        kind="pilot_bloc",
        on=at.date(),
        by=place.stage.staff.of(district),
        at=at,
        title=words.title("pilot_bloc", unit=place.unit),
        criteria=words.section("pilots")["criteria"],
        evidence=proof,
        uid=place.stage.uid(place.unit.code, "pilot", at.year),
    )


def wait(place: Place, district: Unit, at: datetime) -> None:
    """Named a year before, and put off: the criteria were missing."""
    actions.record_activity(
        place.unit,
        kind="pilot_bloc",
        on=at.date(),
        by=place.stage.staff.of(district),
        at=at,
        status="postponed",
        status_reason=words.section("pilots")["waiting"],
        title=words.title("pilot_bloc", unit=place.unit),
        uid=place.stage.uid(place.unit.code, "pilot", "waiting"),
    )
