"""Old-font text (TCVN3, VNI) in a roster: found, converted, and said. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from danvan.records.roster.plans import Mend, Row, Table
from danvan.records.roster.rules import CLOSED, Column
from danvan.shared.legacy import Encoding, convert, detect, detect_many
from danvan.shared.text import nfc

NAMES: dict[Encoding, str] = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}


def converted(table: Table) -> tuple[Table, tuple[Mend, ...]]:
    """The table with old-font cells in Unicode, and each cell that changed."""
    columns = _encodings(table.rows)
    mends: list[Mend] = []
    rows: list[Row] = []
    for row in table.rows:
        cells = dict(row.cells)
        for column, cell in row.cells.items():
            if not isinstance(cell, str) or not _suspicious(cell):
                continue
            if column in CLOSED and nfc(cell) in CLOSED[column]:
                continue
            encoding = columns.get(column) or _detected(cell)
            after = nfc(convert(cell, encoding)) if encoding else cell
            if encoding and after != nfc(cell):
                cells[column] = after
                mends.append(_mend(table, row, column, cell, after, encoding))
        rows.append(replace(row, cells=cells))
    return (replace(table, rows=tuple(rows)), tuple(mends)) if mends else (table, ())


_detected = lru_cache(maxsize=65_536)(detect)


def _mend(
    table: Table, row: Row, column: Column, before: str, after: str, encoding: Encoding
) -> Mend:
    return Mend(
        row=row.number,
        column=table.letters[column],
        header=column.value,
        before=before,
        after=after,
        why=NAMES[encoding],
    )


def _suspicious(text: str) -> bool:
    """Old fonts drew Vietnamese over the codes of Western letters."""
    if text.isascii():
        return False
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _encodings(rows: Iterable[Row]) -> dict[Column, Encoding]:
    """The encoding of each column; one without its own evidence follows the file."""
    texts: dict[Column, set[str]] = {}
    for row in rows:
        for column, cell in row.cells.items():
            if isinstance(cell, str) and not cell.isascii():
                texts.setdefault(column, set()).add(cell)
    suspects = {
        column: group for column, group in texts.items() if any(map(_suspicious, group))
    }
    if not suspects:
        return {}
    whole = detect_many(sorted(set().union(*texts.values())))
    found: dict[Column, Encoding] = {}
    for column, group in suspects.items():
        follows = whole if all(map(_suspicious, group)) else None
        if encoding := detect_many(sorted(group)) or follows:
            found[column] = encoding
    return found
