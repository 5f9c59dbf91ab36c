"""From a line of the sheet to a person, every slip of the line told at once. Pure."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from danvan.records.roster import cells
from danvan.records.roster.cells import Wrong
from danvan.records.roster.places import Places
from danvan.records.roster.plans import (
    Cell,
    Commune,
    Fault,
    Mend,
    Person,
    Remark,
    Row,
    Table,
)
from danvan.records.roster.rules import CLOSED, REQUIRED, Column

type Posts = Callable[[str, str, date], tuple[str, str]]
"""Post of a title, for a role on a day, and its body; two "" when unknown."""


class Told(NamedTuple):
    """What one line says: the person when it is whole, and what was noticed."""

    row: int
    person: Person | None
    commune: Commune | None
    name: str
    post_title: str
    faults: list[Fault]
    mends: list[Mend]
    remarks: list[Remark]


class Line:
    """One line while it is read."""

    def __init__(self, row: Row, table: Table) -> None:
        self.row = row
        self.table = table
        self.faults: list[Fault] = []
        self.mends: list[Mend] = []
        self.remarks: list[Remark] = []

    def cell(self, column: Column) -> Cell:
        return self.row.cells.get(column, "")

    def fault(self, column: Column, wrong: str, right: str) -> None:
        self.faults.append(
            Fault(
                row=self.row.number,
                column=self.table.letters.get(column, ""),
                header=column.value,
                value=cells.shown(self.cell(column)),
                wrong=wrong,
                right=right,
            )
        )

    def mend(self, column: Column, after: str, why: str) -> None:
        self.mends.append(
            Mend(
                row=self.row.number,
                column=self.table.letters.get(column, ""),
                header=column.value,
                before=cells.shown(self.cell(column)),
                after=after,
                why=why,
            )
        )

    def seen(self, column: Column) -> str | None:
        """The clean text, "" when empty, None when it cannot stand (which is told)."""
        return self._read(column, lambda value: cells.text(value, column))

    def text(self, column: Column) -> str:
        return self._filled(column, self.seen(column))

    def name(self) -> str:
        column = Column.FULL_NAME
        return self._filled(column, self._read(column, cells.full_name))

    def word(self, column: Column) -> str:
        """The stored value of a closed column; "" when empty or wrong."""
        try:
            found = cells.closed(self.cell(column), column)
        except Wrong as wrong:
            self.fault(column, wrong.wrong, wrong.right)
            return ""
        if not found and column in REQUIRED:
            right = _("One of: %(words)s") % {"words": ", ".join(CLOSED[column])}
            self.empty(column, right)
        return found

    def _read(self, column: Column, reader: Callable[[Cell], cells.Read]) -> str | None:
        try:
            read = reader(self.cell(column))
        except Wrong as wrong:
            self.fault(column, wrong.wrong, wrong.right)
            return None
        if read.why and read.value:
            self.mend(column, read.value, read.why)
        return read.value

    def _filled(self, column: Column, value: str | None) -> str:
        if value == "" and column in REQUIRED:
            self.empty(column, _("Fill in the cell."))
        return value or ""

    def empty(self, column: Column, right: str) -> None:
        """An empty cell of a column that is there; a missing column is told once."""
        if column in self.table.letters:
            self.fault(column, _("The cell is empty."), right)


def tell(row: Row, table: Table, places: Places, posts: Posts, *, on: date) -> Told:
    line = Line(row, table)
    commune = _commune(line, places)
    name = line.name()
    post_title = line.text(Column.POST)
    role, joined = line.word(Column.ROLE), _joined(line, on)
    post, own_body = _post(line, post_title, posts(post_title, role, joined or on))
    facts: dict[str, Any] = {
        "sex": line.word(Column.SEX),
        "role": role,
        "post": post,
        "body": line.text(Column.BODY),
        "own_body": own_body,
        "professional": line.word(Column.PROFESSIONAL),
        "theory": line.word(Column.THEORY),
        "languages": line.text(Column.LANGUAGES),
        "joined": joined,
        "decision_no": line.text(Column.DECISION),
    }
    person = None
    if commune and not line.faults and not table.faults:
        person = Person(
            row=row.number,
            unit_id=commune.pk,
            full_name=name,
            post_title=post_title,
            **facts,
        )
    return Told(
        row.number,
        person,
        commune,
        name,
        post_title,
        line.faults,
        line.mends,
        line.remarks,
    )


def _commune(line: Line, places: Places) -> Commune | None:
    """The commune that code and name agree on, when the account covers it."""
    code, name = line.seen(Column.CODE), line.seen(Column.COMMUNE)
    commune = _by_code(line, places, code, name or "")
    if name == "":
        line.empty(Column.COMMUNE, commune.name if commune else _("Fill in the cell."))
    if not commune or not name:
        return None
    try:
        places.check_name(commune, name)
    except Wrong as wrong:
        line.fault(Column.COMMUNE, wrong.wrong, wrong.right)
        return None
    if not commune.covered:
        line.fault(
            Column.CODE,
            _("%(name)s is outside the area of your account.")
            % {"name": commune.full_name},
            _("Delete the row, or ask an officer of the higher level to import it."),
        )
        return None
    return commune


def _by_code(line: Line, places: Places, code: str | None, name: str) -> Commune | None:
    if not code:
        if code == "":
            line.empty(Column.CODE, places.code_hint(name))
        return None
    code = code.removeprefix("'")
    try:
        commune = places.by_typed_code(code)
    except Wrong as wrong:
        hint = places.named(name)
        right = hint[0].code if len(hint) == 1 else wrong.right
        line.fault(Column.CODE, wrong.wrong, right)
        return None
    if commune.code != code:
        line.mend(Column.CODE, commune.code, _("leading zero restored"))
    return commune


def _post(line: Line, title: str, found: tuple[str, str]) -> tuple[str, str]:
    """The post and its body, with a remark when nobody knows it."""
    if title and not found[0]:
        text = _("The post “%(post)s” is not among the posts of the programme.")
        line.remarks.append(Remark(line.row.number, title, text % {"post": title}))
    return found


def _joined(line: Line, on: date) -> date | None:
    try:
        found, why = cells.day(line.cell(Column.JOINED), on=on)
    except Wrong as wrong:
        line.fault(Column.JOINED, wrong.wrong, wrong.right)
        return None
    if found and why:
        line.mend(Column.JOINED, cells.numeric(found), why)
    return found
