"""The clerk of a commune records what was held, and makes the usual mistakes."""

from playwright.sync_api import Page, expect

from danvan.records.activities.models import Activity
from tests import factories
from tests.journeys.steps import (
    PDF,
    choose,
    field,
    file,
    heading,
    menu,
    problems,
    save,
    section,
    sign_in,
    sign_out,
)

DIALOGUE = "Năm 2024 chưa ghi: Tiếp xúc, đối thoại trực tiếp"


def scorecard_line(page: Page, target: str):
    return section(page, "Bảng kết quả").locator("li").filter(has_text=target)


def test_a_clerk_with_a_phone_and_no_scripts_records_what_is_missing(tree, visit):
    factories.complete_bloc(tree.commune, ruled=True, assigned=True)
    page = visit(phone=True, scripts=False)

    sign_in(page, factories.clerk(tree.commune))
    expect(heading(page)).to_have_text("Việc hôm nay")
    line = page.locator(".missing li", has_text=DIALOGUE)
    expect(line).to_be_visible()
    expect(scorecard_line(page, "4. Đối thoại")).to_contain_text("Chưa đạt")
    line.get_by_role("link").click()

    expect(heading(page)).to_have_text("Tiếp xúc, đối thoại trực tiếp")
    expect(page.locator(".heading__kicker")).to_have_text(tree.commune.full_name)
    field(page, "Ngày").fill("12/11/2024")
    field(page, "Người chủ trì").select_option(label="Bí thư Đảng ủy")
    field(page, "Số người dự").fill("1.140")
    field(page, "Tóm tắt").fill("Đối thoại về nước sạch ở thôn Nà Thử.")
    choose(page, "Minh chứng hiện có", "Văn bản đã ký")
    field(page, "Tệp").set_input_files(file("Biên bản.pdf", PDF, "application/pdf"))
    save(page)

    expect(page.locator(".messages")).to_contain_text("Tính vào mục tiêu 4")
    expect(page.get_by_role("link", name="Biên bản.pdf", exact=True)).to_be_visible()
    expect(page.get_by_text("1.140")).to_be_visible()
    menu(page, "Việc hôm nay")
    expect(page.get_by_text(DIALOGUE)).to_have_count(0)
    expect(scorecard_line(page, "4. Đối thoại").locator(".badge")).to_have_text("Đạt")
    sign_out(page)
    page.goto("/activities/")
    expect(heading(page)).to_have_text("Đăng nhập")


def test_an_empty_form_says_what_to_enter_and_loses_nothing(tree, visit):
    page = visit(phone=True)
    sign_in(page, factories.clerk(tree.commune))
    page.goto("/activities/new/?kind=dialogue")
    field(page, "Tóm tắt").fill("Nội dung gõ dở")

    save(page)

    assert problems(page) == ["Nhập ngày.", "Chọn người chủ trì."]
    expect(page).to_have_title(
        f"Lỗi: Tiếp xúc, đối thoại trực tiếp: {tree.commune} – Dân vận cơ sở"
    )
    expect(field(page, "Tóm tắt")).to_have_value("Nội dung gõ dở")
    assert not Activity.objects.exists()


def test_a_wrong_date_is_named_beside_its_box(tree, visit):
    page = visit(phone=True, scripts=False)
    sign_in(page, factories.clerk(tree.commune))
    page.goto("/activities/new/?kind=dialogue")
    field(page, "Người chủ trì").select_option(label="Bí thư Đảng ủy")

    field(page, "Ngày").fill("31/2/2024")
    save(page)
    [sentence] = problems(page)
    assert "Nhập ngày, ví dụ 05/3/2024" in sentence
    expect(field(page, "Ngày")).to_have_value("31/2/2024")

    field(page, "Ngày").fill("21/11/2024")
    save(page)
    [sentence] = problems(page)
    assert sentence.startswith("Việc đã thực hiện không thể ở ngày chưa tới.")


def test_a_number_of_an_id_card_is_shown_and_not_kept(tree, visit):
    page = visit()
    sign_in(page, factories.clerk(tree.commune))
    page.goto("/activities/new/?kind=dialogue")
    field(page, "Ngày").fill("12/11/2024")
    field(page, "Người chủ trì").select_option(label="Bí thư Đảng ủy")
    field(page, "Tóm tắt").fill("Ông A, căn cước 006085001234, nêu ý kiến.")

    save(page)

    [sentence] = problems(page)
    assert "006085001234" in sentence
    assert not Activity.objects.exists()


def test_two_presses_on_save_give_one_record_and_going_back_adds_none(tree, visit):
    page = visit(scripts=False)
    sign_in(page, factories.clerk(tree.commune))
    page.goto("/activities/new/?kind=dialogue")
    field(page, "Ngày").fill("12/11/2024")
    field(page, "Người chủ trì").select_option(label="Bí thư Đảng ủy")

    page.get_by_role("button", name="Lưu", exact=True).dblclick()
    expect(heading(page)).to_have_text("Tiếp xúc, đối thoại trực tiếp")
    expect(page.get_by_role("link", name="Sửa", exact=True)).to_be_visible()
    assert Activity.objects.count() == 1

    page.go_back()
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("link", name="Sửa", exact=True)).to_be_visible()
    assert Activity.objects.count() == 1


def test_two_clerks_on_one_record_see_both_texts(tree, visit):
    record = factories.activity(
        tree.commune, kind="dialogue", title="Đối thoại", summary="Bản đầu"
    )
    first, second = visit(), visit(phone=True, scripts=False)
    sign_in(first, factories.clerk(tree.commune, full_name="Nông Thị Một"))
    sign_in(second, factories.clerk(tree.commune, full_name="Hoàng Văn Hai"))
    for page in (first, second):
        page.goto(f"/activities/{record.pk}/edit/")

    field(first, "Tóm tắt").fill("Bản của người một")
    save(first)
    expect(first.locator("dd", has_text="Bản của người một")).to_be_visible()
    field(second, "Tóm tắt").fill("Bản của người hai")
    save(second)

    clash = second.locator(".clash")
    expect(clash).to_contain_text("Nông Thị Một")
    expect(clash).to_contain_text("Bản của người một")
    expect(clash).to_contain_text("Bản của người hai")
    record.refresh_from_db()
    assert record.summary == "Bản của người một"

    field(second, "Tóm tắt").fill("Bản của cả hai")
    save(second)
    expect(heading(second)).to_have_text("Đối thoại")
    record.refresh_from_db()
    assert record.summary == "Bản của cả hai"
