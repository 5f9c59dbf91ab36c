"""Briefings that remember: nothing open falls out between two meetings."""

import re
from datetime import date
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from danvan.records.matters.models import Matter
from danvan.records.meetings.models import Minutes
from danvan.records.plans.models import Task
from tests import factories, meetings_factories
from tests.journeys.steps import choose, downloaded, field, heading, save, sign_in
from tests.matters_factories import matter

PLANNED, FIRST, DONE = date(2024, 3, 6), date(2024, 3, 14), date(2024, 4, 8)
SECOND = date(2024, 4, 15)
RAISED = "Đường vào thôn Nà Thử bị sạt lở"
REPORTED = "Hội Nông dân đã họp hai thôn, còn sáu hộ chưa đồng thuận."
DISCUSSED = "Bàn cách vận động các hộ dọc suối."
TASK = "Rà soát các hộ bị ảnh hưởng bởi sạt lở"
ASKED = "Đề nghị bố trí kinh phí sửa đoạn đường sạt lở"


def test_what_a_briefing_concludes_comes_back_until_it_is_done(
    tree, visit, clock, tmp_path: Path
):
    factories.complete_bloc(tree.commune)
    matter(tree.commune, title=RAISED)
    page = visit()
    clock.move_to(PLANNED)
    sign_in(page, factories.clerk_and_head(tree.commune, full_name="Hà Thị Mẫu"))
    plan(page, "14/3/2024")
    expect(line(page, RAISED)).to_be_visible()
    expect(page.get_by_role("link", name="Ghi biên bản")).to_have_count(0)

    clock.move_to(FIRST)
    hold(page)
    write(page)
    speak(page, RAISED, "Để mở", "Ủy ban nhân dân xã báo cáo lần sau")
    owner = charge(page, TASK, "29/3/2024")
    recommend(page, ASKED)
    first = page.url
    make_final(page)
    assert_locked(page)
    paper = word(page, tmp_path)
    for words in (REPORTED, DISCUSSED, TASK, ASKED, RAISED, owner, "Hà Thị Mẫu"):
        assert words in paper, words

    plan(page, "15/4/2024")
    clock.move_to(SECOND)
    page.reload()
    expect(line(page, TASK)).to_contain_text("Quá hạn")
    expect(line(page, TASK)).to_contain_text(owner)
    expect(line(page, ASKED)).to_be_visible()
    expect(line(page, RAISED)).to_be_visible()
    second = page.url
    finish(page, line(page, TASK))
    page.goto(second)
    expect(line(page, ASKED)).to_be_visible()
    expect(page.get_by_text(TASK)).to_have_count(0)
    page.goto(first)
    expect(line(page, RAISED)).to_contain_text("Ủy ban nhân dân xã báo cáo lần sau")


def line(page: Page, text: str) -> Locator:
    return page.locator("#agenda tr").filter(has_text=text)


def plan(page: Page, day: str) -> None:
    page.goto("/activities/new/?kind=briefing")
    choose(page, "Đã tổ chức chưa?", "Chưa, mới dự kiến")
    field(page, "Ngày").fill(day)
    save(page)
    page.get_by_role("link", name="Nội dung, biên bản, kết luận").click()
    expect(page.get_by_role("heading", name="Chương trình họp")).to_be_visible()


