"""What a check of a roster file finds, and what applying it would do. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from danvan.records.roster.rules import Column

type Cell = object
"""A value as the workbook gave it: text, number, yes/no, date, time, or ""."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, and what would be right; row 0 is the whole file."""

    row: int
    column: str
    header: str
    value: str
    wrong: str
    right: str

    @property
    def place(self) -> str:
        """C5, or 5 when no column is to blame."""
        return f"{self.column}{self.row}" if self.row else ""


@dataclass(frozen=True, slots=True)
class Mend:
    """A small slip that was put right, and said."""

    row: int
    column: str
    header: str
    before: str
    after: str
    why: str

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that stops nothing; row 0 speaks of a bloc or of the file."""

    row: int
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet: its number as Excel shows it and its cells."""

    number: int
    cells: Mapping[Column, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The roster sheet of a workbook, read but not judged."""

    sheet: str
    header_row: int
    letters: Mapping[Column, str]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune in force on the day, its names folded, and whether it is covered."""

    pk: int
    code: str
    name: str
    full_name: str
    district: str
    keys: frozenset[str]
    covered: bool
    since: date
    """First day of the commune."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat held, with its member and levels, as stored."""

    unit_id: int
    bloc_id: int
    seat_id: int
    seat_version: int
    member_id: int
    member_version: int
    full_name: str
    sex: str
    role: str
    post: str
    post_title: str
    body: str
    decision_no: str
    valid_from: date
    valid_to: date | None
    post_ended_on: date | None
    qualification_id: int | None
    qualified_from: date | None
    professional: str
    theory: str
    languages: str
    first_duty: date | None = None
    earliest: date | None = None
    """When this person's seat before this one ended, here or in an origin commune."""


@dataclass(frozen=True, slots=True)
class BlocHeld:
    """A bloc still open, and when the one before it ended, if there was one."""

    pk: int
    valid_from: date
    earliest: date | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is stored for the communes of a file, by number of the commune."""

    blocs: Mapping[int, BlocHeld] = field(default_factory=dict)
    sittings: Mapping[int, Sequence[Sitting]] = field(default_factory=dict)
    """Seats in force on the day or beginning later."""
    former: Mapping[int, Sequence[Sitting]] = field(default_factory=dict)
    """The last seat of each person who left, here or in a commune taken over."""
    earliest: Mapping[int, date] = field(default_factory=dict)
    """When the last bloc ended, where none is open."""


@dataclass(frozen=True, slots=True)
class Person:
    """One good line of the file; levels and texts left blank are ""."""

    row: int
    unit_id: int
    full_name: str
    sex: str
    role: str
    post: str
    post_title: str
    body: str
    professional: str
    theory: str
    languages: str
    joined: date | None
    decision_no: str
    own_body: str = ""
    """The body that the post speaks for, taken when none is stated."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a person who already sits: the stored text and the new one."""

    name: str
    header: str
    old: str
    new: str
    value: object


@dataclass(frozen=True, slots=True)
class Addition:
    """Somebody who takes a seat."""

    person: Person
    joined: date
    former: Sitting | None = None
    """The last seat of a person who sat before, here or in a commune taken over."""


@dataclass(frozen=True, slots=True)
class Update:
    """Somebody who sits already, and the facts that the file puts otherwise."""

    person: Person
    sitting: Sitting
    changes: tuple[Change, ...]

    @property
    def shown(self) -> list[Change]:
        """Changes of what stands in the file; the rest follows from them."""
        return [change for change in self.changes if change.header]


@dataclass(frozen=True, slots=True)
class Options:
    """The day the file speaks of, and what the person has agreed to."""

    on: date
    replace: bool = False
    convert: bool = False
    within: int | None = None
    """Number of the unit whose communes alone may stand in the file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a file would do on a day. It can be applied when it has no fault."""

    table: Table
    options: Options
    communes: Mapping[int, Commune]
    """The communes named in the file, by number."""
    holdings: Holdings
    starts: Mapping[int, date] = field(default_factory=dict)
    """First day of each bloc that begins, or begins earlier, with this file."""
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    mends: tuple[Mend, ...] = ()
    conversions: tuple[Mend, ...] = ()
    added: tuple[Addition, ...] = ()
    updated: tuple[Update, ...] = ()
    unchanged: tuple[Sitting, ...] = ()
    leaving: tuple[Sitting, ...] = ()
    fingerprint: str = field(default="", compare=False)

    @property
    def founding(self) -> list[Commune]:
        """Communes whose bloc begins with this file."""
        blocs = self.holdings.blocs
        return [
            c for pk, c in self.communes.items() if pk in self.starts.keys() - blocs
        ]

    @property
    def may_apply(self) -> bool:
        return not self.faults

    @property
    def awaits_consent(self) -> bool:
        """Nothing stands against the file but old-font text nobody has agreed to."""
        unsure = bool(self.conversions) and not self.options.convert
        return unsure and len(self.faults) == 1

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.updated or self.leaving)
