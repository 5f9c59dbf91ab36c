"""What a programme file may hold, one class a table; `Programme` is the whole.

Field metadata is read by `shape`: `ref` names the section an id comes from ("." is
its own), `between` bounds a number, `longest` counts letters, `pattern` names a form,
`file_wide` says an id is unique in the whole file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from danvan.foundation.programme.clocks import DEFAULTS, Clock
from danvan.foundation.programme.posts import Post, PostNames

NOT_STATED = "not_stated"
"""Stands in a programme file where the paper says nothing."""

PER_YEAR = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}
"""Briefings a year that each cadence asks."""

type Role = Literal["head", "deputy", "member", "clerk"]
type Level = Literal["central", "province", "district", "commune", "village"]
type Rhythm = Literal["month", "quarter", "half_year", "year"]
type Cadence = Literal[
    "month",
    "quarter",
    "half_year",
    "year",
    "programme",
    "ongoing",
    "once",
    "when_needed",
    "by_regulation",
    "not_stated",
]
type Form = Literal[
    "briefing",
    "dialogue",
    "dissemination",
    "training",
    "plan",
    "inspection",
    "review",
    "evaluation",
    "commendation",
    "pilot",
    "language_class",
    "supervision",
    "survey",
    "general",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The root unit, found by its code on that day."""

    code: str = field(metadata={"pattern": "code"})
    name: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom and where the programme concerns."""

    subjects: tuple[str, ...]
    area: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The document itself; NOT_STATED where the copy at hand lacks the part."""

    number: str
    issued: str = field(metadata={"pattern": "day_or_not_stated"})
    issuer: str
    signed_for: str = ""
    signed_as: str = ""
    signed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """An official document, as printed; `correct_…` where the print is wrong.

    `cited` outside: not in the paper at all, the source of a default. `verified`
    false: the correction was reasoned, not read in the document itself.
    """

    id: str = field(metadata={"pattern": "id"})
    number: str
    kind: str
    issuer: str
    about: str
    cited: Literal["preamble", "body", "outside"]
    issued_on: date | None = None
    item: int = field(default=0, metadata={"between": (1, 200)})
    """Numbered item of the preamble; one item may name several documents."""
    spellings: tuple[str, ...] = ()
    correct_number: str = ""
    correct_issued_on: date | None = None
    verified: bool = True
    note: str = ""

    @property
    def has_number(self) -> bool:
        return self.number != NOT_STATED

    @property
    def is_misprinted(self) -> bool:
        return bool(self.correct_number or self.correct_issued_on or self.spellings)

    @property
    def true_number(self) -> str:
        return self.correct_number or self.number

    @property
    def true_issued_on(self) -> date | None:
        return self.correct_issued_on or self.issued_on


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One line of a composition: how many holders of which posts; no posts = any."""

    id: str = field(metadata={"pattern": "id"})
    role: Role
    label: str
    posts: tuple[str, ...] = field(metadata={"ref": "posts"})
    min: int = field(metadata={"between": (0, 99)})
    max: int = field(metadata={"between": (1, 99)})
    required: bool
    clause: str

    def takes(self, post_id: str) -> bool:
        return not self.posts or post_id in self.posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Which posts must and may sit in a bloc, from a day up to another."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    valid_from: date
    valid_to: date | None = None
    basis: str = field(metadata={"ref": "legal_bases"})
    clause: str
    min_members: int = field(metadata={"between": (1, 99)})
    max_members: int = field(metadata={"between": (1, 99)})
    reform_within_days: int = field(metadata={"between": (1, 366)})
    allowed_posts: tuple[str, ...] = field(metadata={"ref": "posts"})
    seats: tuple[SeatLine, ...]
    note: str = ""

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def lines_for(self, role: str) -> tuple[SeatLine, ...]:
        return tuple(seat for seat in self.seats if seat.role == role)

    def lists(self, post_id: str) -> bool:
        """Whether the post may sit without a warning."""
        return post_id in self.allowed_posts or any(
            seat.takes(post_id) for seat in self.seats
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What must be reached: measures, how they combine, threshold in per cent."""

    id: str = field(metadata={"pattern": "id"})
    number: int = field(metadata={"between": (1, 99)})
    title: str
    short: str = field(metadata={"longest": 24})
    clause: str
    level: Literal["commune", "district", "province"]
    when_level_ends: Literal["commune", "district", "province", ""] = ""
    period: Literal["at_day", "year", "programme"]
    threshold: int = field(metadata={"between": (1, 100)})
    combine: Literal["all", "sum"]
    measures: tuple[str, ...] = field(metadata={"ref": "measures"})
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do, with the bodies that answer for it."""

    id: str = field(metadata={"pattern": "id", "file_wide": True})
    text: str
    owner: tuple[str, ...] = field(metadata={"ref": "bodies"})
    cadence: Cadence
    clause: str
    basis: tuple[str, ...] = field(default=(), metadata={"ref": "legal_bases"})
    target: str = field(default="", metadata={"ref": "targets"})
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGroup:
    number: int = field(metadata={"between": (1, 99)})
    title: str
    clause: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Somebody with duties under the programme or told of it (Nơi nhận)."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    level: Level
    clause: str
    duties: tuple[str, ...]
    informed: bool
    copy: Literal["paper", "electronic", ""] = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A periodic report; `due` and `cut_off` are dd/mm or NOT_STATED."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    by: str = field(metadata={"ref": "bodies"})
    to: str = field(metadata={"ref": "bodies"})
    through: str = field(default="", metadata={"ref": "bodies"})
    period: Cadence
    cut_off: str = field(metadata={"pattern": "day_or_not_stated"})
    due: str = field(metadata={"pattern": "day_or_not_stated"})
    form: str
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Something that comes back every period; per_year 0 = no fixed number."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    cadence: Cadence
    per_year: int = field(metadata={"between": (0, 366)})
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Briefings, reports, rounds; briefing_cadence is for a silent regulation."""

    briefing_cadence: Rhythm
    briefing_choices: tuple[Rhythm, ...]
    clause: str
    note: str = ""
    reports: tuple[Report, ...] = ()
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    level: Level
    owner: str = field(metadata={"ref": "bodies"})
    text: str
    amount: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of activity; no chairs = anyone may chair, per_year 0 = no fixed number.

    `measure` is the measure its records feed; `year_choice` lets a record count for
    the year before or after its date. `hosts` are the organisations that may hold it;
    with `each_host` every one of them owes `per_year` of its own.
    """

    id: str = field(metadata={"pattern": "id"})
    name: str
    form: Form
    target: str = field(default="", metadata={"ref": "targets"})
    measure: str = field(default="", metadata={"ref": "measures"})
    chairs: tuple[str, ...] = field(metadata={"ref": "chairs"})
    evidence: tuple[str, ...]
    cadence: Cadence
    per_year: int = field(metadata={"between": (0, 366)})
    year_choice: bool
    hosts: tuple[str, ...] = field(default=(), metadata={"ref": "organisations"})
    each_host: bool = False
    levels: tuple[Level, ...] = ()
    """Levels that owe it every year; none named: every level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list that people choose from."""

    id: str = field(metadata={"pattern": "id"})
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The Front or a socio-political organisation of a commune."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    post: str = field(default="", metadata={"ref": "posts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """How long the name of who spoke is kept after the matter was closed."""

    erase_after_months: int = field(metadata={"between": (1, 60)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    id: str = field(metadata={"pattern": "id"})
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade and the points of 100 it begins at."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    min_points: int = field(metadata={"between": (0, 100)})
    basis: str = field(metadata={"ref": "legal_bases"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the state of affairs, as printed and as computed from have and need.

    Rows with the same `split` are the parts of the row `of`; `derived` ones are not
    in the paper. `sample`: what one survey form stands for.
    """

    id: str = field(metadata={"pattern": "id"})
    label: str
    unit: Literal["count", "percent", "mean"]
    have: int = field(metadata={"between": (0, 10**9)})
    need: int | None = field(default=None, metadata={"between": (1, 10**9)})
    printed: Decimal | None = None
    computed: Decimal
    of: str = field(default="", metadata={"ref": "."})
    split: str = ""
    basis: str
    derived: bool
    sample: str = ""
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether the paper prints another value than its own numbers give."""
        return self.printed is not None and self.printed != self.computed


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something the paper leaves open, and how it is handled here."""

    id: str = field(metadata={"pattern": "id"})
    where: str
    found: str
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A Đề án. `starts` and `ends` are both inside it.

    `ranking_minimum`: units with fewer cases than this are never ranked.
    """

    id: str = field(metadata={"pattern": "id"})
    title: str
    purpose: str
    starts: date
    ends: date
    ranking_minimum: int = field(metadata={"between": (1, 10_000)})
    place: Place
    scope: Scope | None = None
    paper: Paper | None = None
    legal_bases: tuple[LegalBasis, ...]
    posts: tuple[Post, ...]
    compositions: tuple[Composition, ...]
    targets: tuple[Target, ...]
    task_groups: tuple[TaskGroup, ...]
    bodies: tuple[Body, ...]
    calendar: Calendar
    funding: tuple[Funding, ...] = ()
    kinds: tuple[Kind, ...]
    chairs: tuple[Chair, ...]
    grades: tuple[Grade, ...]
    organisations: tuple[Organisation, ...] = ()
    clocks: tuple[Clock, ...] = ()
    channels: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    hot_spot_steps: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    movements: tuple[Choice, ...]
    team_fields: tuple[Choice, ...]
    budget_sources: tuple[Choice, ...]
    privacy: Privacy = Privacy(erase_after_months=12)
    baseline: tuple[Figure, ...] = ()
    facts: tuple[Figure, ...] = ()
    notes: tuple[Remark, ...] = ()
    _names: PostNames = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", PostNames(self.posts))

    def post(self, id: str) -> Post:  # noqa: A002
        return _by_id(self.posts, id)

    def composition(self, id: str) -> Composition:  # noqa: A002
        return _by_id(self.compositions, id)

    def target(self, id: str) -> Target:  # noqa: A002
        return _by_id(self.targets, id)

    def kind(self, id: str) -> Kind:  # noqa: A002
        return _by_id(self.kinds, id)

    def body(self, id: str) -> Body:  # noqa: A002
        return _by_id(self.bodies, id)

    def chair(self, id: str) -> Chair:  # noqa: A002
        return _by_id(self.chairs, id)

    def organisation(self, id: str) -> Organisation:  # noqa: A002
        return _by_id(self.organisations, id)

    def clock(self, id: str) -> Clock:  # noqa: A002
        """The file's own terms, or the default ones."""
        own = {clock.id: clock for clock in (*DEFAULTS, *self.clocks)}
        return own[id]

    @property
    def all_clocks(self) -> tuple[Clock, ...]:
        """Every deadline the system keeps, on this programme's terms."""
        return tuple(self.clock(default.id) for default in DEFAULTS)

    def legal_basis(self, id: str) -> LegalBasis:  # noqa: A002
        return _by_id(self.legal_bases, id)

    def figure(self, id: str) -> Figure:  # noqa: A002
        return _by_id(self.baseline + self.facts, id)

    def posts_named(self, title: str) -> tuple[Post, ...]:
        """Every post in a title as clerks write it, the first named first."""
        return self._names.find(title)

    def post_named(self, title: str) -> Post | None:
        return next(iter(self.posts_named(title)), None)

    def composition_on(self, day: date) -> Composition | None:
        return next((c for c in self.compositions if c.in_force(day)), None)

    def kinds_feeding(self, measure: str) -> tuple[Kind, ...]:
        return tuple(kind for kind in self.kinds if kind.measure == measure)

    def grade_for(self, points: int) -> Grade:
        """The highest grade that `points` of 100 reach."""
        reached = [grade for grade in self.grades if grade.min_points <= points]
        return max(reached, key=lambda grade: grade.min_points)

    @property
    def preamble(self) -> tuple[tuple[LegalBasis, ...], ...]:
        """Legal bases of the preamble, those of one numbered item together."""
        items: dict[int, tuple[LegalBasis, ...]] = {}
        for basis in self.legal_bases:
            if basis.cited == "preamble":
                items[basis.item] = (*items.get(basis.item, ()), basis)
        return tuple(items[item] for item in sorted(items))

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for group in self.task_groups for task in group.tasks)

    def tasks_of(self, body_id: str) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if body_id in task.owner)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.starts.year, self.ends.year + 1))

    def covers(self, year: int) -> bool:
        return self.starts.year <= year <= self.ends.year

    def default_year(self, today: date) -> int:
        """The year of `today`, kept inside the programme."""
        return min(max(today.year, self.starts.year), self.ends.year)

    def default_as_of(self, year: int, today: date) -> date:
        """The last day of `year`, or `today` when that is earlier."""
        return min(date(year, 12, 31), today)


class Row(Protocol):
    """A table with an id."""

    @property
    def id(self) -> str: ...


def named(rows: Iterable[Choice | Organisation], id: str) -> str:  # noqa: A002
    """The name behind an id, or the id when the programme no longer knows it."""
    return next((row.name for row in rows if row.id == id), id)


def _by_id[T: Row](
    rows: tuple[T, ...],
    id: str,  # noqa: A002
) -> T:
    """The row with that id; KeyError when the programme has none."""
    for row in rows:
        if row.id == id:
            return row
    raise KeyError(id)
