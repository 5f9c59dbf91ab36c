"""When a job is due."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.foundation.jobs.rules import Daily, Every, pause_after

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))
MOMENTS = st.builds(
    lambda day, hour: datetime.combine(day, hour, ZONE), DAYS, st.times()
)


def at(hour: int, minute: int = 0, day: date = date(2024, 3, 5)) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (at(5, 59), ""),
        (at(6), "2024-03-05"),
        (at(6, 1), "2024-03-05"),
        (at(23, 59), "2024-03-05"),
        (at(0, 0, date(2024, 3, 6)), ""),
    ],
)
def test_a_daily_job_is_due_from_its_time_until_midnight(now, slot):
    assert Daily(time(6)).slot(now) == slot


def test_a_job_every_few_minutes_is_due_once_in_each_stretch():
    five = Every(5)
    slots = [five.slot(at(8) + timedelta(minutes=n)) for n in range(11)]

    assert slots == ["2024-03-05T08:00"] * 5 + ["2024-03-05T08:05"] * 5 + [
        "2024-03-05T08:10"
    ]


@given(MOMENTS, st.sampled_from([Daily(time(6)), Every(5), Every(7), Every(60)]))
def test_what_follows_begins_a_slot_of_its_own(now, when):
    """Not a moment before it."""
    following = when.following(now)

    assert now < following <= now + timedelta(days=1)
    assert when.slot(following) not in {"", when.slot(now)}
    just_before = following - timedelta(microseconds=1)
    assert just_before < now or when.slot(just_before) in {"", when.slot(now)}


def test_each_failure_waits_longer_than_the_one_before():
    pauses = [pause_after(attempts) for attempts in range(1, 7)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
