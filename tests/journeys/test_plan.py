"""A year's plan: handed down, made clear, issued, done, and late one level above."""

from datetime import date

from playwright.sync_api import Locator, Page, expect

from danvan.foundation.units.models import Unit
from danvan.records.plans.models import Plan
from tests import factories
from tests.journeys.steps import (
    PDF,
    field,
    file,
    heading,
    problems,
    save,
    section,
    sign_in,
)

ABOVE, BELOW = date(2024, 1, 8), date(2024, 1, 15)
DONE, OVERDUE, HEARD = date(2024, 2, 28), date(2024, 4, 1), date(2024, 4, 8)
"""The second task is due on Friday 29/3; five working days later it is heard above."""
TRAIN = "Mở lớp kỹ năng dân vận cho thành viên Khối"
MEET = "Tổ chức đối thoại của người đứng đầu ở cơ sở"
OWN = "Mời báo cáo viên huyện mở một lớp cho 25 thành viên tại hội trường xã"
MEETING = "Chuẩn bị nội dung, mời dân ba thôn dự đối thoại"
OWED = "Ban hành kế hoạch công tác dân vận năm"


def test_a_plan_comes_down_is_issued_and_followed_to_the_end(tree, visit, clock):
    clock.move_to(ABOVE)
    above = visit()
    sign_in(above, factories.provincial_officer(tree.province))
    begin(above, tree.province)
    fill_line(above, "Nhiệm vụ khác", TRAIN, "Bà Nông Thị Tỉnh", "31/3/2024")
    save(above)
    above.get_by_role("link", name="Soạn kế hoạch").click()
    fill_line(above, "Nhiệm vụ khác", MEET, "Ông Hà Văn Tỉnh", "30/6/2024")
    save(above)
    issue(above, "05-KH/TU", "08/01/2024")

    clock.move_to(BELOW)
    page = visit(phone=True, scripts=False)
    sign_in(page, factories.clerk_and_head(tree.commune))
    expect(missing(page)).to_have_count(1)
    begin(page, tree.commune, taken=(TRAIN, MEET))
    rewrite(page, 1, OWN, "Hội Nông dân", "Lý Văn Một", "29/02/2024")
    rewrite(page, 2, MEETING, "Mặt trận Tổ quốc", "Bàn Thị Hai", "29/3/2024")
    save(page)
    expect(page.get_by_text("chưa rõ người")).to_have_count(0)
    assert_not_issued_without_a_paper(page)
    issue(page, "12-KH/ĐU", "15/01/2024")
    plan = page.url
    page.goto("/")
    expect(missing(page)).to_have_count(0)
    page.goto(f"/scorecard/{tree.commune.pk}/targets/7/?year=2024")
    met = page.get_by_role("region", name="Đã ban hành kế hoạch năm Đạt")
    met.get_by_role("link", name="Kế hoạch công tác dân vận năm 2024").click()
    expect(page.locator("main")).to_contain_text("12-KH/ĐU")
    page.goto(plan)

    clock.move_to(DONE)
    finish(page, OWN)
    clock.move_to(OVERDUE)
    officer = visit()
    sign_in(officer, factories.district_officer(tree.districts[0]))
    expect(officer.get_by_text(MEETING)).to_have_count(0)
    clock.move_to(HEARD)
    officer.reload()
    late = section(officer, "1 việc quá hạn ở cấp dưới").get_by_role("listitem")
    expect(late).to_contain_text(MEETING)
    expect(late).to_contain_text(tree.commune.full_name)
    expect(officer.get_by_text(OWN)).to_have_count(0)
    above.goto(f"/plans/{Plan.objects.get(unit=tree.province).pk}/")
    expect(row(above, TRAIN)).to_contain_text("1 đã xong")
    expect(row(above, MEET)).to_contain_text("0 đã xong")


def missing(page: Page) -> Locator:
    return page.locator(".missing li").filter(has_text=OWED)


def row(page: Page, text: str) -> Locator:
    return page.locator("main tr").filter(has_text=text)


def begin(page: Page, unit: Unit, *, taken: tuple[str, ...] = ()) -> None:
    """Only what was handed down; the programme's own tasks are left for this once."""
    page.goto(f"/plans/new/?unit={unit.pk}&year=2024")
    expect(heading(page)).to_have_text("Lập kế hoạch năm 2024")
    ticked = page.locator("[name=programme]:checked")
    while ticked.count():
        ticked.first.uncheck()
    for text in taken:
        expect(page.get_by_label(text)).to_be_checked()
    save(page, "Lập kế hoạch")
    expect(heading(page)).to_have_text("Soạn kế hoạch năm 2024")


def fill_line(page: Page, label: str, text: str, owner: str, due: str) -> None:
    page.get_by_label(label).first.fill(text)
    line = page.locator("tr").filter(has=page.get_by_label(label)).first
    line.get_by_label("Người phụ trách").fill(owner)
    line.get_by_label("Hạn").fill(due)


def rewrite(
    page: Page, number: int, text: str, body: str, owner: str, due: str
) -> None:
    """Clear work, a clear person, a clear day, in place of the words from above."""
    box = page.get_by_label(f"Nội dung công việc {number}", exact=True)
    expect(page.locator("main")).to_contain_text("Chép nguyên văn kế hoạch cấp trên")
    line = page.locator("tr").filter(has=box)
    box.fill(text)
    line.get_by_label("Cơ quan chủ trì").fill(body)
    line.get_by_label("Người phụ trách").fill(owner)
    line.get_by_label("Hạn").fill(due)


def assert_not_issued_without_a_paper(page: Page) -> None:
    page.get_by_role("link", name="Ban hành kế hoạch").click()
    save(page, "Ban hành kế hoạch")
    assert problems(page)[0].startswith("Nhập số, ký hiệu")
    page.get_by_role("link", name="Hủy").click()


def issue(page: Page, number: str, day: str) -> None:
    page.get_by_role("link", name="Ban hành kế hoạch").click()
    field(page, "Số, ký hiệu").fill(number)
    field(page, "Ngày ban hành").fill(day)
    paper = file("Kế hoạch.pdf", PDF, "application/pdf")
    field(page, "Kế hoạch đã ban hành").set_input_files(paper)
    save(page, "Ban hành kế hoạch")
    expect(page.locator(".badge").first).to_have_text("Đã ban hành")
    expect(page.get_by_role("link", name="Kế hoạch.pdf", exact=True)).to_be_visible()


def finish(page: Page, text: str) -> None:
    page.reload()
    page.get_by_role("link", name=text).click()
    page.get_by_role("link", name="Báo cáo hoàn thành").click()
    field(page, "Ngày xong").fill("27/02/2024")
    field(page, "Kết quả").fill("Đã mở lớp, 24 thành viên dự")
    photo = file("Danh sách lớp.pdf", PDF, "application/pdf")
    field(page, "Minh chứng").set_input_files(photo)
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator(".badge").first).to_have_text("Đã xong")
    expect(page.get_by_role("link", name="Danh sách lớp.pdf").first).to_be_visible()
