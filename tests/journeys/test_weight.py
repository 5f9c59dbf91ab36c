"""What a page weighs on the wire, from the server and the files as they are run."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.steps import field, heading

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
GRANIAN += ["--host", "127.0.0.1", "--blocking-threads", "1", "--log-level", "error"]
PASSWORD = "bon-tu-khong-lien-quan"
OFFICER = """
from django.utils import timezone
from danvan.foundation.access.models import Grant, User
from danvan.foundation.units.models import Unit
user = User.objects.create_user("tinh", "%s", full_name="Bà Cán Bộ")
unit = Unit.objects.get(parent=None)
Grant.objects.create(user=user, role="province", unit=unit, valid_from="2023-01-01")
"""
FIRST, AGAIN = 60_000, 20_000
"""Bytes: what the page, its style and its icons may weigh, new and known."""


PAGES = (
    "/",
    "/scorecard/",
    "/blocs/",
    "/places/",
    "/calendar/",
    "/deadlines/calendar/",
    "/matters/new/?unit=2",
    "/meetings/",
    "/movements/overlap/",
    "/plans/",
    "/plans/new/?unit=2",
    "/plans/responsibilities/",
    "/villages/",
)
"""The first one is the page whose style and icons are not known yet."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server over the real 117 units, with no debugging and no demo."""
    folder = tmp_path_factory.mktemp("weight")
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
        "DANVAN_DATA": str(folder),
        "DATABASE_URL": "",
    }
    for words in (
        ["migrate", "--verbosity", "0"],
        ["units", "load"],
        ["shell", "--verbosity", "0", "-c", OFFICER % PASSWORD],
        ["collectstatic", "--noinput", "--verbosity", "0"],
    ):
        subprocess.run([*MANAGE, *words], check=True, env=surroundings)
    port = free_port()
    server = subprocess.Popen(
        [*GRANIAN, "--port", str(port), "danvan.config.wsgi:application"],
        env=surroundings,
        cwd=ROOT,
    )
    try:
        yield answering(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answering(address: str) -> str:
    for _attempt in range(200):
        try:
            with urlopen(f"{address}/accounts/sign-in/"):
                return address
        except URLError:
            time.sleep(0.1)
    raise AssertionError("The server does not answer")


type Weigh = Callable[[str], int]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A browser that has never been here."""
    context = browser.new_context(base_url=address, locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.fixture
def weigh(page: Page) -> Weigh:
    """weigh("/"): bytes that came over the wire for it, headers included."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[float] = []
    wire.on(
        "Network.loadingFinished", lambda end: came.append(end["encodedDataLength"])
    )

    def weighed(path: str) -> int:
        came.clear()
        page.goto(path, wait_until="networkidle")
        return round(sum(came))

    return weighed


def test_the_sign_in_page_is_light(weigh: Weigh):
    assert 1_000 < weigh("/accounts/sign-in/") <= FIRST
    assert 0 < weigh("/accounts/sign-in/") <= AGAIN


def test_the_pages_of_the_province_are_light(page: Page, weigh: Weigh):
    page.goto("/accounts/sign-in/")
    field(page, "Tên đăng nhập").fill("tinh")
    field(page, "Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(heading(page)).to_have_text("Việc hôm nay")

    wire = page.context.new_cdp_session(page)
    wire.send("Network.clearBrowserCache")
    weights = {path: weigh(path) for path in PAGES}
    first = weights.pop("/")
    again = weigh("/")
    assert 1_000 < first <= FIRST, first
    assert 0 < again <= AGAIN, again
    assert again < first, "the style is kept by the browser"
    assert max(weights.values()) <= AGAIN, weights
