"""Jobs that the tests watch."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.foundation.jobs import tasks


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    tasks.RAN.clear()
    tasks.FAULTS.clear()
    yield
    tasks.RAN.clear()
    tasks.FAULTS.clear()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **words: int) -> None:
        self.now += timedelta(**words)


@pytest.fixture
def clock() -> Clock:
    """08:00 in Vietnam on 5 March 2024."""
    return Clock(datetime(2024, 3, 5, 1, tzinfo=UTC))


@pytest.fixture
def only(settings):
    """The installation's only job."""

    def set_(call: str, **when: object) -> None:
        path = f"{tasks.__name__}.{call}"
        due = when or {"daily": "06:00"}
        settings.DANVAN_JOBS = [{"name": "thử", "call": path, **due}]

    return set_
