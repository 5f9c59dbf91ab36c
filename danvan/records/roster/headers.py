"""Finding the header row and which column stands where, however it was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.records.roster.plans import Fault
from danvan.records.roster.rules import (
    BY_HEADER,
    HEADER_SEARCH,
    PRIVATE,
    REQUIRED,
    Column,
    letter,
    nearest_header,
)
from danvan.shared.legacy import convert
from danvan.shared.text import fold, nfc

_ENOUGH = 3
"""Known headers that make a row the header row."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (from 0) and what each of its cells names."""

    row: int
    places: Mapping[Column, int]
    faults: tuple[Fault, ...]


def find(rows: Sequence[Sequence[object]]) -> Header | None:
    """The best of the first rows, if any looks like the header."""
    scored = [
        (sum(known(cell) is not None for cell in row), -number)
        for number, row in enumerate(rows[:HEADER_SEARCH])
    ]
    score, number = max(scored, default=(0, 0))
    if score < _ENOUGH:
        return None
    return _header(rows, -number)


def known(cell: object) -> Column | None:
    """The column a header cell names, also when typed in an old font."""
    if not isinstance(cell, str) or not cell.strip():
        return None
    for text in (cell, convert(cell, "tcvn3"), convert(cell, "vni")):
        if column := BY_HEADER.get(fold(text.strip(" *:"))):
            return column
    return None


def _header(rows: Sequence[Sequence[object]], number: int) -> Header:
    places: dict[Column, int] = {}
    faults: list[Fault] = []
    unknown: list[tuple[int, str]] = []
    for index, cell in enumerate(rows[number]):
        column = known(cell)
        if column is None:
            unknown.append((index, nfc(str(cell))))
        elif column in places:
            faults.append(_duplicate(number, index, column, places[column]))
        else:
            places[column] = index
    free = [column for column in Column if column not in places]
    faults += [
        _unknown(number, index, typed, free)
        for index, typed in unknown
        if typed or _has_values(rows, number, index)
    ]
    faults += _missing(number, places)
    return Header(number, places, tuple(faults))


def _has_values(rows: Sequence[Sequence[object]], number: int, index: int) -> bool:
    below = (row[index] for row in rows[number + 1 :] if index < len(row))
    return any(value != "" for value in below)


def _duplicate(number: int, index: int, column: Column, first: int) -> Fault:
    return Fault(
        row=number + 1,
        column=letter(index),
        header=column.value,
        value=column.value,
        wrong=_("The column “%(name)s” stands twice, in %(first)s and %(second)s.")
        % {"name": column.value, "first": letter(first), "second": letter(index)},
        right=_("Delete one of the two columns."),
    )


def _unknown(number: int, index: int, typed: str, free: Sequence[Column]) -> Fault:
    return Fault(
        row=number + 1,
        column=letter(index),
        header=typed,
        value=typed,
        wrong=_unknown_sentence(typed, letter(index)),
        right=_remedy(typed, free),
    )


def _unknown_sentence(typed: str, place: str) -> str:
    if not typed:
        return _("Column %(place)s holds values but has no header.") % {"place": place}
    if fold(typed) in PRIVATE:
        return _("The column “%(name)s” is private and is never kept here.") % {
            "name": typed
        }
    return _("The column “%(name)s” is not in the template.") % {"name": typed}


def _remedy(typed: str, free: Sequence[Column]) -> str:
    if typed and (column := nearest_header(typed, free)):
        return _("If it is “%(name)s”, write that; otherwise delete the column.") % {
            "name": column.value
        }
    return _("Delete the column.")


def _missing(number: int, places: Mapping[Column, int]) -> Iterator[Fault]:
    for column in REQUIRED:
        if column not in places:
            yield Fault(
                row=number + 1,
                column="",
                header=column.value,
                value="",
                wrong=_("The column “%(name)s” is missing.") % {"name": column.value},
                right=_("Add a column headed “%(name)s”.") % {"name": column.value},
            )
