"""How a matter moves, whose turn it is, and how long a name may be kept: pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from danvan.records.matters.choices import Kind, Outcome, Promise, State
from danvan.shared.dates import short
from danvan.shared.refusals import Refused

RECEIVED, ACCEPTED, DECLINED = State.RECEIVED, State.ACCEPTED, State.DECLINED
ANSWERED, CONFIRMED, REOPENED = State.ANSWERED, State.CONFIRMED, State.REOPENED
CLOSED, WITHDRAWN = State.CLOSED, State.WITHDRAWN

OWED = frozenset({RECEIVED, ACCEPTED, REOPENED})
"""Somebody waits for an answer."""

DONE = frozenset({CLOSED, CONFIRMED, DECLINED, WITHDRAWN})
"""Nobody waits any more; from then the name is kept for some months only."""

ALIKE_WITHIN = timedelta(days=90)
"""How far apart two matters of one place and topic may be and still be alike."""

EARLY_SIGN = 3
"""So many alike are more than chance."""


class Act(StrEnum):
    """What may be done about a matter."""

    AMEND = "amend"
    ACCEPT = "accept"
    DECLINE = "decline"
    TRANSFER = "transfer"
    ANSWER = "answer"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    SOLVE = "solve"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    HEAT = "heat"
    COOL = "cool"
    CHECK = "check"
    GROUP = "group"


class Side(StrEnum):
    """On whose account an act is done: where it arose, where it is held."""

    UNIT = "unit"
    HOLDER = "holder"
    EITHER = "either"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states an act may be done, what follows (None: the same), by whom."""

    before: frozenset[State]
    after: State | None
    side: Side


STANDING = frozenset(State) - {WITHDRAWN}

MOVES: dict[Act, Move] = {
    Act.AMEND: Move(OWED | {ANSWERED}, None, Side.UNIT),
    Act.ACCEPT: Move(frozenset({RECEIVED}), ACCEPTED, Side.HOLDER),
    Act.DECLINE: Move(frozenset({RECEIVED}), DECLINED, Side.HOLDER),
    Act.TRANSFER: Move(OWED, RECEIVED, Side.HOLDER),
    Act.ANSWER: Move(OWED | {ANSWERED}, ANSWERED, Side.HOLDER),
    Act.CONFIRM: Move(frozenset({ANSWERED}), CONFIRMED, Side.UNIT),
    Act.REOPEN: Move(
        frozenset({ANSWERED, CONFIRMED, CLOSED, DECLINED}), REOPENED, Side.EITHER
    ),
    Act.SOLVE: Move(STANDING - {RECEIVED, DECLINED}, None, Side.EITHER),
    Act.CLOSE: Move(frozenset({ANSWERED, CONFIRMED}), CLOSED, Side.EITHER),
    Act.WITHDRAW: Move(STANDING, WITHDRAWN, Side.BOTH),
    Act.HEAT: Move(OWED | {ANSWERED}, None, Side.EITHER),
    Act.COOL: Move(OWED | {ANSWERED}, None, Side.HOLDER),
    Act.CHECK: Move(STANDING, None, Side.EITHER),
    Act.GROUP: Move(STANDING, None, Side.EITHER),
}

ORDINARY = tuple(kind for kind in Kind if kind is not Kind.HOT_SPOT)


def fits(act: Act, state: str, kind: str = "") -> bool:
    """Whether the act may be done now; only what is hot is cooled or checked."""
    if act in {Act.HEAT, Act.COOL, Act.CHECK}:
        hot = kind == Kind.HOT_SPOT
        if hot is (act is Act.HEAT):
            return False
    return state in MOVES[act].before


def may(act: Act, *, at_unit: bool, at_holder: bool) -> bool:
    """Whether somebody who may write at these ends may do it."""
    return {
        Side.UNIT: at_unit,
        Side.HOLDER: at_holder,
        Side.EITHER: at_unit or at_holder,
        Side.BOTH: at_unit and at_holder,
    }[MOVES[act].side]


def after(act: Act, state: str, kind: str = "") -> State:
    """The state that follows; raises Refused when the act does not fit the present."""
    if not fits(act, state, kind):
        raise Refused(
            _(
                "This is not possible while the matter stands as “%(state)s”. Open its "
                "page again and choose what is offered there"
            )
            % {"state": State(state).label}
        )
    return MOVES[act].after or State(state)


def next_act(state: str) -> Act | None:
    """The one thing that is to be done next."""
    return {
        RECEIVED: Act.ACCEPT,
        ACCEPTED: Act.ANSWER,
        REOPENED: Act.ANSWER,
        ANSWERED: Act.CONFIRM,
        CONFIRMED: Act.CLOSE,
    }.get(State(state))


def offered(state: str, kind: str, *, at_unit: bool, at_holder: bool) -> Iterator[Act]:
    """Everything this person may do about it now, in the order of the table."""
    for act in MOVES:
        if fits(act, state, kind) and may(act, at_unit=at_unit, at_holder=at_holder):
            yield act


def check_day(on: date, *, since: date | None, today: date, field: str = "on") -> None:
    """A thing done lies between the day it could first be done and today."""
    if (since or on) <= on <= today:
        return
    dates = {"since": short(since) if since else "", "today": short(today)}
    sentence = (
        _("Enter a date from %(since)s to %(today)s")
        if since
        else _("Enter a date up to %(today)s")
    )
    raise Refused(sentence % dates, field=field)


def check_outcome(outcome: str) -> Outcome:
    if outcome not in Outcome.values:
        raise Refused(_("Choose what became of the matter"), field="outcome")
    return Outcome(outcome)


def erase_on(done_on: date, months: int) -> date:
    """So many months later; the 31st of a short month is its last day."""
    count = done_on.year * 12 + done_on.month - 1 + months
    year, month = divmod(count, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(done_on.day, last))


def erasure(state: str, set_for: date | None, on: date, months: int) -> date | None:
    """When the name goes: counted from the first end, never while somebody waits."""
    if state not in DONE:
        return None
    return set_for or erase_on(on, months)


class Standing(StrEnum):
    """A commitment as its dates tell it."""

    OPEN = "open"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    RELEASED = "released"


def standing(state: str, due_on: date, kept_on: date | None, today: date) -> Standing:
    if state == Promise.RELEASED:
        return Standing.RELEASED
    late = (kept_on or today) > due_on
    if state == Promise.KEPT:
        return Standing.KEPT_LATE if late else Standing.KEPT
    return Standing.LATE if late else Standing.OPEN
