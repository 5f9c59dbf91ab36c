"""A year of the working calendar as month grids for the page."""

from calendar import Calendar as Grid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from danvan.foundation.deadlines.models import CalendarDay
from danvan.foundation.deadlines.rules import is_weekday

type Look = Literal["", "rest", "off", "worked"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month; `look` rest is a plain weekend."""

    day: date
    look: Look
    name: str = ""
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    weeks: list[list[Cell | None]]


def months(year: int, days: Mapping[date, CalendarDay], today: date) -> list[Month]:
    return [
        Month(
            _("Month %(month)d") % {"month": month},
            [
                [cell(d, days, today) if d.month == month else None for d in week]
                for week in Grid().monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def cell(day: date, days: Mapping[date, CalendarDay], today: date) -> Cell:
    entered = days.get(day)
    if entered is None:
        return Cell(day, "" if is_weekday(day) else "rest", is_today=day == today)
    look: Look = "worked" if entered.is_working else "off"
    return Cell(day, look, entered.name, day == today)
