"""Is a bloc composed as the programme requires on a day, and if not, why. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from danvan.foundation.programme.schema import Composition, SeatLine
from danvan.records.blocs import wording
from danvan.records.blocs.choices import SeatRole

LEADING = frozenset({SeatRole.HEAD, SeatRole.DEPUTY})
UNMET = frozenset({"vacant", "pending", "wrong_post", "wrong_role"})


class Sitting(NamedTuple):
    """A seat as the check reads it."""

    role: str
    post: str
    post_ended_on: date | None = None
    post_title: str = ""
    name: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    pk: int | None = None

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def pending(self, on: date) -> bool:
        """The person has given up the post, the bloc has not been re-formed yet."""
        return self.post_ended_on is not None and self.post_ended_on <= on

    def released_on(self) -> date | None:
        """When the clock of this seat started: post lost, or seat left."""
        return self.post_ended_on or self.valid_to


class Verdict(NamedTuple):
    """One thing the rule noticed; `line` is None for a seat outside every line."""

    code: str
    is_fault: bool
    line: SeatLine | None = None
    sitting: Sitting | None = None
    others: tuple[Sitting, ...] = ()
    have: int = 0

    @property
    def key(self) -> tuple[str, str, int | None]:
        """What stays the same while the trouble lasts, whoever sits there."""
        line = self.line.id if self.line else ""
        if self.is_fault and self.code in UNMET and line:
            return "unmet", line, None
        return self.code, line, self.sitting.pk if self.sitting else None


class Finding(NamedTuple):
    """A verdict in words: what is wrong, what would be right, by which clause."""

    code: str
    is_fault: bool
    requirement_id: str
    text: str
    since: date | None
    clause: str
    remedy: str = ""
    due: date | None = None
    days_left: int | None = None
    seat_id: int | None = None
    role: str = ""


def findings(
    composition: Composition,
    seats: Iterable[Sitting],
    *,
    on: date,
    founded_on: date | None = None,
    dated: bool = True,
) -> list[Finding]:
    """Faults first, each dated; `seats` may hold past seats, which date the trouble.

    `dated` False leaves the day out of the sentences: those are of a forecast.
    """
    history = sorted(seats, key=lambda seat: (seat.valid_from, seat.name))
    found = list(_judge_day(composition, history, on))
    timeline = _Timeline(composition, history, on, founded_on)
    told = [timeline.tell(verdict, dated=dated) for verdict in found]
    return sorted(told, key=lambda finding: not finding.is_fault)


def satisfied(found: Iterable[Finding | Verdict]) -> bool:
    return not any(each.is_fault for each in found)


type Essence = tuple[tuple[str, str, bool], ...]


class Essentials:
    """What alone decides `satisfied`: leaders, and whoever may hold a listed line.

    Anybody else earns remarks at most, so blocs of one essence share their verdict.
    """

    def __init__(self, composition: Composition) -> None:
        self.posts = {
            (line.role, post) for line in composition.seats for post in line.posts
        }
        self.roles = LEADING | {
            line.role for line in composition.seats if not line.posts
        }

    def of(self, sitting: Iterable[Sitting], *, on: date) -> Essence:
        return tuple(
            sorted(
                (seat.role, seat.post, seat.pending(on))
                for seat in sitting
                if seat.role in self.roles or (seat.role, seat.post) in self.posts
            )
        )


def judge(
    composition: Composition, sitting: Sequence[Sitting], *, on: date
) -> Iterator[Verdict]:
    """Every verdict on the seats in force that day, given in order of joining."""
    placed, left = _placed(composition, sitting, on)
    blamed: set[int] = set()
    for line in composition.seats:
        holders = placed[line.id]
        yield from _line_verdicts(line, holders, left, blamed, on)
    yield from _surplus(composition, left, blamed, on)
    yield from _size(composition, len(sitting))


def _judge_day(
    composition: Composition, history: Sequence[Sitting], on: date
) -> Iterator[Verdict]:
    return judge(composition, [seat for seat in history if seat.holds(on)], on=on)


def _placed(
    composition: Composition, sitting: Sequence[Sitting], on: date
) -> tuple[dict[str, list[Sitting]], list[Sitting]]:
    """Each seat on the first line it fits that still lacks somebody, else the first."""
    placed: dict[str, list[Sitting]] = {line.id: [] for line in composition.seats}
    left: list[Sitting] = []
    for seat in sorted(sitting, key=lambda seat: seat.pending(on)):
        fitting = [line for line in composition.seats if fits(line, seat)]
        lacking = (line for line in fitting if len(placed[line.id]) < line.min)
        if line := next(lacking, fitting[0] if fitting else None):
            placed[line.id].append(seat)
        else:
            left.append(seat)
    return placed, left


def fits(line: SeatLine, seat: Sitting) -> bool:
    """Role and post are those of the line; a line without posts takes any post."""
    return seat.role == line.role and line.takes(seat.post)


def _line_verdicts(
    line: SeatLine,
    holders: list[Sitting],
    left: list[Sitting],
    blamed: set[int],
    on: date,
) -> Iterator[Verdict]:
    serving = [seat for seat in holders if not seat.pending(on)]
    leaving = [seat for seat in holders if seat.pending(on)]
    short = line.min - len(serving) if line.required else 0
    for place, seat in enumerate(leaving):
        yield Verdict("pending", place < short, line, seat)
    for number in range(len(leaving), short):
        yield _vacancy(line, left, blamed, have=line.min - short + number)
    if len(serving) > line.max:
        is_fault = line.role in LEADING
        yield Verdict(
            "doubled", is_fault, line, others=tuple(serving), have=len(serving)
        )


def _vacancy(
    line: SeatLine, left: list[Sitting], blamed: set[int], *, have: int
) -> Verdict:
    """Why a required line is short: the wrong post, the wrong role, or nobody."""
    for seat in left:
        if id(seat) not in blamed and _intruder(line, seat):
            blamed.add(id(seat))
            return Verdict("wrong_post", True, line, seat)
    for seat in left:
        if id(seat) not in blamed and seat.post and seat.post in line.posts:
            blamed.add(id(seat))
            return Verdict("wrong_role", True, line, seat)
    return Verdict("vacant", True, line, have=have)


def _intruder(line: SeatLine, seat: Sitting) -> bool:
    """Members come from many posts; only the other roles are held wrongly."""
    return seat.role == line.role and line.role != "member"


def _surplus(
    composition: Composition, left: list[Sitting], blamed: set[int], on: date
) -> Iterator[Verdict]:
    """Seats on no line: too many leaders are a fault, other people a warning."""
    led = {line.role for line in composition.seats}
    for seat in left:
        if id(seat) in blamed:
            continue
        if seat.role in LEADING & led:
            yield Verdict("not_provided", True, sitting=seat)
        elif seat.pending(on):
            yield Verdict("pending", False, sitting=seat)
        elif not seat.post:
            yield Verdict("unrecognised", False, sitting=seat)
        elif seat.post not in composition.allowed_posts:
            yield Verdict("out_of_list", False, sitting=seat)


def _size(composition: Composition, count: int) -> Iterator[Verdict]:
    if count < composition.min_members:
        yield Verdict("too_small", False, have=count)
    if count > composition.max_members:
        yield Verdict("too_large", False, have=count)


class _Timeline:
    """Dates a verdict by asking the same rule on every earlier day of change."""

    def __init__(
        self,
        composition: Composition,
        history: Sequence[Sitting],
        on: date,
        founded_on: date | None,
    ) -> None:
        self.composition, self.history, self.on = composition, history, on
        began = founded_on or min((s.valid_from for s in history), default=None)
        self.start = max(composition.valid_from, began or composition.valid_from)
        days = {day for s in history for day in _changes(s) if self.start < day <= on}
        self.days = sorted({*days, self.start}, reverse=True)
        self.keys: dict[date, set[tuple[str, str, int | None]]] = {}

    def tell(self, verdict: Verdict, *, dated: bool) -> Finding:
        due = self._due(verdict)
        since = self._since(verdict)
        last = self._last_holder(verdict.line) if verdict.code == "vacant" else None
        said = since if dated else None
        told = wording.Told(self.composition, verdict, self.on, said, due, last)
        return Finding(
            code=verdict.code,
            is_fault=verdict.is_fault,
            requirement_id=verdict.line.id if verdict.line else "",
            text=told.text(),
            since=since,
            clause=verdict.line.clause if verdict.line else self.composition.clause,
            remedy=told.remedy(),
            due=due,
            days_left=(due - self.on).days if due else None,
            seat_id=verdict.sitting.pk if verdict.sitting else None,
            role=verdict.line.role if verdict.line else "",
        )

    def _since(self, verdict: Verdict) -> date | None:
        """First day of the unbroken stretch of this trouble that reaches today."""
        since = None
        for day in self.days:
            if verdict.key not in self._keys_on(day):
                break
            since = day
        return since

    def _keys_on(self, day: date) -> set[tuple[str, str, int | None]]:
        if day not in self.keys:
            found = _judge_day(self.composition, self.history, day)
            self.keys[day] = {verdict.key for verdict in found}
        return self.keys[day]

    def _due(self, verdict: Verdict) -> date | None:
        """Last day to re-form; None where no change of post started the clock."""
        seat = verdict.sitting
        if verdict.code == "vacant":
            seat = self._last_holder(verdict.line)
        elif verdict.code != "pending":
            return None
        released = seat.released_on() if seat else None
        if released is None or released < self.start:
            return None
        return reform_due(self.composition, released)

    def _last_holder(self, line: SeatLine | None) -> Sitting | None:
        """Who left the line last, if anybody did since it was required."""
        gone = [
            seat
            for seat in self.history
            if line and fits(line, seat)
            if seat.valid_to and self.start < seat.valid_to <= self.on
        ]
        return max(gone, key=lambda seat: seat.valid_to or date.max, default=None)


def _changes(seat: Sitting) -> Iterator[date]:
    yield seat.valid_from
    if seat.valid_to:
        yield seat.valid_to
    if seat.post_ended_on:
        yield seat.post_ended_on


def reform_due(composition: Composition, released_on: date) -> date:
    return released_on + timedelta(days=composition.reform_within_days)
