"""Every kind of file somebody may send, and the sentence each gets."""

import io
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import date

import pytest
import xlsxwriter
from django.utils.translation import override

from danvan.records.roster.reading import read
from danvan.records.roster.rules import Column
from danvan.shared.refusals import Refused
from tests.records.roster.conftest import HEADERS, PERSON, saved, sheet, workbook

LINE = ["01834", "Nguyễn Thị Minh Khai", *PERSON.values()]


@pytest.fixture(autouse=True)
def english():
    """The sources' own words, so that a test reads like the rule."""
    with override("en"):
        yield


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content)
    return str(caught.value)


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def ole(stream_name: str) -> bytes:
    """The head of an old Office container with one named stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + f"{stream_name}\0".encode("utf-16-le")


def test_read_takes_rows_of_a_plain_sheet():
    table = read(sheet(LINE, LINE))

    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells[Column.CODE] == "01834"
    assert table.letters[Column.DECISION] == "L"
    assert table.faults == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty (0 bytes)"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"Ma xa,Ten xa\n01834,X\n", "a text file (.csv or .txt)"),
        (b"<html><table></table></html>", "a web page or XML file"),
        (b"{\\rtf1 x}", "a Word document (.rtf)"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\0\1\2\3", "a file of another kind"),
        (zipped("word/document.xml"), "a Word document (.docx)"),
        (zipped("ppt/presentation.xml"), "a PowerPoint presentation"),
        (zipped("content.xml"), "an OpenDocument file"),
        (zipped("xl/workbook.bin"), "an Excel binary workbook (.xlsb)"),
        (zipped("letter.txt"), "a compressed folder (.zip)"),
        (ole("WordDocument"), "a Word document (.doc)"),
        (ole("Outlook"), "an old Office file"),
        (ole("EncryptedPackage"), "locked with a password"),
        (b"PK\x03\x04 cut short", "The file is damaged"),
        (zipped("xl/workbook.xml"), "The file is damaged"),
        (ole("Workbook"), "The file is damaged"),
    ],
)
def test_read_says_what_a_file_is_instead(content, told):
    assert told in refusal(content)


def test_read_refuses_a_cut_workbook():
    assert "The file is damaged" in refusal(sheet(LINE)[:-200])


def test_read_refuses_an_empty_sheet():
    assert "The workbook is empty" in refusal(saved(workbook(headers=[])))


def test_read_refuses_a_header_without_rows():
    assert "has a header but no row" in refusal(sheet())


def test_read_refuses_a_sheet_without_header_naming_the_columns():
    told = refusal(sheet(["a", "b"], headers=["x", "y"]))

    assert "No sheet has the header of a roster" in told
    assert "Vị trí trong Khối" in told


def test_read_refuses_a_file_over_the_limit(settings):
    settings.ROSTER_MAX_BYTES = 1024

    assert "larger than" in refusal(sheet(LINE))


def big(rows: int) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        tab = book.add_worksheet()
        tab.write_row(0, 0, HEADERS)
        for number in range(1, rows + 1):
            tab.write_row(number, 0, LINE[:3])
    return stream.getvalue()


def test_read_refuses_a_hundred_thousand_rows_in_little_memory():
    content = big(100_000)
    tracemalloc.start()

    told = refusal(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 20.000 rows" in told
    assert peak < 50_000_000


def test_read_takes_twenty_thousand_rows():
    assert len(read(big(20_000)).rows) == 20_000


def with_part(content: bytes, part: str, text: bytes) -> bytes:
    """The workbook with one part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return stream.getvalue()


def test_read_refuses_a_zip_bomb_by_its_declared_sizes():
    bomb = with_part(sheet(LINE), "xl/worksheets/sheet1.xml", b" " * 170_000_000)

    assert "too large once unpacked" in refusal(bomb)


def test_read_refuses_a_row_that_never_ends():
    endless = b"<worksheet><sheetData><row>" + b" " * 20_000_000
    bomb = with_part(sheet(LINE), "xl/worksheets/sheet1.xml", endless)

    assert "too large once unpacked" in refusal(bomb)


def test_read_refuses_a_value_at_the_end_of_the_grid():
    book = workbook(LINE)
    book.active["XFD1048576"] = "x"

    assert "has a value far from the table" in refusal(saved(book))


def test_read_takes_formatted_empty_rows():
    book = workbook(LINE)
    for number in range(3, 3000):
        book.active.cell(number, 1).number_format = "@"

    assert len(read(saved(book)).rows) == 1


def test_read_takes_the_sheet_whose_header_matches():
    book = workbook(LINE)
    book.create_sheet("Ghi chép", 0).append(["bất kỳ", "gì"])

    assert read(saved(book)).sheet == "Danh sách"


def test_read_refuses_two_rosters_in_one_file_by_name():
    book = workbook(LINE)
    book.create_sheet("Bản hai").append(HEADERS)

    assert "Danh sách, Bản hai" in refusal(saved(book))


