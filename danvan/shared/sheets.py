"""Tables handed out as .xlsx or .csv: codes keep their zeros, no cell is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from danvan.shared import dates
from danvan.shared.text import nfc

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_FORMATS = {"integer": "#,##0", "percent": "0.00%", "date": "dd/mm/yyyy"}
_CELL_LIMIT = 32_767  # characters in a cell; XlsxWriter leaves out what is longer
_TAB_LIMIT = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands below it, and its width in characters."""

    header: str
    kind: Literal["text", "integer", "percent", "date"] = "text"
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab; a percentage is given as 98.15, None leaves its cell empty."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]


def write_xlsx(
    sheets: Iterable[Sheet], *, title: str, at: datetime | None = None
) -> bytes:
    """Workbook with one printable tab a sheet; `at` is its date of creation."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": at and timezone.make_naive(at)})
        styles = _styles(book)
        taken: set[str] = set()
        for sheet in sheets:
            _fill(book.add_worksheet(_tab_name(sheet.name, taken)), sheet, styles)
    return stream.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    top = {"valign": "top"}
    styles = {
        kind: book.add_format({"num_format": pattern, **top})
        for kind, pattern in _FORMATS.items()
    }
    styles["text"] = book.add_format({"num_format": "@", "text_wrap": True, **top})
    styles["header"] = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    return styles


def _fill(tab: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    for at, column in enumerate(sheet.columns):
        tab.set_column(at, at, column.width)
        tab.write_string(0, at, column.header, styles["header"])
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(tab, last, at, column.kind, value, styles)
    tab.freeze_panes(1, 0)
    tab.autofilter(0, 0, last, len(sheet.columns) - 1)
    tab.repeat_rows(0)
    tab.set_landscape()
    tab.set_paper(9)  # A4
    tab.fit_to_pages(1, 0)


def _write(
    tab: Any, row: int, at: int, kind: str, value: object, styles: dict[str, Any]
) -> None:
    """A value that does not fit its column's kind is written as the text it is."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if value.tzinfo else value.date()
    if value is None:
        tab.write_blank(row, at, None, styles[kind])
    elif kind == "date" and isinstance(value, date):
        tab.write_datetime(row, at, value, styles[kind])
    elif kind in {"integer", "percent"} and isinstance(value, int | float | Decimal):
        number = value / 100 if kind == "percent" else value
        tab.write_number(row, at, number, styles[kind])
    else:
        tab.write_string(row, at, _cut(_plain(value)), styles["text"])


def _cut(text: str) -> str:
    return text if len(text) <= _CELL_LIMIT else f"{text[: _CELL_LIMIT - 1]}…"


def _plain(value: object) -> str:
    return dates.numeric(value) if isinstance(value, date) else str(value)


def _tab_name(name: str, taken: set[str]) -> str:
    """Name Excel accepts: without []:*?/\\, at most 31 long, unlike those `taken`."""
    name = nfc(re.sub(r"[\[\]:*?/\\]", " ", name)).strip("'") or "Sheet"
    candidate, number = name[:_TAB_LIMIT], 1
    while candidate.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        candidate = name[: _TAB_LIMIT - len(suffix)] + suffix
    taken.add(candidate.casefold())
    return candidate


def write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark Excel needs; a text that looks like a formula gets a '."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(map(_csv_row, rows))
    return stream.getvalue().encode("utf-8-sig")


def _csv_row(row: Sequence[object]) -> list[str]:
    return ["" if value is None else _harmless(value) for value in row]


def _harmless(value: object) -> str:
    text = _plain(value)
    leads = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(
        ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    )
    return (
        f"'{text}" if leads and not isinstance(value, int | float | Decimal) else text
    )


def download(data: bytes, filename: str, content_type: str) -> HttpResponse:
    """Response saved under a name that may be Vietnamese."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", nfc(filename))
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=safe
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
