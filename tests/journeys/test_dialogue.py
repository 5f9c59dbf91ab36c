"""A dialogue with consequences: what is promised is asked for again, level by level."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from danvan.foundation.jobs import actions as jobs
from danvan.foundation.jobs import registry
from danvan.foundation.jobs.models import Run
from danvan.foundation.units.models import Unit
from danvan.records.matters.models import Commitment, Matter
from tests import factories
from tests.journeys.steps import PDF, field, file, heading, menu, save, section, sign_in
from tests.mail import Letter, Mailbox

PLANNED, HELD = date(2024, 3, 4), date(2024, 3, 14)
PUBLISHED, PAVED = date(2024, 3, 22), date(2024, 4, 26)
ONE_UP, TWO_UP = date(2024, 6, 5), date(2024, 6, 14)
"""Three and ten working days after the last day of May, a Friday."""
AGAIN = date(2024, 9, 9)

DAY = timedelta(days=1)
OFFICER = "huyen@thu-nghiem.vn"

ASKED = (
    ("Đường vào thôn Nà Thử lầy lội, xe không qua được.", "Đường giao thông"),
    ("Bể nước thôn Khuổi Mẫu cạn từ tháng 12.", "Thủy lợi, nước sạch"),
    ("Hồ sơ đất chờ quá ba tháng chưa có kết quả.", "Đất đai"),
    ("Trạm y tế thiếu thuốc thông thường.", "Y tế"),
    ("Đề nghị công khai khoản thu xã hội hóa.", "Công khai, dân chủ ở cơ sở"),
)
ROAD = ("Rải đá cấp phối 300 m đường thôn Nà Thử", "Nguyễn Văn Thử", "30/4/2024")
WATER = ("Sửa bể và nối lại đường ống thôn Khuổi Mẫu", "Triệu Thị Mẫu", "31/5/2024")


@pytest.fixture
def mailed(mailbox: Mailbox, settings, live_server) -> Mailbox:
    """Mail is on, and its links lead to the running server."""
    settings.DANVAN_ADDRESS = live_server.url
    return mailbox


def test_a_promise_made_at_a_dialogue_is_kept_or_climbs(tree, visit, clock, mailed):
    page = visit(phone=True, scripts=False)
    clock.move_to(PLANNED)
    sign_in(page, factories.clerk(tree.commune, email="xa@thu-nghiem.vn"))
    plan(page, "14/3/2024", announced="04/3/2024")
    expect(part(page, "notice")).to_contain_text("trước 10 ngày, đúng hạn")

    clock.move_to(HELD)
    hold(page)
    for text, topic in ASKED:
        ask(page, text, topic)
    page.get_by_role("link", name="Xong, về buổi đối thoại").click()
    expect(part(page, "questions")).to_contain_text("5 câu hỏi, 5 chưa trả lời")
    answer(page, ASKED[0][0], promised=ROAD)
    answer(page, ASKED[1][0], promised=WATER)
    for text, _topic in ASKED[2:]:
        answer(page, text)
    expect(part(page, "questions")).to_contain_text("5 câu hỏi, 0 chưa trả lời")

    clock.move_to(PUBLISHED)
    publish(page)
    expect(part(page, "result")).to_contain_text("8 ngày sau, đúng hạn")
    assert set(Matter.objects.values_list("state", flat=True)) == {"answered"}
    assert Commitment.objects.open().count() == 2

    clock.move_to(PAVED)
    keep(page, ROAD[0])

    above = visit()
    officer = factories.district_officer(tree.districts[0], email=OFFICER)
    clock.move_to(ONE_UP - DAY)
    sign_in(above, officer)
    expect(above.get_by_text(WATER[0])).to_have_count(0)
    clock.move_to(ONE_UP)
    above.reload()
    late = line(section(above, "1 việc quá hạn ở cấp dưới"), WATER[0])
    expect(late).to_contain_text(tree.commune.full_name)
    expect(late.locator(".badge")).to_have_text("Quá hạn, đã báo cấp trên")
    expect(above.get_by_text(ROAD[0])).to_have_count(0)
    assert_nobody_else_hears_of_it(visit, tree)

    run_jobs(clock)
    [letter] = mailed.to(OFFICER)
    follow(above, letter, tree.commune)
    assert_no_mail_is_sent_twice(clock, mailed)

    province = visit(scripts=False)
    clock.move_to(TWO_UP)
    sign_in(province, factories.provincial_officer(tree.province))
    expect(line(province.locator("main"), WATER[0])).to_contain_text("báo")
    clock.move_to(AGAIN)
    plan(page, "20/9/2024", announced="09/9/2024")
    assert_the_page_opens_with_what_was_promised(page)


def part(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}")


def line(where: Locator, text: str) -> Locator:
    return where.get_by_role("listitem").filter(has_text=text)


def plan(page: Page, day: str, *, announced: str) -> None:
    page.goto("/meetings/dialogues/new/")
    expect(heading(page)).to_have_text("Lập kế hoạch đối thoại")
    field(page, "Ngày đối thoại").fill(day)
    field(page, "Địa điểm").fill("Hội trường Ủy ban nhân dân xã")
    field(page, "Nội dung đối thoại").fill("Đường giao thông, nước sạch, đất đai")
    field(page, "Ngày thông báo").fill(announced)
    field(page, "Hình thức, nơi thông báo").fill(
        "Niêm yết tại trụ sở, loa truyền thanh"
    )
    field(page, "Số thông báo").fill("15/TB-UBND")
    save(page)
    expect(part(page, "notice")).to_contain_text("Đúng hạn")


def hold(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Đã đối thoại").click()
    field(page, "Người chủ trì").select_option(label="Bí thư Đảng ủy")
    field(page, "Họ và tên người chủ trì").fill("Nguyễn Văn Thử")
    field(page, "Số người dự").fill("86")
    save(page)
    expect(part(page, "held")).to_contain_text("Đã thực hiện")
    page.get_by_role("link", name="Ghi câu hỏi").click()


def ask(page: Page, text: str, topic: str) -> None:
    """The form comes back empty, so that the next one can be typed at once."""
    expect(field(page, "Câu hỏi, ý kiến")).to_have_value("")
    field(page, "Câu hỏi, ý kiến").fill(text)
    field(page, "Lĩnh vực").select_option(label=topic)
    save(page)
    expect(page.locator(".messages")).to_contain_text("Đã ghi câu hỏi")


def answer(page: Page, text: str, *, promised: tuple[str, str, str] | None = None):
    questions = part(page, "questions").get_by_role("listitem").filter(has_text=text)
    questions.get_by_role("link", name=re.compile("^Trả lời")).click()
    field(page, "Trả lời").fill(f"Ủy ban nhân dân xã đã nghe: {text}")
    outcome = "Đã hứa, chưa làm" if promised else "Đã giải thích"
    field(page, "Kết quả giải quyết").select_option(label=outcome)
    if promised:
        words, owner, due = promised
        field(page, "Nội dung đã hứa").fill(words)
        field(page, "Tổ chức đã hứa").fill("Ủy ban nhân dân xã")
        field(page, "Cán bộ chịu trách nhiệm").fill(owner)
        field(page, "Hạn hoàn thành").fill(due)
    save(page)
    expect(page.locator(".messages")).to_contain_text("Đã ghi câu trả lời")


def publish(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Ghi việc công bố kết quả").click()
    field(page, "Ngày công bố").fill("22/3/2024")
    field(page, "Hình thức, nơi công bố").fill("Niêm yết tại trụ sở, gửi trưởng thôn")
    field(page, "Số thông báo kết quả").fill("20/TB-UBND")
    save(page)


def keep(page: Page, text: str) -> None:
    """From the first page, where it is due soon, with what shows that it was done."""
    menu(page, "Việc hôm nay")
    due = line(page.locator("main"), text)
    due.get_by_role("link", name=text, exact=True).click()
    page.get_by_role("link", name="Ghi đã thực hiện").click()
    field(page, "Ngày xong").fill("25/4/2024")
    field(page, "Căn cứ đã thực hiện").fill("Biên bản nghiệm thu 300 m đường")
    field(page, "Tệp").set_input_files(file("Nghiệm thu.pdf", PDF, "application/pdf"))
    save(page, "Ghi đã thực hiện")
    expect(page.locator(".messages")).to_contain_text("Đã ghi là thực hiện xong")
    expect(page.get_by_role("link", name="Nghiệm thu.pdf", exact=True)).to_be_visible()


def assert_nobody_else_hears_of_it(visit, tree) -> None:
    """It is the district's now, not yet the province's, and never a neighbour's."""
    for person in (
        factories.provincial_officer(tree.province),
        factories.district_officer(tree.districts[1]),
        factories.clerk(tree.communes[1]),
    ):
        other = visit()
        sign_in(other, person)
        expect(heading(other)).to_have_text("Việc hôm nay")
        expect(other.get_by_text(WATER[0])).to_have_count(0)


