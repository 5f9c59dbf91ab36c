"""A fixed day, a small province, and people who open the real pages of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from danvan.config import middleware
from tests import factories
from tests.mail import mailbox  # noqa: F401 - a fixture

TODAY = date(2024, 11, 20)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Clock:
    """The clock that the edge of the site reads, standing still until it is moved."""

    localdate = staticmethod(timezone.localdate)

    def __init__(self, day: date) -> None:
        self.moment = factories.noon(day)

    def now(self) -> datetime:
        return self.moment

    def move_to(self, day: date) -> None:
        """From the next page on it is midday of that day."""
        self.moment = factories.noon(day)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands on TODAY; a journey of several months moves it."""
    told = Clock(TODAY)
    monkeypatch.setattr(middleware, "timezone", told)
    return told


@pytest.fixture
def tree(live_server: object) -> factories.Tree:
    """A district with two communes, in a province with a second one."""
    return factories.tree(districts=2, communes=2)


type Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Visit]:
    """Open a fresh browser: visit(phone=True, scripts=False, dark=True)."""
    contexts: list[BrowserContext] = []

    def opened(
        *, phone: bool = False, scripts: bool = True, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport=PHONE if phone else DESK,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
