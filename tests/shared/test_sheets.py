import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from danvan.shared.sheets import CSV, XLSX, Column, Sheet, download, write_csv
from danvan.shared.sheets import write_xlsx as write

COLUMNS = [
    Column("Mã", width=9),
    Column("Số người", "integer"),
    Column("Tỷ lệ", "percent"),
    Column("Ngày", "date"),
]
ROW = ("01834", 1265, Decimal("98.15"), date(2023, 3, 5))


def opened(*sheets):
    data = write(sheets, title="Bảng", at=datetime(2025, 1, 2, tzinfo=UTC))
    return openpyxl.load_workbook(io.BytesIO(data))


def test_write_xlsx_keeps_every_kind():
    tab = opened(Sheet("Xã", COLUMNS, [ROW]))["Xã"]

    assert [cell.value for cell in tab[2]] == [
        "01834",
        1265,
        0.9815,
        datetime(2023, 3, 5),  # noqa: DTZ001
    ]
    assert [cell.number_format for cell in tab[2]] == [
        "@",
        "#,##0",
        "0.00%",
        "dd/mm/yyyy",
    ]


def test_write_xlsx_lays_the_table_out_for_reading_and_print():
    tab = opened(Sheet("Xã", COLUMNS, [ROW, ROW]))["Xã"]

    assert [cell.value for cell in tab[1]] == ["Mã", "Số người", "Tỷ lệ", "Ngày"]
    assert all(cell.font.b for cell in tab[1])
    assert tab.freeze_panes == "A2"
    assert tab.auto_filter.ref == "A1:D3"
    assert tab.print_title_rows == "$1:$1"
    assert int(tab.column_dimensions["A"].width) == 9


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-5", "@SUM(A1)", "http://x.vn", "007"]
)
def test_write_xlsx_never_makes_a_formula_or_link(text):
    data = write([Sheet("a", [Column(text)], [[text]])], title="")
    tab = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]

    assert [(cell.value, cell.data_type) for cell in (tab["A1"], tab["A2"])] == [
        (text, "s"),
        (text, "s"),
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_write_xlsx_writes_what_does_not_fit_as_text():
    words = ("x", "chưa đo được", "chưa đo được", "chưa rõ")
    tab = opened(Sheet("a", COLUMNS, [words, (None,) * 4]))["a"]

    assert [cell.value for cell in tab[2]] == list(words)
    assert [cell.value for cell in tab[3]] == [None] * 4


def test_write_xlsx_takes_a_moment_as_the_day_in_vietnam():
    moment = datetime(2023, 3, 4, 18, 0, tzinfo=UTC)
    tab = opened(Sheet("a", [Column("Ngày", "date")], [[moment]]))["a"]

    assert tab["A2"].value == datetime(2023, 3, 5)  # noqa: DTZ001


def test_write_xlsx_shows_where_a_text_was_too_long():
    tab = opened(Sheet("a", [Column("x")], [["ă" * 40_000]]))["a"]

    assert len(tab["A2"].value) == 32_767
    assert tab["A2"].value.endswith("ă…")


def test_write_xlsx_gives_tabs_names_excel_accepts():
    long = "Khối Dân vận xã Nguyễn Thị Minh Khai"
    names = ["Năm 2023/2024", long, long.upper(), "", "'"]
    book = opened(*(Sheet(name, [Column("x")], []) for name in names))

    assert book.sheetnames == [
        "Năm 2023 2024",
        "Khối Dân vận xã Nguyễn Thị Minh",
        "KHỐI DÂN VẬN XÃ NGUYỄN THỊ  (2)",
        "Sheet",
        "Sheet (2)",
    ]


def test_write_xlsx_refuses_a_row_of_another_width():
    with pytest.raises(ValueError, match="zip"):
        write([Sheet("a", COLUMNS, [("01834",)])], title="")


def test_write_csv_is_what_excel_reads():
    rows: list[tuple[object, ...]] = [
        ("Xã", "Ngày", "Số"),
        ("Đồng Phúc", date(2023, 3, 5), None),
        ("a,b", 1, -2),
    ]

    assert write_csv(rows).decode() == (
        '\ufeffXã,Ngày,Số\r\nĐồng Phúc,05/03/2023,\r\n"a,b",1,-2\r\n'
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx", " =1", "＝1"])
def test_write_csv_disarms_formulas(text):
    written = write_csv([["a", text]]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", f"'{text}"]]


def test_download_carries_a_vietnamese_name():
    response = download(b"x", "Báo cáo 05/NQ.xlsx", XLSX)

    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%2005-NQ.xlsx"
    )
    assert response["Content-Type"] == XLSX
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == b"x"


def test_download_lets_no_name_split_the_header():
    response = download(b"", 'a"\r\nSet-Cookie: b.csv', CSV)

    assert response["Content-Disposition"] == (
        'attachment; filename="a- Set-Cookie- b.csv"'
    )
