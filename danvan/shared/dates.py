"""Dates as Vietnamese offices read and write them, and the parts of a year gone by."""

import re
from datetime import date, timedelta

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_OLDEST = 1900


class NoSuchDay(ValueError):
    """Written as a date is, but no month has that day."""


def parse_date(text: str) -> date:
    """Date from d/m/yyyy (also with - or .) or ISO; ValueError for anything else.

    NoSuchDay when it is written well but there is no such day.
    """
    text = text.strip()
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise ValueError(f"not a date: {text!r}")
    if year < _OLDEST:
        raise ValueError(f"before {_OLDEST}: {text!r}")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDay(text) from error


def _month(day: date) -> str:
    """Months 1 and 2 take a zero, so that nobody can add a digit before them."""
    return f"{day.month:02}" if day.month in {1, 2} else str(day.month)


def short(day: date) -> str:
    """05/3/2023, as in running text."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


format_date = short


def numeric(day: date) -> str:
    """05/03/2023, as in tables and forms."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def long(day: date) -> str:
    """ngày 05 tháng 3 năm 2023, as at the head of a document."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def month_ends(year: int) -> list[date]:
    """Last day of each month."""
    firsts = [date(year, month, 1) for month in range(2, 13)] + [date(year + 1, 1, 1)]
    return [first - timedelta(days=1) for first in firsts]


def quarter_ends(year: int) -> list[date]:
    """Last day of each quarter."""
    return month_ends(year)[2::3]


def completed_quarters(year: int, on: date) -> int:
    """Quarters of the year that are over once `on` is over: 0 to 4."""
    return sum(end <= on for end in quarter_ends(year))


def completed_months(year: int, on: date) -> int:
    """Months of the year that are over once `on` is over: 0 to 12."""
    return sum(end <= on for end in month_ends(year))
