"""Workbooks that go out: template, roster, marked copy."""

import io
from datetime import date

import openpyxl
import pytest
from django.utils.translation import override

from danvan.foundation.access.system import CommandLine
from danvan.records.roster import exports, guide, planning, queries
from danvan.records.roster.plans import Options
from danvan.records.roster.reading import read
from danvan.shared.refusals import Refused
from tests import factories
from tests.records.roster.conftest import HEADERS, ON, row, saved, sheet, workbook


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def exported(**words) -> bytes:
    seated = queries.roster(CommandLine(), on=ON, **words)
    return exports.workbook(seated, [], title="Roster")


def test_template_has_the_headers_and_lists_and_no_rows(tree):
    communes = queries.communes(CommandLine(), on=ON, today=ON)

    content = exports.workbook([], communes, title="Template")

    book = opened(content)
    sheet = book[guide.SHEET]
    assert [cell.value for cell in sheet[1]] == HEADERS
    assert sheet.max_row == 1
    lists = {
        str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation
    }
    assert lists == {"D2", "G2", "H2", "I2"}
    assert sheet.column_dimensions["A"].width == pytest.approx(9.7, abs=0.1)
    codes = [cell.value for cell in book[exports.PLACES]["A"][1:]]
    assert codes == [commune.code for commune in communes]


def test_template_left_empty_is_told_so(tree):
    content = exports.workbook([], [], title="Template")

    with pytest.raises(Refused, match="has a header but no row"):
        read(content)


def test_template_keeps_typed_codes_as_text(tree):
    content = exports.workbook([], [], title="Template")

    column = opened(content)[guide.SHEET].column_dimensions["A"]

    assert column.number_format == "@"


def test_export_comes_back_without_a_change(load, check, tree):
    load(
        sheet(
            row(tree.commune, ROLE="Trưởng khối", POST="Bí thư Đảng ủy"),
            row(tree.commune, FULL_NAME="Lý Thị Hai", SEX="Nữ", PROFESSIONAL=None),
            row(tree.communes[1], FULL_NAME="=Nông Văn Ba".strip("="), THEORY=None),
        )
    )

    plan = check(exported(), replace=True)

    assert plan.faults == ()
    assert plan.mends == ()
    assert (plan.added, plan.updated, plan.leaving) == ((), (), ())
    assert len(plan.unchanged) == 3


def test_export_writes_codes_as_text_and_days_as_days(load, tree):
    place = factories.unit("Phùng Chí Kiên", code="01843", parent=tree.districts[0])
    load(sheet(row(place)))

    line = opened(exported())[guide.SHEET][2]

    assert line[0].value == "01843"
    assert line[10].value.date() == date(2023, 1, 15)


def test_export_holds_only_what_the_user_may_see(load, tree):
    load(sheet(row(tree.communes[0]), row(tree.communes[1])))
    clerk = factories.clerk(tree.communes[1])

    seated = queries.roster(clerk, on=ON)

    assert [person.code for person in seated] == [tree.communes[1].code]


def test_export_within_a_unit_and_on_a_day(load, tree):
    load(sheet(row(tree.communes[0]), row(tree.communes[1])))

    assert len(queries.roster(CommandLine(), on=ON, within=tree.commune)) == 1
    assert queries.roster(CommandLine(), on=date(2023, 1, 14)) == []


def marked(content: bytes) -> openpyxl.Workbook:
    table = read(content)
    plan = planning.plan(table, Options(ON), by=CommandLine(), today=ON)
    return opened(exports.marked(content, table, plan.faults))


def test_marked_copy_colours_and_explains_the_faulty_cells(tree):
    book = workbook(row(tree.commune), row(tree.commune, SEX="?", FULL_NAME="Lý A"))
    book.active["A1"].font = openpyxl.styles.Font(italic=True)
    book.create_sheet("Ghi chép")["B2"] = "giữ lại"

    copy = marked(saved(book))

    sheet = copy["Danh sách"]
    assert sheet["D3"].fill.fgColor.rgb == "00FFC7CE"
    assert "One of: Nam, Nữ" in sheet["D3"].comment.text
    assert sheet["C3"].comment is None
    assert sheet["A1"].font.italic
    assert copy["Ghi chép"]["B2"].value == "giữ lại"
    assert [cell.value for cell in sheet[2]] == row(tree.commune)


def test_marked_copy_keeps_an_earlier_comment(tree):
    book = workbook(row(tree.commune, SEX="?"))
    book.active["D2"].comment = openpyxl.comments.Comment("Hỏi lại xã", "An")

    comment = marked(saved(book))["Danh sách"]["D2"].comment.text

    assert comment.startswith("Hỏi lại xã")
    assert "One of: Nam, Nữ" in comment


def test_marked_copy_marks_the_first_cell_of_a_merged_one(tree):
    book = workbook(row(tree.commune, CODE="99999"), row(tree.commune, CODE=None))
    book.active.merge_cells("A2:A3")

    assert marked(saved(book))["Danh sách"]["A2"].comment is not None


def test_marked_copy_puts_faults_of_the_file_on_the_header(tree):
    headers = [name for name in HEADERS if name != "Giới tính"]
    line = row(tree.commune)
    del line[3]

    copy = marked(sheet(line, headers=headers))

    assert "“Giới tính” is missing" in copy["Danh sách"]["A1"].comment.text


def test_marked_copy_of_an_unreadable_workbook_is_made_anew(tree):
    table = read(sheet(row(tree.commune, SEX="?")))
    plan = planning.plan(table, Options(ON), by=CommandLine(), today=ON)

    copy = opened(exports.marked(b"an old .xls", table, plan.faults))

    assert copy["Danh sách"]["D2"].comment is not None
    assert copy["Danh sách"]["C2"].value == "Nông Văn Thử"
