"""What people raise: answered, followed, hot at once, and never a list of persons."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from danvan.foundation.jobs import actions as jobs
from danvan.records.matters.models import Matter
from tests import factories
from tests.house.doors import text_of
from tests.journeys.looks import Examples
from tests.journeys.steps import (
    choose,
    field,
    heading,
    menu,
    problems,
    save,
    section,
    sign_in,
)
from tests.mail import Mailbox

DAY = date(2024, 3, 6)
WHO, WHERE = "Bàn Thị Kín", "gặp ở nhà cuối thôn Khuổi Mẫu"
TITLE = "Cầu treo thôn Khuổi Mẫu hỏng ván"
TEXT = "Ván cầu mục, học sinh đi qua không an toàn."
REASON = "Cầu do huyện quản lý, xã không có kinh phí sửa."
LOOKED = "Báo cho người nêu biết ngày sửa cầu."
LINK = re.compile(r'href="([^"]+)"')


@pytest.fixture
def people(tree, clock):
    """A clerk, and the officers of the two levels above."""
    clock.move_to(DAY)
    return (
        factories.clerk(tree.commune, full_name="Hà Thị Mẫu"),
        factories.district_officer(
            tree.districts[0], full_name="Lý Văn Huyện", email="huyen@thu-nghiem.vn"
        ),
        factories.provincial_officer(tree.province, email="tinh@thu-nghiem.vn"),
    )


def test_a_question_is_handed_up_answered_and_confirmed_and_the_name_stays_sealed(
    people, visit, clock, tree
):
    clerk, officer, province = people
    page = visit(phone=True, scripts=False)
    sign_in(page, clerk)
    write_down(page, TITLE, TEXT, who=WHO, where=WHERE)
    expect(page.get_by_text("Có tên được niêm phong.")).to_be_visible()
    do(page, "Tiếp nhận")
    page.get_by_role("link", name="Chuyển đi", exact=True).click()
    field(page, "Chuyển đến").select_option(label=tree.districts[0].full_name)
    field(page, "Lý do").fill(REASON)
    save(page, "Chuyển đi")
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_role("link", name="Mở niêm phong")).to_have_count(0)

    clock.move_to(date(2024, 3, 12))
    above = visit()
    sign_in(above, officer)
    above.get_by_role("link", name=TITLE, exact=True).click()
    answer(above, "Huyện đã cấp kinh phí, thay ván xong ngày 11/3.")
    expect(above.get_by_text("Đã giải quyết").first).to_be_visible()
    assert_name_is_on_no_page(page, above)

    open_seal(above)
    assert_name_is_on_no_page(page, above)
    for person in (province, factories.inspector(tree.province)):
        reader = visit()
        sign_in(reader, person)
        reader.goto(above.url)
        expect(heading(reader)).to_have_text(TITLE)
        expect(reader.get_by_role("link", name="Mở niêm phong")).to_have_count(0)
        assert reader.request.get(f"{above.url}speaker/").status in {403, 404}

    page.goto(above.url)
    do(page, "Xác nhận trả lời")
    expect(page.locator(".badge").first).to_have_text("Đã xác nhận")
    matter = Matter.objects.get()
    assert (matter.state, matter.outcome) == ("confirmed", "solved")
    assert (matter.unit, matter.holder) == (tree.commune, tree.districts[0])


def write_down(
    page: Page, title: str, text: str, *, kind: str = "Kiến nghị", who="", where=""
) -> None:
    fill_in(page, title, text, kind=kind)
    field(page, "Họ và tên").fill(who)
    field(page, "Cách liên hệ").fill(where)
    save(page)
    expect(heading(page)).to_have_text(title)


def fill_in(page: Page, title: str, text: str, *, kind: str) -> None:
    menu(page, "Việc hôm nay")
    page.goto("/matters/new/")
    choose(page, "Loại", kind)
    field(page, "Ngày nhận").fill("05/3/2024")
    field(page, "Kênh tiếp nhận").select_option(label="Họp thôn, tổ dân phố")
    field(page, "Lĩnh vực").select_option(label="Đường giao thông")
    field(page, "Tóm tắt").fill(title)
    field(page, "Nội dung").fill(text)


def do(page: Page, act: str) -> None:
    """An act whose form needs no more than to be sent."""
    page.get_by_role("link", name=act, exact=True).click()
    save(page, act)
    expect(page.locator(".messages")).to_be_visible()


def answer(page: Page, text: str) -> None:
    page.get_by_role("link", name="Trả lời", exact=True).click()
    field(page, "Nội dung trả lời").fill(text)
    choose(page, "Kết quả giải quyết", "Đã giải quyết")
    save(page, "Trả lời")


def open_seal(page: Page) -> None:
    """Not without a reason; shown once; the look stays in the history."""
    matter = page.url
    page.get_by_role("link", name="Mở niêm phong").click()
    expect(page.get_by_text(WHO)).to_have_count(0)
    save(page, "Mở niêm phong")
    assert problems(page) == ["Nhập lý do."]
    expect(page.get_by_text(WHO)).to_have_count(0)
    field(page, "Lý do").fill(LOOKED)
    save(page, "Mở niêm phong")
    expect(page.get_by_text(WHO)).to_be_visible()
    expect(page.get_by_text(WHERE)).to_be_visible()
    page.goto(matter)
    expect(page.locator("main")).to_contain_text(LOOKED)
    expect(page.get_by_text(WHO)).to_have_count(0)


def assert_name_is_on_no_page(*pages: Page) -> None:
    for page in pages:
        seen = 0
        for address, words in everything(page):
            seen += 1
            assert WHO not in words, address
            assert WHERE not in words, address
        assert seen > 40


def everything(page: Page) -> Iterator[tuple[str, str]]:
    """What the person of that browser may read: pages, files and searches."""
    client = Client()
    for cookie in page.context.cookies():
        client.cookies[cookie["name"]] = cookie["value"]
    examples = Examples(most=6)
    searches = [f"/{where}/?unit=Kín&q=Kín" for where in ("matters", "activities")]
    files = [f"/{where}?export=csv" for where in ("matters/", "deadlines/")]
    waiting = ["/", page.url.partition("/matters/")[1] or "/", *searches, *files]
    for address in waiting:
        if not examples.wants(address):
            continue
        answer = client.get(address, follow=True)
        words = text_of(answer)
        answer.close()
        yield address, words
        found = LINK.findall(words) if "html" in answer["content-type"] else []
        here = answer.request["PATH_INFO"]
        waiting += [
            (here + href if href.startswith("?") else href).replace("&amp;", "&")
            for href in found
            if re.match(r"[?]|/(?!/|static/|gallery/)", href)
        ]


def test_a_hot_spot_is_at_once_on_the_first_pages_above(
    people, visit, tree, mailbox: Mailbox, clock
):
    clerk, officer, province = people
    page = visit(phone=True)
    sign_in(page, clerk)
    title = "Nhiều hộ phản đối vị trí bãi rác"

    write_down(page, title, "Hai thôn tập trung tại nhà văn hóa.", kind="Điểm nóng")

    for person in (officer, province):
        above = visit()
        sign_in(above, person)
        hot = section(above, "1 điểm nóng").get_by_role("listitem")
        expect(hot).to_contain_text(tree.commune.full_name)
        hot.get_by_role("link", name=title).click()
        expect(section(above, "Các bước xử lý điểm nóng")).to_be_visible()
    beside = visit()
    sign_in(beside, factories.district_officer(tree.districts[1]))
    expect(beside.get_by_text(title)).to_have_count(0)

    jobs.run_due(clock.now)
    told = {person: mailbox.to(f"{person}@thu-nghiem.vn") for person in WARNED}
    for person, letters in told.items():
        alerts = [one for one in letters if one.subject.startswith("Điểm nóng")]
        assert len(alerts) == 1, person
        assert title in alerts[0].subject


WARNED = ("huyen", "tinh")


def test_a_number_of_a_private_person_is_refused_and_the_rest_is_kept(people, visit):
    page = visit(phone=True, scripts=False)
    sign_in(page, people[0])
    text = "Bà con phản ánh, liên hệ CCCD 006201001234 để biết thêm."
    fill_in(page, TITLE, text, kind="Phản ánh")
    field(page, "Họ và tên").fill(WHO)

    save(page)

    [sentence] = problems(page)
    assert "006201001234" in sentence
    assert not Matter.objects.exists()
    for label, kept in (("Nội dung", text), ("Tóm tắt", TITLE), ("Họ và tên", WHO)):
        expect(field(page, label)).to_have_value(kept)
    expect(picked(page, "Phản ánh")).to_be_checked()

    field(page, "Nội dung").fill("Bà con phản ánh.")
    save(page)
    expect(heading(page)).to_have_text(TITLE)
    assert Matter.objects.get().text == "Bà con phản ánh."


def picked(page: Page, label: str) -> Locator:
    return page.get_by_role("group", name="Loại").get_by_label(label, exact=True)