def run_jobs(clock) -> None:
    """As the server's own thread does it; every job must have ended well."""
    assert jobs.run_due(clock.now) == len(registry.jobs())
    assert not Run.objects.exclude(fault="").exists()


def follow(page: Page, letter: Letter, commune: Unit) -> None:
    """The mail names the promise and leads to its page."""
    lines = letter.text.splitlines()
    [at] = [number for number, text in enumerate(lines) if WATER[0] in text]
    assert commune.full_name in lines[at]
    assert "31/5/2024" in lines[at]
    address = lines[at + 1].strip()
    assert address.startswith("http://")
    assert address in letter.html
    assert ROAD[0] not in letter.text

    page.goto(address)
    expect(page.locator(".prose").first).to_have_text(WATER[0])
    expect(page.get_by_text(WATER[1])).to_be_visible()


def assert_no_mail_is_sent_twice(clock, mailed: Mailbox) -> None:
    """Neither by the loop nor by somebody who runs the job by hand."""
    sent = len(mailed.letters)
    jobs.run_due(clock.now)
    digest = registry.find("digest")
    assert digest
    jobs.run_now(digest, clock.now)
    assert len(mailed.letters) == sent


def assert_the_page_opens_with_what_was_promised(page: Page) -> None:
    first = page.locator("main h2").first
    expect(first).to_have_text("Đã hứa ở lần trước")
    promised = part(page, "promised")
    expect(promised).to_contain_text("Đã thực hiện: 1")
    expect(promised).to_contain_text("Chậm: 1")
    expect(line(promised, ROAD[0])).to_contain_text("Biên bản nghiệm thu 300 m đường")
    expect(line(promised, WATER[0]).locator(".badge")).to_have_text("Chậm")
    expect(line(promised, WATER[0])).to_contain_text(WATER[1])