def hold(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Đã họp").click()
    field(page, "Người chủ trì").select_option(label="Bí thư Đảng ủy")
    field(page, "Họ và tên người chủ trì").fill("Nông Văn Chủ")
    save(page)


def write(page: Page) -> None:
    """Those who sit in the bloc stand there already."""
    page.get_by_role("link", name="Ghi biên bản").click()
    expect(field(page, "Có mặt")).to_have_value(re.compile(r", Bí thư Đảng ủy\n"))
    field(page, "Nội dung báo cáo").fill(REPORTED)
    field(page, "Thảo luận").fill(DISCUSSED)
    save(page)
    expect(page.locator("#minutes")).to_contain_text(REPORTED)


def speak(page: Page, text: str, outcome: str, said: str) -> None:
    line(page, text).get_by_role("link", name="Ghi kết quả").click()
    choose(page, "Kết quả xử lý", outcome)
    field(page, "Kết quả, lý do hoặc ý kiến tại cuộc họp").fill(said)
    save(page)
    expect(line(page, text)).to_contain_text(said)


def charge(page: Page, text: str, due: str) -> str:
    """Give the task to the first of the bloc; his or her name."""
    page.get_by_role("link", name="Thêm nhiệm vụ").click()
    field(page, "Kết luận").fill(text)
    official = field(page, "Người được giao").locator("option").nth(1).inner_text()
    field(page, "Người được giao").select_option(label=official)
    field(page, "Hạn hoàn thành").fill(due)
    save(page)
    expect(page.locator(".messages")).to_contain_text("Đã ghi kết luận 1")
    assert Task.objects.get().text == text
    return official.partition(",")[0]


def recommend(page: Page, text: str) -> None:
    page.get_by_role("link", name="Kiến nghị", exact=True).click()
    field(page, "Kết luận").fill(text)
    field(page, "Gửi tới").select_option(index=1)
    field(page, "Lĩnh vực").select_option(label="Đường giao thông")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Đã ghi kết luận 2")
    assert Matter.objects.get(title=text).kind == "recommendation"
    page.get_by_role("link", name="Xong, về cuộc họp").click()


def make_final(page: Page) -> None:
    page.get_by_role("link", name="Ghi đã thống nhất").click()
    save(page)
    page.get_by_role("link", name="Chốt biên bản").click()
    field(page, "Số, ký hiệu").fill("03-BB/ĐU")
    save(page, "Chốt biên bản")
    expect(page.locator("#minutes .badge")).to_have_text("Đã chốt")


def assert_locked(page: Page) -> None:
    """No way in, neither by a link nor by its address."""
    at = page.url.partition("#")[0]
    for name in ("Ghi biên bản", "Thêm nhiệm vụ", "Ghi kết quả"):
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    page.goto(f"{at}minutes/")
    expect(page.locator(".messages")).to_contain_text("Biên bản đã chốt")
    assert page.url == at


def word(page: Page, folder: Path) -> str:
    """Every word of the file, those in its tables too."""
    paper = docx.Document(str(downloaded(page, "Biên bản Word", folder)))
    cells = [cell.text for table in paper.tables for cell in table._cells]
    return "\n".join([*(part.text for part in paper.paragraphs), *cells])


def finish(page: Page, row: Locator) -> None:
    row.get_by_role("link", name=TASK, exact=True).click()
    page.get_by_role("link", name="Báo cáo hoàn thành").click()
    field(page, "Ngày xong").fill("08/4/2024")
    field(page, "Kết quả").fill("Đã rà soát 14 hộ, lập danh sách việc cần làm")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator(".badge").first).to_have_text("Xong trễ hạn")


@pytest.fixture
def two(tree, visit, clock):
    """Two clerks of one commune with the same minutes open in two browsers."""
    clock.move_to(FIRST)
    briefing = meetings_factories.briefing(tree.commune, on=FIRST)
    meetings_factories.minutes(briefing)
    pages = []
    for name in ("Hà Thị Một", "Lý Văn Hai"):
        page = visit(scripts=False)
        sign_in(page, factories.clerk_and_head(tree.commune, full_name=name))
        page.goto(f"/meetings/{briefing.pk}/minutes/")
        pages.append(page)
    return pages


def test_two_clerks_who_write_different_parts_both_keep_theirs(two):
    one, other = two
    field(one, "Nội dung báo cáo").fill("Bốn thôn đã họp.")
    field(other, "Thảo luận").fill("Chưa thống nhất ngày ra quân.")
    save(one)

    save(other)

    expect(other.locator(".messages")).to_contain_text("Đã lưu. Trong lúc đó có người")
    minutes = Minutes.objects.get()
    assert minutes.opening == "Bốn thôn đã họp."
    assert minutes.discussion == "Chưa thống nhất ngày ra quân."


def test_two_clerks_who_write_the_same_part_see_both_texts(two):
    one, other = two
    field(one, "Thảo luận").fill("Ra quân ngày 20.")
    field(other, "Thảo luận").fill("Ra quân ngày 25.")
    field(other, "Vắng mặt").fill("Triệu Văn Vắng, đi học")
    save(one)

    save(other)

    expect(heading(other)).to_contain_text("iên bản")
    pair = other.locator(".clash__row")
    expect(pair).to_contain_text("Ra quân ngày 20.")
    expect(pair).to_contain_text("Ra quân ngày 25.")
    expect(other.locator(".clash")).to_contain_text("Hà Thị Một")
    expect(field(other, "Vắng mặt")).to_have_value("Triệu Văn Vắng, đi học")
    expect(field(other, "Thảo luận")).to_have_value(
        "Ra quân ngày 20.\nRa quân ngày 25."
    )
    assert Minutes.objects.get().discussion == "Ra quân ngày 20."

    field(other, "Thảo luận").fill("Ra quân ngày 20, dự phòng ngày 25.")
    save(other)
    minutes = Minutes.objects.get()
    assert minutes.discussion == "Ra quân ngày 20, dự phòng ngày 25."
    assert minutes.absent == "Triệu Văn Vắng, đi học"
