"""Working days, how a day is counted to, and the rungs of being late: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
SATURDAY = 5
"""Its number in `date.weekday`; those below are the working week."""

type Stretch = tuple[date, date]
"""From a day until, but not on, another."""


class Rung(IntegerChoices):
    """How late something is, and how far up that is heard."""

    ON_TIME = 0, _("On time")
    DUE_SOON = 1, _("Due soon")
    OVERDUE = 2, _("Overdue")
    ONE_UP = 3, _("Overdue, one level up")
    TWO_UP = 4, _("Overdue, two levels up")

    @property
    def tone(self) -> str:
        """What `{% badge %}` colours it with."""
        return {Rung.ON_TIME: "neutral", Rung.DUE_SOON: "warning"}.get(self, "bad")


def is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """Monday to Friday, but for the days named here; `years`: those with any."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def is_working(self, day: date) -> bool:
        return (is_weekday(day) and day not in self.off) or day in self.worked

    def add(self, day: date, number: int) -> date:
        """The number-th working day after `day`, or before it when negative."""
        step = DAY if number > 0 else -DAY
        for _turn in range(abs(number)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def count(self, first: date, last: date) -> int:
        """Working days after `first`, up to and with `last`; negative backwards."""
        if last < first:
            return -self.count(last, first)
        return sum(map(self.is_working, days_after(first, last)))

    def roll(self, day: date) -> date:
        """The day, or the first working day after it when it is none."""
        return day if self.is_working(day) else self.add(day, 1)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day as a person or a file gives it."""

    day: date
    is_working: bool
    name: str
    source: str = ""


def days_after(first: date, last: date) -> list[date]:
    """Every day after `first`, up to and with `last`."""
    return [first + DAY * n for n in range(1, (last - first).days + 1)]


def years_unknown(calendar: Calendar, first: date, last: date) -> list[int]:
    """Years between the two days for which nobody has entered any day."""
    first, last = min(first, last), max(first, last)
    spanned = range(first.year, last.year + 1)
    return [year for year in spanned if year not in calendar.years]


def stands_still(day: date, pauses: Sequence[Stretch]) -> bool:
    return any(begins <= day < ends for begins, ends in pauses)


def due_day(
    start: date,
    days: int,
    *,
    working: bool,
    before: bool,
    calendar: Calendar,
    pauses: Sequence[Stretch] = (),
) -> date:
    """The last day in time. The day of the event is day 0 and paused days are none.

    Counted in calendar days it never ends on a day off (Civil Code 2015, art. 148),
    unless it is counted back from an event.
    """
    if before:
        return calendar.add(start, -days) if working else start - DAY * days
    day, left = start, days
    while left:
        day += DAY
        counts = calendar.is_working(day) or not working
        left -= counts and not stands_still(day, pauses)
    while not calendar.is_working(day) or stands_still(day, pauses):
        day += DAY
    return day


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days at which rungs begin, seen from one day."""

    today: date
    calendar: Calendar

    def soon_before(self, warn: int) -> date:
        """What is due before this day, and not late, is due soon."""
        return self.calendar.add(self.today, warn + 1)

    def late_before(self, number: int) -> date:
        """What was due before this day is late by that many working days."""
        start = self.today + DAY
        return self.calendar.add(start, -number)

    def rung(self, due: date, *, warn: int, climb: int, climb_again: int) -> Rung:
        if due >= self.today:
            soon = due < self.soon_before(warn)
            return Rung.DUE_SOON if soon else Rung.ON_TIME
        if due < self.late_before(climb_again):
            return Rung.TWO_UP
        return Rung.ONE_UP if due < self.late_before(climb) else Rung.OVERDUE

    def reached_on(self, due: date, number: int) -> date:
        """The day on which it became late by that many working days."""
        return self.calendar.add(due, number)
