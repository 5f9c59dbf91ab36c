"""Days of the working calendar as a table, csv or xlsx, read with all its faults."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, XmlError, ZipError

from danvan.foundation.deadlines.rules import DayRow, is_weekday
from danvan.shared import packed
from danvan.shared.dates import numeric, parse_date
from danvan.shared.refusals import Refused
from danvan.shared.text import fold, nfc

HEADINGS = ("Ngày", "Loại", "Tên", "Căn cứ")
NEEDED = 3
OFF, WORKED = "nghỉ", "làm việc"
KINDS = {fold(OFF): False, fold(WORKED): True}
LARGEST = 1024 * 1024
UNPACKED = 20 * LARGEST
MOST = 1000
NAME, SOURCE = 100, 200
"""Letters that the columns hold."""

type Cells = list[str]


class FaultyDays(Refused):
    """Everything that is wrong with a table of days, a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


def read(content: bytes) -> list[DayRow]:
    """The days of a file; FaultyDays names every fault, and then nothing is read."""
    if len(content) > LARGEST:
        raise FaultyDays([_("The file is larger than 1 MB. Send the days alone")])
    is_book = content.startswith(b"PK")
    return read_lines(book_lines(content) if is_book else text_lines(content))


def text_lines(content: bytes) -> list[Cells]:
    """Rows of a csv, parted by commas or, as Excel here writes it, by semicolons."""
    try:
        text = content.decode("utf-8-sig")
        delimiter = ";" if text.partition("\n")[0].count(";") >= NEEDED - 1 else ","
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [list(map(nfc, line)) for line in lines]
    except (UnicodeDecodeError, csv.Error) as error:
        raise not_a_table() from error


def book_lines(content: bytes) -> list[Cells]:
    try:
        packed.check(content, most=UNPACKED)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except packed.Oversized as error:
        text = _("The workbook is too large. Send the days alone")
        raise FaultyDays([text]) from error
    except (zipfile.BadZipFile, zlib.error, CalamineError, XmlError, ZipError) as error:
        raise not_a_table() from error
    return [list(map(in_text, row)) for row in rows]


def not_a_table() -> FaultyDays:
    return FaultyDays(
        [_("This is neither an Excel workbook (.xlsx) nor a csv table in UTF-8")]
    )


def in_text(cell: Any) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    return numeric(cell) if isinstance(cell, date) else nfc(str(cell))


def read_lines(lines: list[Cells]) -> list[DayRow]:
    """Below the headings; lines without any text are passed over."""
    numbered = [(n, line) for n, line in enumerate(lines, start=1) if any(line)]
    if not numbered or not has_headings(numbered[0][1]):
        raise FaultyDays(
            [_("The first line must be: %(names)s") % {"names": ", ".join(HEADINGS)}]
        )
    body = numbered[1:]
    if not body:
        raise FaultyDays([_("There is no day below the headings")])
    if len(body) > MOST:
        raise FaultyDays([_("There are more than 1,000 days. Send one year")])
    faults = [*faults_in(body), *repeated(body)]
    if faults:
        raise FaultyDays(faults)
    return [row_of(line) for _number, line in body]


def has_headings(line: Cells) -> bool:
    given = [fold(cell) for cell in line[: len(HEADINGS)]]
    return given[:NEEDED] == [fold(name) for name in HEADINGS[:NEEDED]]


def faults_in(body: list[tuple[int, Cells]]) -> Iterator[str]:
    for number, line in body:
        for fault in faults_of(padded(line)):
            yield _("Line %(line)d: %(fault)s") % {"line": number, "fault": fault}


def faults_of(line: Cells) -> Iterator[str]:
    day = day_of(line[0])
    kind = KINDS.get(fold(line[1]))
    if day is None:
        yield _("“%(text)s” is no day; write it like 30/04/2026") % {"text": line[0]}
    if kind is None:
        yield _("write “%(off)s” or “%(worked)s” as its kind") % {
            "off": OFF,
            "worked": WORKED,
        }
    if not line[2]:
        yield _("the name is missing")
    if len(line[2]) > NAME or len(line[3]) > SOURCE:
        yield _("the name or the basis is too long")
    if any(line[len(HEADINGS) :]):
        yield _("there are more cells than columns")
    if day and kind and is_weekday(day):
        yield _("this is a working day anyway; only a weekend that is worked is listed")


def repeated(body: list[tuple[int, Cells]]) -> Iterator[str]:
    first: dict[date, int] = {}
    for number, line in body:
        day = day_of(line[0])
        if day and first.setdefault(day, number) != number:
            yield _("Line %(line)d: the day stands in line %(first)d too") % {
                "line": number,
                "first": first[day],
            }


def padded(line: Cells) -> Cells:
    return line + [""] * (len(HEADINGS) - len(line))


def day_of(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def row_of(line: Cells) -> DayRow:
    cells = padded(line)
    return DayRow(parse_date(cells[0]), KINDS[fold(cells[1])], cells[2], cells[3])


def written(rows: Sequence[DayRow]) -> str:
    """The same table as text, as `read` takes it."""
    stream = io.StringIO()
    out = csv.writer(stream, lineterminator="\n")
    out.writerow(HEADINGS)
    for row in rows:
        kind = WORKED if row.is_working else OFF
        out.writerow([numeric(row.day), kind, row.name, row.source])
    return stream.getvalue()
