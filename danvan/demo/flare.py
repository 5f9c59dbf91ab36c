"""The one hot spot: reported the same day, its steps ticked, settled within weeks."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from danvan.demo import words
from danvan.demo.places import GOVERNMENT, Place
from danvan.demo.profiles import STRUGGLING
from danvan.demo.voices import Case
from danvan.records.matters import actions
from danvan.records.matters.models import Matter

DAYS_A_STEP = 3


def plan(place: Place, year: int) -> None:
    if place.unit.code == STRUGGLING and year == place.stage.last_year:
        rng = place.dice("flare")
        place.in_time(date(year, 10, 14), partial(flare, place, rng), rng)


def flare(place: Place, rng: Random, at: datetime) -> None:
    said = words.hot_spot(rng.choice(place.villages))
    matter = actions.raise_matter(
        place.unit,
        kind="hot_spot",
        channel="residents_meeting",
        topic=said.topic,
        title=said.title,
        text=said.text,
        received_on=at.date(),
        village=said.village,
        body=GOVERNMENT,
        by=place.clerk,
        at=at,
        uid=place.uid(),
    )
    actions.accept_matter(matter, version=matter.version, by=place.clerk, at=at)
    steps = [step.id for step in place.stage.programme.hot_spot_steps]
    notes = words.section("hot_spots")["notes"]
    for number, (step, note) in enumerate(zip(steps, notes, strict=True)):
        day = at.date() + timedelta(days=DAYS_A_STEP * number)
        place.in_time(day, partial(check, place, matter, step, note), rng)
    case = Case(place, matter, said, rng, outcome="solved")
    answered = at.date() + timedelta(days=DAYS_A_STEP * len(steps) + 2)
    place.in_time(answered, case.answer, rng)


def check(place: Place, matter: Matter, step: str, note: str, at: datetime) -> None:
    actions.check_step(
        matter, step=step, done_on=at.date(), note=note, by=place.clerk, at=at
    )
