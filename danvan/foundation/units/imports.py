"""Reading a list of units from a csv file."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from danvan.foundation.units.actions import UnitRow
from danvan.foundation.units.rules import (
    LEVEL_OF,
    LONGEST_NAME,
    FaultyList,
    Kind,
    Level,
)
from danvan.shared.text import nfc

DATA = Path(__file__).parent / "data"
BAC_KAN_2023 = DATA / "bac_kan_2023.csv"
KIND_BY_WORD = {str(kind.label): kind for kind in Kind}
REQUIRED = ("code", "kind", "name", "parent_code", "valid_from")
OPTIONAL = ("population", "aliases", "grid_row", "grid_col")

LONGEST_CODE = 10
LONGEST_NUMBER = 9
LARGEST = 10_000_000  # bytes; the nation's list is a tenth of it

type Line = dict[str, str]


def read_units(path: Path) -> list[UnitRow]:
    """Rows of a csv with the columns of data/README.md; FaultyList says all faults."""
    lines = read_lines(path)
    faults = [fault for number, line in lines for fault in faults_of(number, line)]
    faults += repeated(lines)
    if faults:
        raise FaultyList(faults)
    return [read_row(line) for _number, line in lines]


def read_lines(path: Path) -> list[tuple[int, Line]]:
    """Line number and cells of each filled line; raises FaultyList."""
    if path.exists() and not path.is_file():
        raise FaultyList([_("%(path)s is no file") % {"path": path}])
    try:
        if path.stat().st_size > LARGEST:
            raise FaultyList([_("The file is larger than any list of units")])
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, restkey="", restval="")
            columns = [nfc(name).casefold() for name in table.fieldnames or ()]
            check_columns(columns)
            table.fieldnames = columns
            lines = [(table.line_num, tidy(row)) for row in table]
    except OSError as error:
        raise FaultyList([f"{path}: {error.strerror}"]) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FaultyList([_("The file is not a csv table in UTF-8")]) from error
    filled = [(number, line) for number, line in lines if any(line.values())]
    if not filled:
        raise FaultyList([_("The file holds no unit")])
    return filled


def check_columns(columns: list[str]) -> None:
    faults = [
        _("The column %(name)s is missing") % {"name": name}
        for name in REQUIRED
        if name not in columns
    ]
    faults += [
        _("The column %(name)s stands twice") % {"name": name}
        for name in sorted(set(columns))
        if columns.count(name) > 1
    ]
    faults += [
        _("The column %(name)s is not known") % {"name": name}
        for name in columns
        if name not in REQUIRED + OPTIONAL
    ]
    if faults:
        raise FaultyList(faults)


def tidy(row: dict[str, str | list[str]]) -> Line:
    """Every cell in NFC; what stands behind the last column under the name ""."""
    return {
        name: nfc(cell if isinstance(cell, str) else " ".join(cell))
        for name, cell in row.items()
    }


def faults_of(number: int, line: Line) -> Iterator[str]:
    """What is wrong with one line by itself."""
    kind = KIND_BY_WORD.get(line["kind"].casefold())
    checks: list[tuple[bool, str]] = [
        ("" in line, _("there are more cells than columns")),
        (not digits(line["code"], LONGEST_CODE), _("the code must be digits")),
        (not line["name"], _("the name is missing")),
        (len(line["name"]) > LONGEST_NAME, _("the name is longer than 100 letters")),
        (
            kind is None,
            _("%(kind)s is no kind of unit") % {"kind": line["kind"] or "–"},
        ),
        (
            not reads(line["valid_from"], date.fromisoformat),
            _("the date must be like 2023-01-31"),
        ),
        (
            misplaced(kind, line),
            _("a province has no parent, every other unit has one"),
        ),
    ]
    for column in ("population", "grid_row", "grid_col"):
        cell = line.get(column, "")
        wrong = bool(cell) and not digits(cell, LONGEST_NUMBER)
        checks.append((wrong, _("%(column)s must be digits") % {"column": column}))
    for wrong, sentence in checks:
        if wrong:
            yield _("Line %(line)d: %(fault)s") % {"line": number, "fault": sentence}


def digits(cell: str, longest: int) -> bool:
    return cell.isascii() and cell.isdecimal() and len(cell) <= longest


def misplaced(kind: Kind | None, line: Line) -> bool:
    is_top = kind is not None and LEVEL_OF[kind] == Level.PROVINCE
    return kind is not None and is_top == bool(line["parent_code"])


def reads(cell: str, reader: Callable[[str], object]) -> bool:
    try:
        reader(cell)
    except ValueError:
        return False
    return True


def repeated(lines: list[tuple[int, Line]]) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, line in lines:
        known = first.setdefault(line["code"], number)
        if known != number and line["code"]:
            yield _("Line %(line)d: the code %(code)s stands in line %(first)d too") % {
                "line": number,
                "code": line["code"],
                "first": known,
            }


def read_row(line: Line) -> UnitRow:
    row, column = line.get("grid_row", ""), line.get("grid_col", "")
    population = line.get("population", "")
    names = (nfc(part) for part in line.get("aliases", "").split(";"))
    return UnitRow(
        code=line["code"],
        kind=KIND_BY_WORD[line["kind"].casefold()],
        name=line["name"],
        parent_code=line["parent_code"],
        valid_from=date.fromisoformat(line["valid_from"]),
        population=int(population) if population else None,
        aliases=tuple(dict.fromkeys(name for name in names if name)),
        grid=(int(row), int(column)) if row and column else None,
    )
