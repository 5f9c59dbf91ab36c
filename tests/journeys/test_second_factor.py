"""A second factor, in the browser: Chromium's own authenticator, and an app's codes."""

import re

import pyotp
import pytest
from playwright.sync_api import CDPSession, ConsoleMessage, Page, expect

from danvan.foundation.audit.models import Entry
from danvan.foundation.identity.models import Passkey
from tests import factories
from tests.journeys.steps import field, heading, sign_in, sign_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def required(settings):
    settings.DANVAN_SECOND_FACTOR = "required"


def authenticator(page: Page) -> CDPSession:
    """A platform authenticator that recognises its owner at once."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return wire


def fault_in(said: ConsoleMessage) -> list[str]:
    """Signing out clears the cache, and Chromium tells so."""
    grave = said.type in {"error", "warning"} and "Clear-Site-Data" not in said.text
    return [said.text] if grave else []


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_a_passkey_is_registered_before_any_other_page_and_then_signs_in(
    tree, page, required
):
    user = factories.administrator(tree.province, username="quan-tri")
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.extend(fault_in(said)))
    authenticator(page)

    sign_in(page, user)
    expect(heading(page)).to_have_text("Thiết lập lớp xác thực thứ hai")
    page.goto("/accounts/")
    expect(heading(page)).to_have_text("Thiết lập lớp xác thực thứ hai")
    page.get_by_role("link", name="Đăng ký khóa truy cập").click()
    field(page, "Tên khóa truy cập").fill("Điện thoại")
    press(page, "Đăng ký")
    expect(heading(page)).to_have_text("Mã dự phòng của bạn")
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="Tôi đã lưu các mã").click()
    expect(heading(page)).to_have_text("Tài khoản")

    sign_out(page)
    page.get_by_role("link", name="Đăng nhập bằng khóa truy cập").click()
    press(page, "Dùng khóa truy cập")
    expect(heading(page)).to_have_text("Tài khoản")

    sign_out(page)
    sign_in(page, user)
    expect(heading(page)).to_have_text("Lớp xác thực thứ hai")
    press(page, "Dùng khóa truy cập")
    expect(heading(page)).to_have_text("Tài khoản")

    assert Passkey.objects.get().name == "Điện thoại"
    by = Entry.objects.filter(verb="sign_in").order_by("pk")
    assert [entry.changes["factor"][1] for entry in by] == [
        "password",
        "passkey",
        "passkey",
    ]
    assert faults == []


def test_an_app_is_set_up_and_its_code_signs_in(tree, page, clock, required):
    user = factories.provincial_officer(tree.province)

    sign_in(page, user)
    page.get_by_role("link", name="Thiết lập ứng dụng xác thực").click()
    expect(page.get_by_role("img", name="Mã QR cho ứng dụng")).to_be_visible()
    page.get_by_text("Không có máy ảnh?").click()
    secret = re.sub(r"\s", "", page.locator("details code").inner_text())
    app = pyotp.TOTP(secret)
    field(page, "Mã sáu chữ số").fill(app.at(clock.moment))
    press(page, "Thiết lập ứng dụng")
    expect(heading(page)).to_have_text("Mã dự phòng của bạn")
    code = page.locator(".codes code").first.inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Lưu thành tệp").click()
    kept = waiting.value.path().read_text().split()
    assert kept[0] == code
    assert len(kept) == 10

    sign_out(page)
    sign_in(page, user)
    field(page, "Mã").fill(code.upper().replace("-", " "))
    press(page, "Đăng nhập")
    expect(heading(page)).to_have_text("Việc hôm nay")
