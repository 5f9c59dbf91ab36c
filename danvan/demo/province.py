"""The demonstration province: real places, made-up people, three years of work.

Everything is made through the acts that people use, each `by` the officer who would
do it and `at` a time when it would be done, so the log reads like a real one. The same
seed gives the same province, record for record.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from danvan.demo import (
    campaigns,
    classes,
    deeds,
    duties,
    flare,
    founding,
    loose_ends,
    meetings,
    money,
    occasions,
    pilots,
    planning,
    profiles,
    reforming,
    rounds,
    turnover,
    voices,
)
from danvan.demo.accounts import PASSWORD, Staff
from danvan.demo.chance import dice
from danvan.demo.diary import Diary, at_work, workday
from danvan.demo.people import People
from danvan.demo.places import Place, Stage
from danvan.foundation import programme
from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.units.actions import load_units
from danvan.foundation.units.imports import BAC_KAN_2023, read_units
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level

PROGRAMME = "bac-kan-2023-2025"
"""The programme whose place and figures this is made for."""
SEED = "bac-kan"

type Told = Callable[[str, int, int], None]
"""Hears a step, how much of it is done, and how much there is."""


def silently(step: str, done: int, total: int) -> None:
    pass


@transaction.atomic
def load(
    *,
    told: Told = silently,
    seed: str = SEED,
    password: str = PASSWORD,
    districts: Collection[str] = (),
) -> Stage:
    """Make it all, or nothing; `districts` limits it to these codes.

    Raises FaultyList when the stored units are others than those of the file.
    """
    with override("vi"):
        stage = set_up(seed, password, districts)
        told(_("Units and accounts"), 1, 1)
        communes = [u for u in stage.staff.units.values() if u.level == Level.COMMUNE]
        of_profile = profiles.assign(communes, seed)
        founding.found(stage, communes, of_profile, partial(told, _("Blocs of 2022")))
        plan(stage)
        stage.diary.run(monthly(told))
    return stage


def set_up(seed: str, password: str, districts: Collection[str]) -> Stage:
    """Units, accounts and an empty diary."""
    rows = read_units(BAC_KAN_2023)
    first = max(row.valid_from for row in rows)
    opening = workday(first + timedelta(days=1))
    current = programme.current()
    people = People()
    load_units(rows, by=CommandLine(), at=at_first(opening))
    deadlines.load_bundled(by=CommandLine(), at=at_first(opening))
    units = chosen(current.place.code, first, districts)
    staff = Staff(units, seed, people)
    staff.hire(password, at_first(opening))
    return Stage(
        programme=current,
        province=units[0],
        districts=[unit for unit in units if unit.level == Level.DISTRICT],
        staff=staff,
        people=people,
        diary=Diary(current.ends),
        seed=seed,
    )


def at_first(day: date) -> datetime:
    return at_work(day, dice("first"))


def chosen(code: str, on: date, districts: Collection[str]) -> list[Unit]:
    """The province, its districts, its communes, by code."""
    found = Unit.objects.in_force(on).select_related("parent").order_by("level", "code")
    return [
        unit
        for unit in found
        if unit.code == code
        or not districts
        or unit.code in districts
        or (unit.parent and unit.parent.code in districts)
    ]


def plan(stage: Stage) -> None:
    """Fill the diary of all three years."""
    pilots.plan(stage)
    for place in stage.places:
        reforming.plan(place)
        turnover.plan(place)
    for year in stage.programme.years:
        campaigns.plan(stage, year)
        classes.plan(stage, year)
        rounds.plan_above(stage, year)
        occasions.plan_above(stage, year)
        money.plan(stage, year)
        for place in stage.places:
            plan_place(place, year)
    planning.plan(stage)
    duties.plan(stage)
    loose_ends.plan(stage)
    plan_climbs(stage)


def plan_place(place: Place, year: int) -> None:
    """A commune's year."""
    for part in (meetings, rounds, voices, flare, deeds, occasions):
        part.plan(place, year)


def plan_climbs(stage: Stage) -> None:
    """Once a week those above hear of what is late; really it is a daily job."""
    rng, day = stage.dice("climbs"), stage.programme.starts
    while day <= stage.programme.ends:
        stage.diary.enter(day, deadlines.climb, rng)
        day += timedelta(days=7)


def monthly(told: Told) -> Callable[[date, int, int], None]:
    """Tell of each month once, when the first act of the next one is done."""
    last: list[str] = []

    def day_done(day: date, done: int, known: int) -> None:
        month = f"{day:%m/%Y}"
        if last != [month] or done == known:
            last[:] = [month]
            told(month, done, known)

    return day_done
