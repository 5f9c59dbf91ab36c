"""Tables of a Word document: bare ones that hold a place, ruled ones that are read."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row

from danvan.foundation.documents.layouts import Face
from danvan.foundation.documents.typesetting import Block, lines


def cell(table: Table, row: int, column: int) -> Block:
    home = table.cell(row, column)
    return Block(home, home.width / Mm(1), started=False)


def bare_table(word: Word, columns: Sequence[float], *, rows: int) -> Table:
    """A table without lines that fills the width, its cells without padding."""
    table = word.add_table(rows=rows, cols=len(columns))
    _fix(table, columns)
    _pad(table, 0)
    for row in table.rows:
        keep_whole(row)
        for each in row.cells:
            shape = each.paragraphs[0].paragraph_format
            shape.first_line_indent, shape.space_before = Mm(0), Pt(0)
            shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return table


def ruled_table(word: Word, columns: Sequence[float]) -> Table:
    table = word.add_table(rows=0, cols=len(columns))
    table.style = word.styles["Table Grid"]
    _fix(table, columns)
    _pad(table, 1.5)
    return table


def _fix(table: Table, columns: Sequence[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
        for each in column.cells:
            each.width = Mm(width)


def _pad(table: Table, side: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        edge = OxmlElement(f"w:{name}")
        edge.set(qn("w:w"), str(round(side * 56.7)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = table._tbl.tblPr  # noqa: SLF001 - no API for padding
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def add_row(
    table: Table, texts: Iterable[Any], face: Face, *, centred: Collection[int]
) -> _Row:
    """One row; a text of several lines is several paragraphs."""
    row = table.add_row()
    keep_whole(row)
    for number, text in enumerate(texts):
        home = row.cells[number]
        home.width = table.columns[number].width
        inner = Block(home, 0, started=False)
        for line in lines(str(text)) or [""]:
            inner.line(line, face, before=2, centred=number in centred)
        home.paragraphs[-1].paragraph_format.space_after = Pt(2)
    return row


def keep_whole(row: _Row) -> None:
    """Never split over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no API


def repeat(row: _Row) -> None:
    """Come again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no API
