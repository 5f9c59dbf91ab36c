"""An administrator opens the system to a clerk; readers find nothing to press."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Page, expect

from danvan.config import middleware
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from tests import factories
from tests.journeys.steps import field, heading, problems, save, sign_in

OWN = "bon-tu-khong-lien-quan"
READING = {None, Permission.READ, Permission.READ_AUDIT}
WRITING = (
    "/activities/new/?kind=dialogue",
    "/activities/{activity}/edit/",
    "/activities/{activity}/withdraw/",
    "/activities/directives/new/",
    "/blocs/establish/",
    "/blocs/{bloc}/seats/new/",
    "/blocs/{bloc}/duties/",
    "/blocs/{bloc}/regulations/new/",
    "/blocs/seats/{seat}/hand-over/",
    "/roster/",
    "/accounts/",
)


def test_an_empty_system_is_opened_to_its_first_clerk(
    live_server, visit, capsys, monkeypatch
):
    monkeypatch.setattr(middleware, "timezone", timezone)  # as the command line's
    call_command("units", "load")
    call_command("createadmin", username="quan-tri", full_name="Bà Quản Trị")
    slip = capsys.readouterr().out.strip().rpartition(" ")[2]
    page = visit()
    sign_in(page, User.objects.get(username="quan-tri"), slip)
    replace_password(page, slip)
    expect(heading(page)).to_have_text("Tài khoản")

    page.get_by_role("link", name="Tài khoản mới").click()
    field(page, "Họ và tên").fill("Nông Thị Thử")
    field(page, "Tên đăng nhập").fill("xa-nam-cuong")
    page.get_by_role("radio", name="Cán bộ cấp xã").check()
    field(page, "Đơn vị").fill("nam cuong")
    save(page, "Tạo tài khoản")
    slip = page.locator("main code").inner_text()

    clerk = visit(phone=True, scripts=False)
    sign_in(clerk, User.objects.get(username="xa-nam-cuong"), slip)
    clerk.goto("/blocs/")
    expect(heading(clerk)).to_have_text("Đổi mật khẩu")
    replace_password(clerk, slip)
    expect(heading(clerk)).to_have_text("Việc hôm nay")
    expect(clerk.locator(".heading__kicker")).to_have_text("Xã Nam Cường")
    clerk.goto("/places/")
    expect(clerk.locator("main tbody tr")).to_have_count(1)
    neighbour = Unit.objects.communes().exclude(name="Nam Cường")[0]
    clerk.goto(f"/scorecard/{neighbour.pk}/")
    expect(heading(clerk)).to_have_text("Không có trang này")


def replace_password(page: Page, slip: str) -> None:
    """Ten characters are asked for; the one on the slip has done its work."""
    expect(heading(page)).to_have_text("Đổi mật khẩu")
    for chosen in ("ngan", OWN):
        present, new, again = page.locator("main input[type=password]").all()
        present.fill(slip)
        new.fill(chosen)
        again.fill(chosen)
        save(page, "Đổi mật khẩu")
        if chosen != OWN:
            assert problems(page) == ["Nhập mật khẩu từ 12 ký tự trở lên."]


@pytest.mark.parametrize(
    ("role", "level"), [("agency", "province"), ("inspector", "commune")]
)
def test_whoever_only_reads_finds_nothing_to_press(role, level, tree, visit):
    bloc = factories.complete_bloc(tree.commune)
    bloc.seats.filter(role="head").update(post_ended_on=date(2024, 11, 1))
    record = factories.activity(tree.commune)
    factories.directive(tree.province)
    page = visit(scripts=False)
    sign_in(page, factories.user((role, getattr(tree, level))))

    seen = ["/"]
    for address in seen:
        page.goto(address)
        forms = page.locator("main form[method=post]").count()
        name = resolve(urlsplit(address).path).view_name
        assert not forms or name in OWN_PAGES, address
        for link in page.locator("a[href^='/']").all():
            path = urlsplit(str(link.get_attribute("href"))).path
            view = resolve(path)
            assert getattr(view.func, "permission", None) in READING, (address, path)
            known = {resolve(urlsplit(one).path).view_name for one in seen}
            if view.view_name not in known | DOWNLOADS:
                seen.append(path)
    assert {f"/blocs/{bloc.pk}/", f"/activities/{record.pk}/"} <= set(seen)

    numbers = {
        "activity": record.pk,
        "bloc": bloc.pk,
        "seat": bloc.seats.order_by("pk")[0].pk,
    }
    for address in WRITING:
        answer = page.goto(address.format(**numbers))
        assert answer.status in {403, 404}, address


OWN_PAGES = {
    *("identity:password", "identity:security", "identity:prove"),
    *("identity:totp_new", "identity:passkey_new", "identity:sessions"),
    *("access:delegate", "notices:settings", "personal:mine", "journal:index"),
}
"""About the person's own account, role and mail; a file of the log is logged."""

DOWNLOADS = {"meetings:word", "scorecard:export", "roster:export", "documents:download"}
