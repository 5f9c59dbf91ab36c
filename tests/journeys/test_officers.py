"""Those above read: from the figure of the province down to the record."""

from datetime import date
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests import factories
from tests.journeys.steps import downloaded, field, heading, menu, sign_in


def test_a_figure_of_the_province_is_followed_to_the_record(
    tree, visit, tmp_path: Path
):
    record = factories.activity(
        tree.commune, kind="dialogue", title="Đối thoại về nước sạch"
    )
    page = visit(scripts=False)
    sign_in(page, factories.provincial_officer(tree.province))

    menu(page, "Bảng kết quả")
    expect(heading(page)).to_have_text("Tỉnh Bắc Kạn")
    tile = page.locator(".tile").filter(has_text="4. Đối thoại")
    expect(tile).to_contain_text("25% (1/4)")
    book = downloaded(page, "Tải về Excel", tmp_path)
    values = {cell.value for row in openpyxl.load_workbook(book).active for cell in row}
    assert {"Tỉnh Bắc Kạn", tree.commune.full_name} <= values

    tile.get_by_role("link").click()
    page.get_by_role("link", name=tree.districts[0].full_name).first.click()
    expect(page.locator(".tile")).to_contain_text("50% (1/2)")
    page.locator("main").get_by_role("link", name=tree.commune.full_name).first.click()
    expect(page.locator(".tile")).to_contain_text("100% (1/1)")
    page.get_by_role("link", name=record.title).click()
    expect(heading(page)).to_have_text(record.title)
    assert page.url.endswith(f"/activities/{record.pk}/")


def test_another_year_and_another_day_are_asked_for(tree, visit):
    factories.activity(tree.commune, kind="dialogue", on=date(2024, 3, 5))
    factories.activity(tree.communes[1], kind="dialogue", on=date(2023, 9, 8))
    page = visit()
    sign_in(page, factories.provincial_officer(tree.province))
    menu(page, "Bảng kết quả")
    tile = page.locator(".tile").filter(has_text="4. Đối thoại")

    field(page, "Tính đến ngày").fill("1/3/2024")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_text("Năm 2024, tính đến 01/3/2024")).to_be_visible()
    expect(tile).to_contain_text("0% (0/4)")

    field(page, "Tính đến ngày").fill("")
    field(page, "Năm").select_option("2023")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_text("Năm 2023, tính đến 31/12/2023")).to_be_visible()
    expect(tile).to_contain_text("25% (1/4)")
    tile.get_by_role("link").click()
    expect(page.get_by_text("Năm 2023, tính đến 31/12/2023")).to_be_visible()
    page.get_by_role("link", name="Xếp theo kết quả").click()
    expect(page.get_by_text("Năm 2023, tính đến 31/12/2023")).to_be_visible()
