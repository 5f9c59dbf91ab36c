"""Reading the chain: where it ends, and whether anybody touched the log."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef
from django.utils.translation import gettext as _

from danvan.foundation.audit import guards
from danvan.foundation.audit.models import Entry, Link
from danvan.foundation.audit.rules import BEGINNING, Order, digest_of, stretch

STEP = 2000
"""Links held in memory at once."""

type Anchor = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link; kept elsewhere it is the anchor that shows a cut at the end."""

    number: int = 0
    digest: str = BEGINNING

    def __str__(self) -> str:
        return f"{self.digest}@{self.number}"


@dataclass(slots=True)
class Report:
    """What a walk over the whole chain found; the first fault alone is named."""

    links: int = 0
    waiting: int = 0
    fault: str = ""
    unguarded: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults

    @property
    def faults(self) -> list[str]:
        """In sentences."""
        unguarded = _(
            "The database no longer refuses changes of the log, these triggers are "
            "missing: %(triggers)s"
        ) % {"triggers": ", ".join(self.unguarded)}
        return [*filter(None, [self.fault]), *([unguarded] if self.unguarded else [])]


def head() -> Head:
    """The end of the chain."""
    last = Link.objects.order_by("-number").first()
    return Head(last.number, last.digest) if last else Head()


def waiting() -> int:
    """How many entries are not linked yet."""
    linked = Link.objects.filter(entry_id=OuterRef("pk"))
    return Entry.objects.filter(~Exists(linked)).count()


def values_of(entry: Entry) -> dict[str, Any]:
    """Every column, as the digest takes them."""
    return {
        column.attname: getattr(entry, column.attname)
        for column in Entry._meta.concrete_fields
    }


def verify(expect: Anchor | None = None) -> Report:
    """Walk everything, in memory that does not grow; writes nothing."""
    report = Report(unguarded=guards.missing(connection))
    walk = Walk(expect)
    for link, entry in pairs():
        report.fault = walk.step(link, entry)
        if report.fault:
            break
        report.links += 1
    report.fault = report.fault or walk.end()
    report.waiting = waiting()
    return report


def pairs() -> Iterator[tuple[Link, Entry | None]]:
    """Each link in its order with the entry it names; one stretch at a time."""
    reached = Link.objects.aggregate(first=Min("number"))["first"]
    last = Link.objects.aggregate(last=Max("number"))["last"] or 0
    number = (reached or 1) - 1
    while number < last:
        links = list(Link.objects.filter(number__gt=number).order_by("number")[:STEP])
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            yield link, entries.get(link.entry_id)
        number = links[-1].number


class Walk:
    """One step along the chain after the other; says in words what does not fit."""

    def __init__(self, expect: Anchor | None) -> None:
        self.number, self.digest = 0, BEGINNING
        self.expect = expect
        self.order = Order()

    def step(self, link: Link, entry: Entry | None) -> str:
        fault = (
            self.gap(link)
            or self.joint(link)
            or self.content(link, entry)
            or self.anchor(link)
        )
        self.number, self.digest = link.number, link.digest
        return fault

    def gap(self, link: Link) -> str:
        if link.number == self.number + 1:
            return ""
        gone = stretch(self.number + 1, link.number - 1)
        return _("Places %(places)s of the chain are missing: entries were cut out") % {
            "places": gone
        }

    def joint(self, link: Link) -> str:
        if link.previous == self.digest:
            return ""
        return _(
            "Place %(place)s does not follow the one before: an entry was put in, "
            "taken out or moved there (the next entry is number %(entry)s)"
        ) % {"place": link.number, "entry": link.entry_id}

    def content(self, link: Link, entry: Entry | None) -> str:
        words = {"place": link.number, "entry": link.entry_id}
        if entry is None:
            return (
                _("Entry number %(entry)s is missing (place %(place)s of the chain)")
                % words
            )
        digest = digest_of(
            self.digest, number=link.number, at=link.at, values=values_of(entry)
        )
        if digest != link.digest:
            return (
                _("Entry number %(entry)s was edited (place %(place)s of the chain)")
                % words
            )
        if not self.order.passes(entry.pk, link.at):
            return (
                _(
                    "Entry number %(entry)s was put in later, between entries that "
                    "were there before (place %(place)s of the chain)"
                )
                % words
            )
        return ""

    def anchor(self, link: Link) -> str:
        """The digest that was kept elsewhere for this place."""
        if self.expect is None or self.expect[0] != link.number:
            return ""
        if self.expect[1] == link.digest:
            return ""
        return _(
            "Place %(place)s has another digest than the one you kept: the log was "
            "written anew up to there"
        ) % {"place": link.number}

    def end(self) -> str:
        if self.expect is None or self.expect[0] <= self.number:
            return ""
        return _(
            "The chain ends at place %(place)s, you know it up to %(known)s: the "
            "newest entries were cut off"
        ) % {"place": self.number, "known": self.expect[0]}
