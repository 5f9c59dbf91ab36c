"""What stands on somebody's list, in which part of it, and in which order: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from danvan.foundation.deadlines.rules import Rung
from danvan.foundation.notices.choices import Topic
from danvan.foundation.units.models import Unit

WEEK = timedelta(days=7)

PLANNED = "planned"
"""First word of the key of an activity that is planned, apart from its deadlines."""

type Key = tuple[str, int]


class Part(StrEnum):
    """Parts of the list, the most pressing first."""

    HOT = "hot"
    BELOW = "below"
    LATE = "late"
    SOON = "soon"
    APPROVE = "approve"
    WEEK = "week"
    WAITING = "waiting"


PRESSING = (Part.HOT, Part.BELOW, Part.LATE, Part.SOON, Part.WEEK)
"""What a mail is sent for; things that only wait are named in it, no more."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for a person: `url` tells of it, `act_url` ends it.

    `key` names the record, or the deed where one record asks for several, so that
    nothing stands on a list twice.
    """

    topic: Topic
    title: str
    url: str
    unit: Unit
    key: Key
    part: Part
    due: date | None = None
    rung: Rung = Rung.ON_TIME
    note: str = ""
    action: str = ""
    act_url: str = ""

    @property
    def is_event(self) -> bool:
        """Its day is the one it is held on, not the last in time."""
        return self.key[0] == PLANNED


def part_of(due: date | None, rung: Rung, today: date) -> Part:
    """Where something stands that this very person owes."""
    if rung >= Rung.OVERDUE:
        return Part.LATE
    if rung is Rung.DUE_SOON:
        return Part.SOON
    in_week = due is not None and today <= due <= today + WEEK
    return Part.WEEK if in_week else Part.WAITING


def once(items: Iterable[Item]) -> list[Item]:
    """One item a thing, in order: by part, then by day."""
    found: dict[Key, Item] = {}
    for item in items:
        known = found.get(item.key)
        found[item.key] = joined(item, known) if known else item
    return sorted(found.values(), key=place)


def joined(one: Item, other: Item) -> Item:
    """The more pressing of two, with the day and the button that it lacks."""
    first, second = sorted((one, other), key=place)
    if first.due is None:
        first = replace(first, due=second.due, rung=second.rung)
    if not first.act_url:
        first = replace(first, action=second.action, act_url=second.act_url)
    return first


def place(item: Item) -> tuple[int, date, str, int]:
    """Order on a list."""
    parts: Sequence[Part] = list(Part)
    due = item.due or date.max
    return parts.index(item.part), due, item.title, item.key[1]
