"""From an uploaded workbook to the rows of its roster sheet. Judges no row."""

import io
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from danvan.records.roster import headers
from danvan.records.roster.guards import Scan, scan, too_many_rows
from danvan.records.roster.plans import Cell, Fault, Mend, Remark, Row, Table
from danvan.records.roster.rules import MAX_ROWS, REQUIRED, Column, letter
from danvan.records.roster.sniffing import damaged, kind_of, locked
from danvan.shared.numbers import decimal
from danvan.shared.refusals import Refused

type Grid = list[list[Cell]]
type Place = tuple[int, int]


def read(content: bytes) -> Table:
    """The roster in a workbook's bytes; raises Refused when there is none to read."""
    check_size(len(content))
    scans = scan(content) if kind_of(content) == "xlsx" else {}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _read_book(book, scans)
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, ZipError, XmlError) as error:
        raise damaged() from error


def check_size(size: int) -> None:
    if size > settings.ROSTER_MAX_BYTES:
        limit = decimal(settings.ROSTER_MAX_BYTES // (1024 * 1024))
        raise Refused(
            _("The file is larger than %(limit)s MB. Send the roster sheet alone.")
            % {"limit": limit}
        )


def _read_book(book: CalamineWorkbook, scans: Mapping[str, Scan]) -> Table:
    """The one visible sheet whose header is a roster's."""
    found: list[tuple[str, CalamineSheet, Grid, headers.Header]] = []
    empty, hidden = True, []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows: Grid = [[*row] for row in sheet.to_python(skip_empty_area=False)]
        empty = empty and not any(_has_value(row) for row in rows)
        header = headers.find(rows)
        if header and meta.visible == SheetVisibleEnum.Visible:
            found.append((meta.name, sheet, rows, header))
        elif header:
            hidden.append(meta.name)
    if len(found) != 1:
        raise _no_single_sheet([name for name, *_rest in found], hidden, empty=empty)
    name, sheet, rows, header = found[0]
    return _table(name, rows, header, sheet.merged_cell_ranges or [], scans.get(name))


def _no_single_sheet(found: list[str], hidden: list[str], *, empty: bool) -> Refused:
    if found:
        return Refused(
            _(
                "%(count)d sheets have the header of a roster: %(names)s."
                " Keep one of them."
            )
            % {"count": len(found), "names": ", ".join(found)}
        )
    if hidden:
        return Refused(
            _(
                "The roster stands on the hidden sheet “%(name)s”."
                " Unhide it and save again."
            )
            % {"name": hidden[0]}
        )
    if empty:
        return Refused(_("The workbook is empty: no sheet has a value."))
    return Refused(
        _(
            "No sheet has the header of a roster in its first 10 rows. The columns"
            " needed are: %(columns)s."
        )
        % {"columns": ", ".join(column.value for column in REQUIRED)}
    )


def _table(
    name: str,
    rows: Grid,
    header: headers.Header,
    merged: Sequence[tuple[Place, Place]],
    look: Scan | None,
) -> Table:
    mends = tuple(_spread(rows, header, merged))
    body = [
        (number, cells)
        for number, cells in enumerate(rows[header.row + 1 :], start=header.row + 2)
        if _has_value(cells)
    ]
    if not body:
        raise Refused(
            _("Sheet “%(sheet)s” has a header but no row below it.") % {"sheet": name}
        )
    if len(body) > MAX_ROWS:
        raise too_many_rows(name)
    faults = [*header.faults, *_unseen(header, look)]
    return Table(
        sheet=name,
        header_row=header.row + 1,
        letters={column: letter(at) for column, at in header.places.items()},
        rows=tuple(_row(number, cells, header.places) for number, cells in body),
        faults=tuple(faults),
        remarks=tuple(_remarks(name, look, header)),
        mends=mends,
    )


def _row(number: int, cells: list[Cell], places: Mapping[Column, int]) -> Row:
    width = len(cells)
    return Row(
        number,
        {column: cells[at] if at < width else "" for column, at in places.items()},
    )


def _has_value(cells: Sequence[Cell]) -> bool:
    return any(
        cell != "" and not (isinstance(cell, str) and not cell.strip())
        for cell in cells
    )


def _spread(
    rows: Grid, header: headers.Header, merged: Sequence[tuple[Place, Place]]
) -> Iterator[Mend]:
    """A cell merged over several rows counts in each of them."""
    columns = {at: column for column, at in header.places.items()}
    for (top, left), (bottom, right) in merged:
        column = columns.get(left)
        spreads = left == right and top < bottom and top > header.row
        if not spreads or column is None or top >= len(rows):
            continue
        value = rows[top][left]
        for row in rows[top + 1 : bottom + 1]:
            if row[left] == "":
                row[left] = value
        yield Mend(
            row=top + 1,
            column=letter(left),
            header=column.value,
            before=str(value),
            after=str(value),
            why=_("the merged cell counts in each of rows %(first)d to %(last)d")
            % {"first": top + 1, "last": bottom + 1},
        )


def _unseen(header: headers.Header, look: Scan | None) -> Iterator[Fault]:
    columns = {at: column for column, at in header.places.items()}
    for (row, at), error in sorted(look.unseen.items()) if look else ():
        if row > header.row and at in columns:
            yield _unseen_fault(row, at, columns[at], error)


def _unseen_fault(row: int, at: int, column: Column, error: str) -> Fault:
    wrong = (
        _("The formula ends in the error %(error)s.") % {"error": error}
        if error
        else _("The formula was never computed.")
    )
    return Fault(
        row=row + 1,
        column=letter(at),
        header=column.value,
        value=error,
        wrong=wrong,
        right=_("Type the value itself in place of the formula."),
    )


def _remarks(name: str, look: Scan | None, header: headers.Header) -> Iterator[Remark]:
    if look and look.hidden_rows:
        text = ngettext(
            "%(count)d hidden row was read too.",
            "%(count)d hidden rows were read too.",
            look.hidden_rows,
        )
        yield Remark(0, name, text % {"count": look.hidden_rows})
    absent = [c.value for c in Column if c not in header.places and c not in REQUIRED]
    if absent:
        yield Remark(
            0,
            name,
            _("Columns not in the file keep what is stored: %(columns)s.")
            % {"columns": ", ".join(absent)},
        )