def test_read_ignores_a_hidden_roster_beside_a_visible_one():
    book = workbook(LINE)
    other = book.create_sheet("Bản cũ")
    other.append(HEADERS)
    other.sheet_state = "hidden"

    assert read(saved(book)).sheet == "Danh sách"


def test_read_refuses_a_roster_that_is_only_hidden():
    book = workbook(LINE)
    book.create_sheet("Trang khác")
    book["Danh sách"].sheet_state = "veryHidden"
    book.active = 1

    assert "hidden sheet “Danh sách”" in refusal(saved(book))


def test_read_tells_of_hidden_rows():
    book = workbook(LINE, LINE)
    book.active.row_dimensions[3].hidden = True

    assert "1 hidden row was read too." in texts(read(saved(book)).remarks)


def texts(remarks: Iterable) -> list[str]:
    return [remark.text for remark in remarks]


def test_read_finds_the_header_below_a_title():
    book = workbook()
    book.active.delete_rows(1)
    book.active["A1"] = "DANH SÁCH KHỐI DÂN VẬN"
    book.active.merge_cells("A1:L1")
    for at, name in enumerate(HEADERS, start=1):
        book.active.cell(5, at, name)
        book.active.cell(6, at, LINE[at - 1])

    table = read(saved(book))

    assert (table.header_row, table.rows[0].number) == (5, 6)


def test_read_forgives_order_spaces_case_and_form_of_headers():
    headers = [
        unicodedata.normalize("NFD", f"  {name.upper()}  ")
        for name in reversed(HEADERS)
    ]

    table = read(sheet(list(reversed(LINE)), headers=headers))

    assert table.faults == ()
    assert table.rows[0].cells[Column.FULL_NAME] == "Nông Văn Thử"


def test_read_refuses_unknown_columns_by_name():
    table = read(sheet([*LINE, "x", 1], headers=[*HEADERS, "Số điện thoại", "Ghi chú"]))

    assert [(f.place, f.wrong) for f in table.faults] == [
        ("M1", "The column “Số điện thoại” is private and is never kept here."),
        ("N1", "The column “Ghi chú” is not in the template."),
    ]


def test_read_suggests_the_column_that_was_meant():
    headers = ["Mã xã", "Tên xã", "Họ và tên đệm", *HEADERS[3:]]

    table = read(sheet(LINE, headers=headers))

    assert [fault.right for fault in table.faults] == [
        "If it is “Họ và tên”, write that; otherwise delete the column.",
        "Add a column headed “Họ và tên”.",
    ]


def test_read_names_a_missing_column_and_passes_over_an_optional_one():
    kept = [
        at for at, name in enumerate(HEADERS) if name not in {"Giới tính", "Ngôn ngữ"}
    ]

    table = read(sheet([LINE[at] for at in kept], headers=[HEADERS[at] for at in kept]))

    assert [fault.wrong for fault in table.faults] == [
        "The column “Giới tính” is missing."
    ]
    assert texts(table.remarks) == [
        "Columns not in the file keep what is stored: Ngôn ngữ."
    ]


def test_read_refuses_a_column_that_stands_twice():
    table = read(sheet([*LINE, "Nữ"], headers=[*HEADERS, "giới tính"]))

    assert [fault.wrong for fault in table.faults] == [
        "The column “Giới tính” stands twice, in D and M."
    ]


def test_read_refuses_values_under_no_header():
    table = read(sheet([*LINE, "x"], headers=[*HEADERS, None]))

    assert [fault.wrong for fault in table.faults] == [
        "Column M holds values but has no header."
    ]


def test_read_tells_of_formulas_without_a_value_and_of_errors():
    book = workbook(LINE)
    book.active["C2"] = "=A1&B1"
    book.active["E2"] = "#N/A"

    faults = read(saved(book)).faults

    assert [(fault.place, fault.wrong) for fault in faults] == [
        ("C2", "The formula was never computed."),
        ("E2", "The formula ends in the error #N/A."),
    ]


def test_read_takes_the_value_of_a_computed_formula():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        tab = book.add_worksheet()
        tab.write_row(0, 0, HEADERS)
        tab.write_row(1, 0, LINE)
        tab.write_formula(1, 2, '="Nông Văn "&"Tính"', None, "Nông Văn Tính")

    table = read(stream.getvalue())

    assert table.faults == ()
    assert table.rows[0].cells[Column.FULL_NAME] == "Nông Văn Tính"


def test_read_counts_a_cell_merged_over_rows_in_each_of_them():
    book = workbook(LINE, LINE, LINE)
    book.active.merge_cells("A2:A4")

    table = read(saved(book))

    assert [row.cells[Column.CODE] for row in table.rows] == ["01834"] * 3
    assert [mend.place for mend in table.mends] == ["A2"]


def test_read_keeps_dates_and_skips_blank_lines():
    line = [*LINE[:10], date(2023, 1, 15), LINE[11]]

    table = read(sheet(line, [None] * 12, ["  "], line))

    assert [row.number for row in table.rows] == [2, 5]
    assert table.rows[0].cells[Column.JOINED] == date(2023, 1, 15)
