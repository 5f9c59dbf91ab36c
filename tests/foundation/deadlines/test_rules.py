"""Counting days, against the days written out by hand."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan.foundation.deadlines.delivered import delivered
from danvan.foundation.deadlines.rules import (
    Calendar,
    Ladder,
    Rung,
    due_day,
    years_unknown,
)
from tests.foundation.deadlines.working_days import FIRST, LAST, WORKING_DAYS

ROWS = delivered()
CALENDAR = Calendar(
    off=frozenset(row.day for row in ROWS if not row.is_working),
    worked=frozenset(row.day for row in ROWS if row.is_working),
    years=frozenset(row.day.year for row in ROWS),
)
DAY = timedelta(days=1)
WORKED = set(WORKING_DAYS)

days = st.dates(FIRST, LAST)
few = st.integers(1, 60)


def due(start: date, number: int, *pauses: tuple[date, date], working: bool) -> date:
    return due_day(
        start,
        number,
        working=working,
        before=False,
        calendar=CALENDAR,
        pauses=pauses,
    )


def test_every_day_of_five_years_is_as_written_by_hand():
    day, wrong = FIRST, []
    while day <= LAST:
        if CALENDAR.is_working(day) != (day in WORKED):
            wrong.append(day)
        day += DAY

    assert wrong == []


@given(days, few)
def test_adding_finds_the_day_by_its_place_in_the_list(day, number):
    place = bisect_right(WORKING_DAYS, day) + number - 1
    assume(place < len(WORKING_DAYS))

    assert CALENDAR.add(day, number) == WORKING_DAYS[place]


@given(days, few)
def test_going_back_finds_the_day_by_its_place_in_the_list(day, number):
    place = bisect_left(WORKING_DAYS, day) - number
    assume(place >= 0)

    assert CALENDAR.add(day, -number) == WORKING_DAYS[place]


@given(days, days)
def test_counting_is_the_number_of_listed_days_between(first, last):
    between = bisect_right(WORKING_DAYS, last) - bisect_right(WORKING_DAYS, first)

    assert CALENDAR.count(first, last) == between


@given(days, st.integers(1, 40))
def test_what_was_added_is_counted_back(day, number):
    assume(day.year < LAST.year)

    assert CALENDAR.count(day, CALENDAR.add(day, number)) == number


@given(days, days, few, st.booleans())
def test_a_later_start_is_never_due_earlier(one, other, number, working):
    first, second = sorted((one, other))

    assert due(first, number, working=working) <= due(second, number, working=working)


@given(days, st.integers(1, 40), st.booleans())
def test_more_days_are_never_due_earlier(start, number, working):
    shorter = due(start, number, working=working)

    assert shorter <= due(start, number + 1, working=working)


@given(days, few)
def test_calendar_days_end_on_the_next_working_day(start, number):
    assume(start + DAY * (number + 15) <= LAST)
    plain = start + DAY * number

    found = due(start, number, working=False)

    assert found in WORKED
    assert not any(day in WORKED for day in span(plain, found))


def span(first: date, end: date) -> list[date]:
    return [first + DAY * n for n in range((end - first).days)]


@given(days, st.integers(1, 40), st.integers(0, 60), st.integers(0, 40), st.booleans())
def test_paused_days_do_not_count(start, number, wait, length, working):
    begins = start + DAY * wait
    ends = begins + DAY * length
    assume(ends + DAY * 120 <= LAST)

    found = due(start, number, (begins, ends), working=working)

    counted = [
        day
        for day in span(start + DAY, found + DAY)
        if not begins <= day < ends and (day in WORKED or not working)
    ]
    assert found in WORKED
    assert not begins <= found < ends
    assert len(counted) == number if working else len(counted) >= number


@given(days, st.integers(1, 40), st.integers(1, 30))
def test_a_pause_over_before_the_due_day_moves_it_by_its_working_days(
    start, number, length
):
    plain = due(start, number, working=True)
    begins = start + DAY
    ends = min(begins + DAY * length, plain)
    assume(plain + DAY * 60 <= LAST)
    lost = sum(day in WORKED for day in span(begins, ends))

    moved = due(start, number, (begins, ends), working=True)

    assert CALENDAR.count(plain, moved) == lost


@pytest.mark.parametrize(
    ("start", "number", "working", "expected"),
    [
        (date(2024, 3, 5), 10, True, date(2024, 3, 19)),
        (date(2024, 4, 15), 10, True, date(2024, 5, 3)),
        (date(2024, 4, 26), 3, True, date(2024, 5, 4)),  # Saturday 4 May was worked
        (date(2025, 1, 20), 5, True, date(2025, 2, 3)),  # over Tết
        (date(2026, 11, 20), 2, True, date(2026, 11, 25)),  # over 24 November
        (date(2024, 3, 5), 30, False, date(2024, 4, 4)),
        (date(2024, 3, 21), 10, False, date(2024, 4, 1)),  # 31 March is a Sunday
        (date(2026, 2, 4), 10, False, date(2026, 2, 23)),  # rolls over all of Tết
    ],
)
def test_known_deadlines(start, number, working, expected):
    assert due(start, number, working=working) == expected


def test_counted_back_from_an_event_no_day_off_moves_it():
    event = date(2024, 2, 17)

    found = due_day(event, 7, working=False, before=True, calendar=CALENDAR)

    assert found == date(2024, 2, 10)


@given(days, days, st.integers(0, 8), st.integers(1, 12), st.integers(1, 20))
def test_rungs_are_what_counting_says(owed, today, warn, climb, more):
    assume(FIRST + DAY * 60 <= today <= LAST - DAY * 60)
    again = climb + more
    late = CALENDAR.count(owed, today)
    if today <= owed:
        near = CALENDAR.count(today, owed) <= warn
        expected = Rung.DUE_SOON if near else Rung.ON_TIME
    elif late >= again:
        expected = Rung.TWO_UP
    else:
        expected = Rung.ONE_UP if late >= climb else Rung.OVERDUE

    found = Ladder(today, CALENDAR).rung(
        owed, warn=warn, climb=climb, climb_again=again
    )

    assert found == expected


@given(days, st.integers(1, 20))
def test_a_rung_is_reached_on_the_day_told(owed, number):
    assume(owed + DAY * 60 <= LAST)
    reached = Ladder(owed, CALENDAR).reached_on(owed, number)

    words = {"warn": 0, "climb": number, "climb_again": number + 1}
    eve = Ladder(reached - DAY, CALENDAR).rung(owed, **words)

    assert Ladder(reached, CALENDAR).rung(owed, **words) == Rung.ONE_UP
    assert eve < Rung.ONE_UP


def test_a_year_without_days_is_named():
    assert years_unknown(CALENDAR, date(2027, 12, 20), date(2028, 1, 5)) == [2028]
    assert years_unknown(CALENDAR, date(2024, 3, 5), date(2024, 2, 27)) == []
