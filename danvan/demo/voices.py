"""What people raise in the communes, and what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any

from danvan.demo import promises, words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, days_after
from danvan.records.activities.models import Activity
from danvan.records.matters import actions
from danvan.records.matters.choices import State
from danvan.records.matters.models import Matter

CHANNELS = ("voter_meeting", "residents_meeting", "reception", "branch_meeting")
NAMED = {"reception", "dialogue"}
"""Channels at which somebody says who speaks; the name goes into the sealed box."""

KINDS = {"reflection": 60, "recommendation": 30, "opinion": 10}
COURSES = {
    "in_turn": 50,
    "at_once": 22,
    "promised": 12,
    "handed_on": 6,
    "again": 6,
    "declined": 4,
}
"""How matters of the district that is shown go on; elsewhere they go `at_once`."""

AMOUNTS = ((3, 5), (1, 2), (0, 1))
"""Least and most a year in the district that is shown, the last year first."""
ELSEWHERE = 0.8
"""Share of the other communes that keep one in the last year."""
LATE = 0.35
SHARE_NAMED = 0.4


def plan(place: Place, year: int) -> None:
    rng = place.dice("voices", year)
    for number in range(times(place, year, rng)):
        own = place.dice("voice", year, number)
        day = workday_in(date(year, 1, 10), date(year, 11, 25), own)
        place.later(day, partial(hear, place, own), own)


def times(place: Place, year: int, rng: Random) -> int:
    ago = place.stage.last_year - year
    if place.is_shown:
        return rng.randint(*AMOUNTS[ago])
    return int(ago == 0 and whether(rng, ELSEWHERE))


def hear(place: Place, rng: Random, at: datetime) -> None:
    said = words.matter(rng, place.villages)
    case = raised(place, said, rng.choice(CHANNELS), rng, at)
    place.waiting.append(case.matter)
    courses = list(COURSES), list(COURSES.values())
    case.take(rng.choices(*courses)[0] if place.is_shown else "at_once")


def raised(
    place: Place,
    said: words.Said,
    channel: str,
    rng: Random,
    at: datetime,
    activity: Activity | None = None,
) -> "Case":
    """Kept by the clerk, at a meeting as of its day."""
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    matter = actions.raise_matter(
        place.unit,
        kind=kind,
        channel=channel,
        topic=said.topic,
        title=said.title,
        text=said.text,
        received_on=activity.on if activity else at.date(),
        village=said.village,
        activity=activity,
        body=said.body,
        speaker=speaker(place, channel, rng),
        by=place.clerk,
        at=at,
        uid=place.uid(),
    )
    return Case(place, matter, said, rng)


def speaker(place: Place, channel: str, rng: Random) -> str:
    if place.is_shown and channel in NAMED and whether(rng, SHARE_NAMED):
        return place.stage.people.person(rng).full_name
    return ""


@dataclass
class Case:
    """A matter on its way from the day it is raised to the day it is settled."""

    place: Place
    matter: Matter
    said: words.Said
    rng: Random
    outcome: str = ""
    has_doubts: bool = False
    """Whether the first answer does not content those who raised it."""

    def take(self, course: str) -> None:
        """Enter the first step; each step enters the next."""
        rng, is_promised = self.rng, course == "promised"
        outcome = rng.choices(("solved", "explained", "outside"), (60, 30, 10))[0]
        self.outcome = "promised" if is_promised else outcome
        self.has_doubts = course == "again"
        late = self.place.is_slow and whether(rng, LATE)
        first = {"at_once": self.answer, "declined": self.decline}
        first |= {"handed_on": self.hand_on}
        if step := first.get(course):
            self.next(step, 2, 8)
        else:
            self.next(partial(self.accept, late=late), *((12, 30) if late else (1, 8)))

    def next(self, step: Any, least: int, most: int) -> None:
        """Some days from now; from the day it was raised for the first step."""
        now = self.place.stage.diary.now
        day = now.date() if now else self.matter.received_on
        self.place.in_time(days_after(day, least, most, self.rng), step, self.rng)

    def act(self, do: Any, at: datetime, **facts: Any) -> None:
        """By the officer of whoever holds it now."""
        by = self.place.stage.staff.of(self.matter.holder)
        do(self.matter, version=self.matter.version, by=by, at=at, **facts)

    def accept(self, at: datetime, *, late: bool = False) -> None:
        self.act(actions.accept_matter, at)
        self.next(self.answer, *((32, 60) if late else (4, 24)))

    def decline(self, at: datetime) -> None:
        self.act(actions.decline_matter, at, reason=self.pick("declined"))

    def hand_on(self, at: datetime) -> None:
        """To the district, whose officer takes it on."""
        holder = self.place.unit.parent
        reason = self.pick("handed_on")
        facts = {"holder": holder, "body": self.said.above, "reason": reason}
        self.act(actions.transfer_matter, at, **facts)
        self.next(self.accept, 1, 6)

    def answer(self, at: datetime) -> None:
        self.act(
            actions.answer_matter,
            at,
            answer=self.words(),
            answered_on=at.date(),
            answer_no=self.place.document_no("CV"),
            outcome=self.outcome,
        )
        if self.outcome == "promised":
            promises.give(self.place, self.matter, self.said, self.solve, self.rng, at)
        else:
            self.next(self.doubt if self.has_doubts else self.settle, 4, 20)

    def words(self) -> str:
        """More than before, when asked again."""
        if self.outcome == "outside":
            return self.pick("outside").format(body=self.said.above)
        again = self.matter.state == State.REOPENED
        return f"{self.said.answer} {self.pick('again')}" if again else self.said.answer

    def doubt(self, at: datetime) -> None:
        self.has_doubts = False
        self.act(actions.reopen_matter, at, reason=self.pick("doubts"))
        self.next(self.answer, 6, 20)

    def solve(self, at: datetime) -> None:
        """What was promised is done: the matter is solved and confirmed."""
        self.act(actions.solve_matter, at, on=at.date(), text=self.pick("solved"))
        self.outcome = "solved"
        self.next(self.settle, 2, 9)

    def settle(self, at: datetime) -> None:
        """What was solved is confirmed by the commune, an explanation is closed."""
        solved = self.outcome == "solved"
        finish = actions.confirm_matter if solved else actions.close_matter
        by, version = self.place.clerk, self.matter.version
        finish(self.matter, version=version, by=by, at=at)

    def pick(self, entry: str) -> str:
        return words.pick(self.rng, "voices", entry)
