"""A commune while its three years go by, and the province that holds them all."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from danvan.demo import words
from danvan.demo.accounts import DISTRICT, Staff
from danvan.demo.chance import dice, whether
from danvan.demo.diary import Diary, workday
from danvan.demo.people import People
from danvan.demo.profiles import Profile
from danvan.foundation.access.models import User
from danvan.foundation.programme.schema import Programme
from danvan.foundation.units.models import Unit, Village
from danvan.records.activities import actions as activities
from danvan.records.activities.choices import Evidence
from danvan.records.activities.models import Activity, Directive
from danvan.records.blocs.models import Bloc, Seat
from danvan.records.matters.models import Matter
from danvan.records.plans.models import Task

NAMESPACE = uuid.UUID("6f0c2c52-3a77-4b6e-9d0e-06c0de2023aa")
CLEARING = 12
"""Days before the end in which communes clear up what is late."""


@dataclass
class Stage:
    """All that the acts share."""

    programme: Programme
    province: Unit
    districts: list[Unit]
    staff: Staff
    people: People
    diary: Diary
    seed: str
    places: list["Place"] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    trained: set[int] = field(default_factory=set)
    """Members who attended a class since the programme began."""
    wanted: dict[int, str] = field(default_factory=dict)
    """Language that most members of a district want to learn."""
    tasks: dict[int, dict[str, Task]] = field(default_factory=dict)
    """Tasks of the last year's plan, by unit and by the programme's task."""

    def places_of(self, district: Unit) -> list["Place"]:
        return [place for place in self.places if place.unit.parent_id == district.pk]

    @cached_property
    def shown(self) -> Unit:
        """The district whose communes keep everything, to be looked at closely."""
        by_code = {district.code: district for district in self.districts}
        return by_code.get(DISTRICT) or self.districts[0]

    def dice(self, *names: object) -> Random:
        return dice(self.seed, *names)

    @property
    def last_year(self) -> int:
        return self.programme.ends.year

    def uid(self, *names: object) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, "/".join(map(str, names)))


@dataclass
class Place:
    """One commune: its bloc, who sits there now, and what its papers are numbered."""

    stage: Stage
    unit: Unit
    profile: Profile
    clerk: User
    bloc: Bloc
    villages: list[Village] = field(default_factory=list)
    seats: dict[int, Seat] = field(default_factory=dict)
    with_duty: set[int] = field(default_factory=set)
    cadence: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    leaders: dict[str, str] = field(default_factory=dict)
    waiting: list[Matter] = field(default_factory=list)
    """Matters raised here; those answered meanwhile as well."""

    @property
    def head(self) -> User:
        return self.stage.staff.head_of(self.unit)

    def dice(self, *names: object) -> Random:
        return self.stage.dice(self.unit.code, *names)

    def later(self, day: date, act: Any, rng: Random, *, lag: bool = False) -> None:
        """Enter an act for that day, or for when this commune gets round to it."""
        if lag:
            day += timedelta(days=rng.randint(*self.profile.records_after))
        self.stage.diary.enter(day, act, rng)

    @cached_property
    def is_shown(self) -> bool:
        return self.unit.parent_id == self.stage.shown.pk

    @property
    def is_slow(self) -> bool:
        return self.profile.name in SLOW

    def in_time(self, day: date, act: Any, rng: Random) -> None:
        """Enter an act that is done before the end: in the last days, if late."""
        ends = self.stage.diary.ends
        if day > ends:
            day = ends - timedelta(days=rng.randint(0, CLEARING))
        self.stage.diary.enter(day, act, rng)

    def uid(self) -> uuid.UUID:
        """The next of the same numbers each time."""
        return self.stage.uid(self.unit.code, next_number(self))

    def document_no(self, symbol: str) -> str:
        """The next number of its kind; none where everything stays on paper."""
        if self.profile.name == "paper":
            return ""
        self.numbers[symbol] = self.numbers.get(symbol, 0) + 1
        return f"{self.numbers[symbol]:02}-{symbol}/ĐU"

    def evidence(self, rng: Random) -> Evidence:
        return rng.choices(list(Evidence), self.profile.evidence)[0]

    def holder(self, *posts: str) -> Seat | None:
        return next((s for s in self.seats.values() if s.post in posts), None)

    def chair_name(self, chair: str, rng: Random) -> str:
        """Whoever sits in the bloc by that post, else an official who stays."""
        seat = self.holder(*POSTS_OF_CHAIR.get(chair, ()))
        if seat:
            return seat.member.full_name
        if chair not in self.leaders:
            self.leaders[chair] = self.stage.people.person(rng).full_name
        return self.leaders[chair]

    def official(self, body: str, rng: Random) -> str:
        """Who answers for an organisation: its seat in the bloc, else the chairman."""
        seats = (seat for seat in self.serving() if seat.body == body)
        seat = None if body == GOVERNMENT else next(seats, None)
        if seat:
            return seat.member.full_name
        return self.chair_name("government_head", rng)

    def venue(self, rng: Random, *, village: bool = False) -> str:
        if not village:
            return words.pick(rng, "places", "venues")
        place = words.pick(rng, "places", "village_venues")
        return place.format(village=words.village(rng))

    def record(self, kind: str, on: date, at: datetime, **facts: Any) -> Activity:
        """Kept by the commune's clerk; the number makes the same record each time."""
        return activities.record_activity(
            self.unit, kind=kind, on=on, by=self.clerk, at=at, uid=self.uid(), **facts
        )

    def serving(self) -> Iterator[Seat]:
        """Seats whose holders still have their post."""
        return (s for s in self.seats.values() if s.post_ended_on is None)


GOVERNMENT = "Ủy ban nhân dân"
SLOW = {"late", "remote", "struggling"}
"""Profiles that are late with some of what they owe."""

POSTS_OF_CHAIR = {
    "party_head": ("bi_thu_dang_uy",),
    "party_deputy": ("pho_bi_thu_thuong_truc", "pho_bi_thu_dang_uy"),
    "government_head": ("chu_tich_ubnd",),
    "government_deputy": ("pho_chu_tich_ubnd",),
    "front_head": ("chu_tich_mttq",),
}


def next_number(place: Place) -> int:
    place.numbers["uid"] = place.numbers.get("uid", 0) + 1
    return place.numbers["uid"]


def occurs(place: Place, base: float, year: int, rng: Random) -> bool:
    return whether(rng, place.profile.chance(base, year))


def days_after(day: date, least: int, most: int, rng: Random) -> date:
    return workday(day + timedelta(days=rng.randint(least, most)))
