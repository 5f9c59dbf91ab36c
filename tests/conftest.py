"""Fixtures every room shares: a real browser on the live server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from danvan.shared import catalogues
from tests.runner import chromium

# Playwright's sync API keeps an event loop running in the test's thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "test-results"


def pytest_configure() -> None:
    """The pages are read in Vietnamese, so the catalogues have to be compiled."""
    catalogues.compile_stale(ROOT / "danvan")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Of bytes the name alone: a zip holds the time it was packed at, and two workers
    that collect a second apart would not agree on what there is to run."""
    return argname if isinstance(val, bytes) else None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Browser tests get their mark; the demonstration stays on one worker."""
    fixtures = getattr(item, "fixturenames", ())
    if "browser" in fixtures:
        item.add_marker("browser")
    if "demo_province" in fixtures:
        item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    """The browser after the rest, its longest walk first, so that no worker waits.

    The demonstration comes last: whatever empties tables would empty it, too.
    """
    turns = {"every page": 1, "every form": 3, "demo": 4}
    for mark in item.iter_markers("xdist_group"):
        return turns[mark.args[0]]
    return 2 if item.get_closest_marker("browser") else 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Keep a picture of the page a browser test failed on."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and isinstance(page, Page):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{item.name}.png", full_page=True)
    return report


@pytest.fixture(scope="session")
def demo_province(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration province, made once for all tests that read it."""
    from danvan.demo import province

    with django_db_blocker.unblock():
        province.load()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS
        )
        yield chrome
        chrome.close()


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """A fresh visitor; relative addresses go to the live server."""
    visitor = browser.new_context(
        base_url=live_server.url,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 1280, "height": 900},
    )
    visitor.set_default_timeout(10_000)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
