"""A look into a workbook's parts before any library unpacks it, and what it tells.

Stops at files that would fill the memory; notes the cells whose value a reader of
values cannot see: formulas that were never computed, and cells in error.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from danvan.records.roster.rules import HEADER_SEARCH, MAX_ROWS, letter
from danvan.records.roster.sniffing import damaged
from danvan.shared import packed
from danvan.shared.numbers import decimal
from danvan.shared.refusals import Refused

MAX_UNPACKED = 160 * 1024 * 1024
MAX_CELLS = 1_000_000
MAX_GRID = 2_000_000
"""Rows × columns up to the farthest value: a reader makes a full grid of them."""
MAX_TEXT = 200 * 1024 * 1024
_MAX_PART = 8 * 1024 * 1024
_CHUNK = 256 * 1024

_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*[^/<>]|)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?: [^<>]*)?>([^<]+)<")
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")


@dataclass(slots=True)
class Scan:
    """One sheet's raw look; positions are (row, column), both from 0."""

    last_row: int = 0
    last_column: int = 0
    valued_rows: int = 0
    cells: int = 0
    shared_texts: int = 0
    hidden_rows: int = 0
    unseen: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells in error with the error; "" for a formula that was never computed."""


def scan(content: bytes) -> Mapping[str, Scan]:
    """Each sheet's scan by its name; raises Refused when unpacking is not safe."""
    try:
        packed.check(content, most=MAX_UNPACKED)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            longest = _longest_text(archive)
            return _scan_sheets(archive, longest)
    except packed.Oversized as error:
        raise too_large() from error
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError) as error:
        raise damaged() from error
    except (zlib.error, RuntimeError, ElementTree.ParseError) as error:
        raise damaged() from error
    except DefusedXmlException as error:
        raise damaged() from error


def _scan_sheets(archive: zipfile.ZipFile, longest: int) -> dict[str, Scan]:
    scans: dict[str, Scan] = {}
    left = MAX_CELLS
    for name, part in _sheet_parts(archive):
        scans[name] = found = _scan_sheet(archive, name, part, left)
        left -= found.cells
        if found.shared_texts * longest > MAX_TEXT:
            raise too_large()
    return scans


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each worksheet, as the workbook lists them."""
    targets = {
        link.get("Id"): (link.get("Type", ""), link.get("Target", ""))
        for link in ElementTree.fromstring(_read(archive, "xl/_rels/workbook.xml.rels"))
    }
    for element in ElementTree.fromstring(_read(archive, "xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        link = next(
            v for k, v in element.attrib.items() if k.rpartition("}")[2] == "id"
        )
        kind, target = targets[link]
        if kind.endswith("/worksheet"):
            yield element.get("name", ""), posixpath.join("/xl", target).lstrip("/")


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > _MAX_PART:
        raise too_large()
    return archive.read(part)


def _pieces(
    archive: zipfile.ZipFile, part: str, end: re.Pattern[bytes]
) -> Iterator[bytes]:
    """The part cut behind each `end`, unpacked little by little."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            *whole, rest = end.split(rest + chunk)
            yield from whole
            if len(rest) > _MAX_PART:
                raise too_large()


def _longest_text(archive: zipfile.ZipFile) -> int:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return 0
    pieces = _pieces(archive, "xl/sharedStrings.xml", _TEXT_END)
    return max((len(piece) for piece in pieces), default=0)


def _scan_sheet(archive: zipfile.ZipFile, name: str, part: str, left: int) -> Scan:
    found = Scan()
    for number, piece in enumerate(_pieces(archive, part, _ROW_END)):
        _scan_row(found, piece, number)
        if found.valued_rows > MAX_ROWS + HEADER_SEARCH:
            raise too_many_rows(name)
        if found.cells > left:
            raise too_large()
    if found.last_row * (found.last_column + 1) > MAX_GRID:
        raise Refused(
            _(
                "Sheet “%(sheet)s” has a value far from the table, down to row"
                " %(row)s or out to column %(column)s. Delete it and save again."
            )
            % {
                "sheet": name,
                "row": decimal(found.last_row + 1),
                "column": letter(found.last_column),
            }
        )
    return found


def _scan_row(found: Scan, piece: bytes, number: int) -> None:
    found.cells += piece.count(b"<c ") + piece.count(b":c ")
    if b"<v" not in piece and b"<t" not in piece and b":v" not in piece:
        return
    found.valued_rows += 1
    found.shared_texts += piece.count(b't="s"')
    opening = _ROW.search(piece)
    if opening and b'hidden="1"' in opening[1]:
        found.hidden_rows += 1
    row, column = _last_place(piece) or (number, piece.count(b"<c "))
    found.last_row = max(found.last_row, row)
    found.last_column = max(found.last_column, column)
    if b"<f" in piece or b't="e"' in piece:
        found.unseen.update(_unseen(piece))


def _last_place(piece: bytes) -> tuple[int, int] | None:
    """Place of the row's last cell with a value; cells come in order."""
    value = max(piece.rfind(b"<v"), piece.rfind(b"<t"), piece.rfind(b":v"))
    places = _PLACE.findall(piece, max(0, value - 400), value)
    return _place(*places[-1]) if places else None


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    column = 0
    for code in letters:
        column = column * 26 + code - ord("A") + 1
    return int(digits) - 1, column - 1


def _unseen(piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    last = 0  # behind it no cell ends, and none need be looked for
    for end in _CELL_END.finditer(piece):
        last = end.end()
    for cell in _CELL.finditer(piece, 0, last):
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        value = _VALUE.search(cell[2])
        if b't="e"' in cell[1] and value:
            yield _place(*place.groups()), value[1].decode("utf-8", "replace")
        elif b"<f" in cell[2] and value is None:
            yield _place(*place.groups()), ""


def too_many_rows(sheet: str) -> Refused:
    return Refused(
        _(
            "Sheet “%(sheet)s” has more than %(max)s rows. Split the file, for example"
            " one file for each district."
        )
        % {"sheet": sheet, "max": decimal(MAX_ROWS)}
    )


def too_large() -> Refused:
    return Refused(
        _(
            "The workbook is too large once unpacked. Copy only the rows of the roster"
            " into a new template, without formatted empty cells or other sheets."
        )
    )
