"""A district officer forms a bloc from a file; a clerk hands a seat over."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from danvan.foundation.units.models import Unit
from danvan.records.blocs.choices import SeatRole
from danvan.records.blocs.models import Bloc, Duty, Seat
from danvan.records.roster.rules import Column
from tests import factories
from tests.journeys.steps import (
    downloaded,
    field,
    file,
    heading,
    menu,
    problems,
    save,
    section,
    sign_in,
)

HEADERS = [column.value for column in Column]
STATES = [
    ("Tất cả", 1),
    ("Đủ", 0),
    ("Chưa đủ", 1),
    ("Chưa có quy chế", 1),
    ("Chưa phân công", 1),
    ("Chờ kiện toàn", 0),
]
"""Of a bloc just formed, without a head."""
WAITING = "1 việc khác chưa xong"
ROLES = {
    SeatRole.HEAD: "Trưởng khối",
    SeatRole.DEPUTY: "Phó Trưởng khối",
    SeatRole.MEMBER: "Thành viên",
    SeatRole.CLERK: "Giúp việc",
}


def line(commune: Unit, number: int, role: str, post: str) -> dict[str, Any]:
    return {
        "Mã xã": commune.code,
        "Tên xã": commune.name,
        "Họ và tên": f"Nông Văn Thử {'ABCDEFGHIKLM'[number]}",
        "Giới tính": "Nam",
        "Chức vụ": post,
        "Vị trí trong Khối": role,
        "Ngày tham gia": "01/11/2024",
        "Số quyết định": "12-QĐ/ĐU",
    }


def people(commune: Unit) -> list[dict[str, Any]]:
    """Everybody that a complete bloc needs."""
    return [
        line(commune, number, ROLES[role], title)
        for number, (role, _post, title) in enumerate(factories.COMPLETE)
    ]


def workbook(lines: list[dict[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    for values in lines:
        book.active.append([values.get(header) for header in HEADERS])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def send(page: Page, name: str, content: bytes) -> None:
    field(page, "Tệp danh sách").set_input_files(file(name, content))
    save(page, "Kiểm tra tệp")


def test_a_faulty_roster_is_marked_mended_and_imported(tree, visit, tmp_path: Path):
    commune = tree.commune
    good = people(commune)[1:]  # nobody heads the bloc
    bad = [dict(values) for values in good]
    bad[0]["Giới tính"] = "Ông"
    bad[2]["Ngày tham gia"] = "31/02/2024"
    bad[4]["Họ và tên"] = None
    page = visit(scripts=False)
    sign_in(page, factories.district_officer(tree.districts[0]))
    page.goto("/roster/")

    send(page, "khoi.xlsx", workbook(bad))
    expect(page.get_by_text("3 lỗi trong 3 hàng")).to_be_visible()
    for cell in ("“Ông”", "31/02/2024", "Ô để trống."):
        expect(page.get_by_role("row").filter(has_text=cell)).to_have_count(1)
    assert not Bloc.objects.exists()

    marked = downloaded(page, "Tải tệp đã đánh dấu lỗi", tmp_path)
    sheet = openpyxl.load_workbook(marked).active
    noted = [cell.coordinate for row in sheet for cell in row if cell.comment]
    assert sorted(noted) == ["C6", "D2", "K4"]

    page.get_by_role("link", name="Gửi tệp khác").click()
    send(page, "khoi.xlsx", workbook(good))
    expect(page.get_by_text("Chưa có gì thay đổi.")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(1 + len(good))
    save(page, "Áp dụng tệp này")

    expect(page.locator(".messages")).to_contain_text(f"Thêm {len(good)} người")
    states = page.get_by_role("navigation", name="Tình trạng Khối")
    expect(states.get_by_role("link")).to_have_text(
        [re.compile(rf"{words}\s+{count}") for words, count in STATES]
    )
    page.get_by_role("link", name=commune.full_name).click()
    expect(page.get_by_text(good[0]["Họ và tên"])).to_be_visible()
    wanting = section(page, "Thành phần")
    expect(wanting).to_contain_text("Chưa có người ở vị trí “Trưởng khối:")
    assert Seat.objects.count() == len(good)


def test_a_regulation_and_duties_for_all_complete_the_first_target(tree, visit):
    bloc = factories.complete_bloc(tree.commune)
    page = visit()
    sign_in(page, factories.district_officer(tree.districts[0]))
    menu(page, "Khối")
    page.locator("main").get_by_role("link", name=tree.commune.full_name).first.click()
    expect(section(page, "Thành phần")).to_contain_text("Đúng, đủ thành phần")

    page.get_by_role("link", name="Ghi quy chế").click()
    field(page, "Số, ký hiệu").fill("03-QC/ĐU")
    field(page, "Ngày ban hành").fill("5/11/2024")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Đã ghi quy chế")

    page.goto(f"/blocs/{bloc.pk}/duties/")
    field(page, "Nhiệm vụ mới tính từ ngày").fill("6/11/2024")
    boxes = page.locator("main textarea:visible")
    expect(boxes).to_have_count(10)
    for number, box in enumerate(boxes.all(), 1):
        box.fill(f"Phụ trách thôn Nà Thử {number}")
    save(page)

    expect(page.locator(".messages")).to_contain_text("Đã lưu 10 nhiệm vụ")
    expect(page.get_by_text("10/10 người đã được phân công")).to_be_visible()
    menu(page, "Bảng kết quả")
    page.locator("main").get_by_role("link", name=tree.commune.full_name).first.click()
    tile = page.locator(".tile").filter(has_text="1. Kiện toàn Khối")
    expect(tile.locator(".badge")).to_contain_text("Đạt")
    expect(tile).to_contain_text("100%")


def test_a_post_changes_hands_and_the_duties_go_along(tree, visit):
    bloc = factories.complete_bloc(tree.commune, ruled=True, assigned=True)
    head = bloc.seats.get(role=SeatRole.HEAD)
    leaver = head.member.full_name
    page = visit(phone=True, scripts=False)
    sign_in(page, factories.clerk(tree.commune))
    menu(page, "Khối")
    page.locator("main").get_by_role("link", name=tree.commune.full_name).first.click()
    page.get_by_role("link", name=leaver).click()

    page.get_by_role("link", name="Ghi nhận thôi giữ chức vụ").click()
    field(page, "Thôi giữ chức vụ từ ngày").fill("1/11/2024")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Đã ghi nhận")
    page.goto("/")
    expect(section(page, WAITING)).to_contain_text("Hạn 01/12/2024")
    page.get_by_role("link", name=f"{leaver}, Bí thư Đảng ủy", exact=True).click()
    expect(section(page, "Thành phần")).to_contain_text("thôi giữ chức vụ")

    page.goto("/")
    section(page, WAITING).get_by_role("link", name="Bàn giao").click()
    expect(page.get_by_text("Phụ trách thôn Nà Thử")).to_be_visible()
    save(page, "Bàn giao")
    assert problems(page)
    field(page, "Ngày người kế nhiệm tiếp nhận").fill("15/11/2024")
    field(page, "Họ và tên").fill("Lý Thị Kế Nhiệm")
    page.get_by_label("Nữ", exact=True).check()
    save(page, "Bàn giao")

    expect(page.locator(".messages")).to_contain_text("đã bàn giao vị trí")
    heir = Seat.objects.get(member__full_name="Lý Thị Kế Nhiệm")
    assert heir.role == SeatRole.HEAD
    assert list(Duty.objects.filter(seat=heir).values_list("task", flat=True)) == [
        "Phụ trách thôn Nà Thử"
    ]
    page.goto("/")
    expect(heading(page)).to_have_text("Việc hôm nay")
    expect(page.get_by_text(WAITING)).to_have_count(0)
