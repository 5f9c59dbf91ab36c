"""A month as a grid of days, Monday first, with what is held and what is due."""

import re
from calendar import Calendar as Grid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise

from danvan.foundation.access.models import User
from danvan.foundation.deadlines.counting import rule_name, rung_of
from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.foundation.deadlines.queries import calendar_of
from danvan.foundation.deadlines.rules import Calendar, Ladder
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.records.activities.choices import Status
from danvan.records.activities.kinds import kind_name
from danvan.records.activities.models import Activity

DEADLINES = "deadline"
"""The choice of the filter that asks for deadlines alone."""

SHOWN = 3
"""Entries of a day in the grid; the rest is a link away."""

LONGEST = 300
YEARS = range(2000, 2101)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity or a deadline on its day."""

    day: date
    title: str
    url: str
    unit: str
    note: str
    is_deadline: bool = False
    tone: str = ""
    label: str | Promise = ""


@dataclass(slots=True)
class Day:
    """One cell of the grid."""

    day: date
    in_month: bool
    is_today: bool
    is_off: bool
    name: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN]

    @property
    def hidden(self) -> int:
        return len(self.entries) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the month is narrowed to; "" means everything."""

    unit: str = ""
    kind: str = ""


def month_asked(text: str, today: date) -> date:
    """The first day of the month written as 2024-05; of today's when it is none."""
    found = _MONTH.fullmatch(text.strip())
    if found:
        year, month = map(int, found.groups())
        if year in YEARS and month in range(1, 13):
            return date(year, month, 1)
    return today.replace(day=1)


def beside(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    before = (first - timedelta(days=1)).replace(day=1)
    return before, (first + timedelta(days=31)).replace(day=1)


def grid(first: date, entries: Iterable[Entry], today: date) -> list[list[Day]]:
    """Weeks of the month with every entry on its day; one query, for days off."""
    weeks = Grid().monthdatescalendar(first.year, first.month)
    by_day = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    named = CalendarDay.objects.standing().filter(
        day__range=(weeks[0][0], weeks[-1][-1])
    )
    days = list(named)
    names, calendar = {row.day: row.name for row in days}, calendar_of(days)
    return [
        [
            Day(
                day=day,
                in_month=day.month == first.month,
                is_today=day == today,
                is_off=not calendar.is_working(day),
                name=names.get(day, ""),
                entries=by_day[day],
            )
            for day in week
        ]
        for week in weeks
    ]


def spread(first: date) -> tuple[date, date]:
    """The first and the last day that the grid of the month shows."""
    weeks = Grid().monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def entries(
    user: User,
    wanted: Wanted,
    *,
    first: date,
    last: date,
    on: date,
    calendar: Calendar,
) -> list[Entry]:
    """What is held and what is due in these days, deadlines first on each day."""
    scope = in_units(user, wanted.unit, on)
    found = [*deadlines(user, wanted, scope, first, last, on, calendar)]
    if wanted.kind != DEADLINES:
        found += activities(user, wanted, scope, first, last, on)
    return sorted(found, key=lambda e: (e.day, not e.is_deadline, e.unit, e.title))


def in_units(user: User, typed: str, on: date) -> list[int] | None:
    """Numbers of the units meant; None for all of the person's."""
    if not typed:
        return None
    meant = meant_by(typed, Unit.objects.visible_to(user, on=on))
    return [unit.pk for unit in meant]


def deadlines(
    user: User,
    wanted: Wanted,
    scope: list[int] | None,
    first: date,
    last: date,
    on: date,
    calendar: Calendar,
) -> Iterator[Entry]:
    if wanted.kind not in {"", DEADLINES}:
        return
    rows = Clock.objects.visible_to(user, on=on).running()
    rows = rows.filter(due_on__range=(first, last))
    if scope is not None:
        rows = rows.within(*scope)
    ladder = Ladder(on, calendar)
    for clock in rows.select_related("unit"):
        rung = rung_of(clock, ladder)
        yield Entry(
            day=clock.due_on,
            title=clock.title,
            url=clock.path,
            unit=clock.unit.full_name,
            note=rule_name(clock.rule),
            is_deadline=True,
            tone=rung.tone if rung else "",
            label=rung.label if rung else "",
        )


def activities(
    user: User,
    wanted: Wanted,
    scope: list[int] | None,
    first: date,
    last: date,
    on: date,
) -> Iterator[Entry]:
    rows = Activity.objects.visible_to(user, on=on).filter(on__range=(first, last))
    rows = rows.exclude(status__in=(Status.WITHDRAWN, Status.CANCELLED))
    if scope is not None:
        rows = rows.within(*scope)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for activity in rows.select_related("unit"):
        is_open = activity.status != Status.HELD
        missed = is_open and activity.on < on
        yield Entry(
            day=activity.on,
            title=activity.title,
            url=activity.get_absolute_url(),
            unit=activity.unit.full_name,
            note=kind_name(activity.kind),
            tone=("bad" if missed else "info") if is_open else "",
            label=activity.get_status_display() if is_open else "",
        )
