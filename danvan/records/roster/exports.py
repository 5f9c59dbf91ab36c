"""The roster as a workbook: the empty template, the current roster, the marked copy."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from danvan.records.roster import guide
from danvan.records.roster.plans import Commune, Fault, Table
from danvan.records.roster.queries import Seated
from danvan.records.roster.rules import CLOSED, MAX_ROWS, REQUIRED, Column, letter

GUIDE = "Hướng dẫn"
PLACES = "Danh mục xã"
FAULTY = PatternFill("solid", fgColor="FFC7CE")

WIDTHS = {
    Column.CODE: 9,
    Column.COMMUNE: 18,
    Column.FULL_NAME: 26,
    Column.SEX: 10,
    Column.POST: 34,
    Column.BODY: 26,
    Column.ROLE: 19,
    Column.PROFESSIONAL: 19,
    Column.THEORY: 17,
    Column.LANGUAGES: 20,
    Column.JOINED: 14,
    Column.DECISION: 18,
}


def workbook(
    seated: Iterable[Seated], communes: Sequence[Commune], *, title: str
) -> bytes:
    """A roster workbook in the columns that the import reads."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        _fill_roster(book, seated)
        _fill_guide(book)
        if communes:
            _fill_places(book, communes)
    return stream.getvalue()


def _fill_roster(book: Any, seated: Iterable[Seated]) -> None:
    tab = book.add_worksheet(guide.SHEET)
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    for at, column in enumerate(Column):
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        colour = "#D9E2F3" if column in REQUIRED else "#F2F2F2"
        style = day if column == Column.JOINED else text
        tab.set_column(at, at, WIDTHS[column], style)
        tab.write_string(
            0, at, column.value, book.add_format(head | {"bg_color": colour})
        )
        if words := CLOSED.get(column):
            tab.data_validation(1, at, MAX_ROWS, at, _choice(column, list(words)))
    for number, person in enumerate(seated, start=1):
        for at, value in enumerate(_line(person)):
            if isinstance(value, date):
                tab.write_datetime(number, at, value, day)
            elif value:
                tab.write_string(number, at, value, text)
    tab.freeze_panes(1, 0)
    tab.set_landscape()
    tab.set_paper(9)  # A4
    tab.repeat_rows(0)
    tab.fit_to_pages(1, 0)


def _choice(column: Column, words: list[str]) -> dict[str, Any]:
    """A drop-down; whoever pastes another word is told, not stopped."""
    return {
        "validate": "list",
        "source": words,
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": column.value,
        "error_message": _("Choose one of the listed values."),
    }


def _line(person: Seated) -> Iterator[str | date]:
    """The cells of one person in the order of `Column`."""
    facts: dict[Column, str | date] = {
        Column.CODE: person.code,
        Column.COMMUNE: person.commune,
        Column.FULL_NAME: person.full_name,
        Column.SEX: CLOSED[Column.SEX].word(person.sex),
        Column.POST: person.post_title,
        Column.BODY: person.body,
        Column.ROLE: CLOSED[Column.ROLE].word(person.role),
        Column.PROFESSIONAL: CLOSED[Column.PROFESSIONAL].word(person.professional),
        Column.THEORY: CLOSED[Column.THEORY].word(person.theory),
        Column.LANGUAGES: person.languages,
        Column.JOINED: person.joined,
        Column.DECISION: person.decision_no,
    }
    return (facts[column] for column in Column)


def _fill_guide(book: Any) -> None:
    """How to fill in each column; examples stand here, never among the rows."""
    tab = book.add_worksheet(GUIDE)
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for at, width in enumerate((24, 12, 64, 24, 30)):
        tab.set_column(at, at, width, wrap)
    heads = (
        *(_("Column"), _("Required"), _("What to write")),
        *(_("First example"), _("Second example")),
    )
    for at, head in enumerate(heads):
        tab.write_string(0, at, head, bold)
    for row, column in enumerate(Column, start=1):
        must = _("required") if column in REQUIRED else _("may be blank")
        for at, value in enumerate((column.value, must, *guide.column(column))):
            tab.write_string(row, at, value, wrap)
    for row, sentence in enumerate(guide.sentences(), start=len(Column) + 2):
        tab.merge_range(row, 0, row, 4, sentence, wrap)


def _fill_places(book: Any, communes: Sequence[Commune]) -> None:
    tab = book.add_worksheet(PLACES)
    bold = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for at, (head, width) in enumerate(
        ((Column.CODE.value, 9), (Column.COMMUNE.value, 24), (_("District"), 28))
    ):
        tab.set_column(at, at, width, text)
        tab.write_string(0, at, head, bold)
    for row, commune in enumerate(communes, start=1):
        for at, value in enumerate((commune.code, commune.name, commune.district)):
            tab.write_string(row, at, value, text)
    tab.freeze_panes(1, 0)


def marked(content: bytes, table: Table, faults: Iterable[Fault]) -> bytes:
    """The uploaded workbook with its faulty cells coloured and explained."""
    book = _opened(content) or _rebuilt(table)
    sheet = book[table.sheet]
    for place, found in _by_place(table, faults).items():
        _mark(sheet, place, found)
    book.active = book.index(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _opened(content: bytes) -> openpyxl.Workbook | None:
    """None for a workbook only the reader of values understands, such as .xls."""
    try:
        return openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parts raise
        return None


def _rebuilt(table: Table) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.sheet
    for column, place in table.letters.items():
        sheet[f"{place}{table.header_row}"] = column.value
        for row in table.rows:
            _write(sheet, f"{place}{row.number}", row.cells[column])
    return book


def _write(sheet: Worksheet, place: str, value: Any) -> None:
    """A text stays a text, even one that begins like a formula."""
    cell = sheet[place]
    cell.value = None if value == "" else value
    if isinstance(value, str) and value:
        cell.data_type = "s"


def _by_place(table: Table, faults: Iterable[Fault]) -> dict[str, list[Fault]]:
    """Faults by cell; what no single cell is to blame for stands on the header."""
    places: dict[str, list[Fault]] = defaultdict(list)
    first = min(table.letters.values(), key=lambda place: (len(place), place))
    for fault in faults:
        row = fault.row or table.header_row
        places[f"{fault.column or first}{row}"].append(fault)
    return places


def _mark(sheet: Worksheet, place: str, faults: list[Fault]) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        around = next(r for r in sheet.merged_cells.ranges if place in r)
        cell = sheet[f"{letter(around.min_col - 1)}{around.min_row}"]
    words = [cell.comment.text] if cell.comment else []
    words += [f"{fault.wrong}\n→ {fault.right}" for fault in faults]
    cell.fill = FAULTY
    cell.comment = Comment("\n\n".join(words), _("Roster check"), height=120, width=320)
