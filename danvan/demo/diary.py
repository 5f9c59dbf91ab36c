"""The order of events: whatever is entered happens when its time comes."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

type Act = Callable[[datetime], object]

SATURDAY = 5
TET = (
    (date(2023, 1, 20), date(2023, 1, 26)),
    (date(2024, 2, 8), date(2024, 2, 14)),
    (date(2025, 1, 25), date(2025, 2, 2)),
)
"""First and last day off at each new year by the moon."""
HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
"""Month and day of those by the sun."""


class Entry(NamedTuple):
    at: datetime
    number: int
    act: Act


class Diary:
    """Acts by time; an act may enter further ones. Nothing happens after `ends`."""

    def __init__(self, ends: date) -> None:
        self.ends = ends
        self.entries: list[Entry] = []
        self.numbers = count()
        self.now: datetime | None = None

    def enter(self, day: date, act: Act, rng: Random) -> None:
        """On that day in working hours, but never before now or after the end."""
        at = at_work(min(workday(day), self.ends), rng)
        at = max(at, self.now or at)
        heapq.heappush(self.entries, Entry(at, next(self.numbers), act))

    def run(self, told: Callable[[date, int, int], None]) -> None:
        """Everything in order; `told` hears the day, how many are done and known."""
        done = 0
        while self.entries:
            entry = heapq.heappop(self.entries)
            self.now = entry.at
            entry.act(entry.at)
            done += 1
            told(entry.at.date(), done, done + len(self.entries))


def is_off(day: date) -> bool:
    is_holiday = (day.month, day.day) in HOLIDAYS
    at_tet = any(first <= day <= last for first, last in TET)
    return day.weekday() >= SATURDAY or is_holiday or at_tet


def workday(day: date) -> date:
    """That day or the next one on which offices work."""
    while is_off(day):
        day += timedelta(days=1)
    return day


def workday_in(first: date, last: date, rng: Random) -> date:
    """A working day of the stretch; near its start when it has no other."""
    day = first + timedelta(days=rng.randint(0, max((last - first).days, 0)))
    found = workday(day)
    return found if found <= last else workday(first)


def at_work(day: date, rng: Random) -> datetime:
    zone = ZoneInfo(settings.TIME_ZONE)
    hour, minute = rng.choice((8, 8, 9, 9, 10, 14, 14, 15, 16)), rng.randint(0, 59)
    return datetime.combine(day, time(hour, minute), zone)
