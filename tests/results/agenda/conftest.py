"""A day that stands still, and a mail server."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from danvan.config import middleware
from tests import factories
from tests.mail import mailbox  # noqa: F401 - a fixture

TODAY = date(2024, 5, 14)
"""A Tuesday; nothing is off around it."""


class Standing:
    """The clock the edge of the site reads, standing on one day."""

    def __init__(self, day: date) -> None:
        self.moment = factories.noon(day)

    now = property(lambda self: lambda: self.moment)
    localdate = staticmethod(timezone.localdate)


@pytest.fixture
def stand(monkeypatch) -> Callable[[date], None]:
    def on(day: date) -> None:
        monkeypatch.setattr(middleware, "timezone", Standing(day))

    return on


@pytest.fixture(autouse=True)
def today(stand) -> date:
    stand(TODAY)
    return TODAY
