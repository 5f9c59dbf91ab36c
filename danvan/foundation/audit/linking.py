"""Chaining what was written: in short transactions of its own, one at a time.

An action never waits for the chain: its entry is linked once it is committed, by the
job of every minute and before the chain is read.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import ngettext

from danvan.foundation.audit.models import Entry, Link
from danvan.foundation.audit.queries import Head, head, values_of
from danvan.foundation.audit.rules import SETTLED, digest_of

log = logging.getLogger(__name__)

BATCH = 1000
"""Entries linked in one transaction; on SQLite others wait for it, some 50 ms."""

LOCK = 7_203_119_640_221
"""The chain's own advisory lock on PostgreSQL."""


def link(at: datetime, *, everything: bool = False) -> str:
    """A job: link what is not linked yet; says how much that was.

    Looks at what came since the last settled link; `everything` looks at all.
    """
    start = 0 if everything else settled(at)
    linked = 0
    while done := link_batch(at, start):
        linked += done
    if not linked:
        return ""
    said = ngettext(
        "%(number)s entry joined the chain",
        "%(number)s entries joined the chain",
        linked,
    )
    return said % {"number": linked}


def anchor(at: datetime) -> str:
    """A job: the end of the chain in the server's log, where no SQL reaches it."""
    link(at, everything=True)
    end = str(head())
    log.info("The end of the audit log is %s", end)
    return end


def settled(at: datetime) -> int:
    """Every entry up to this number was seen and linked, or was put in by hand."""
    before = Link.objects.filter(at__lte=at - SETTLED).order_by("-number")[:1]
    number = before.values_list("number", flat=True).first()
    if number is None:
        return 0
    reached = Link.objects.filter(number__gt=number - BATCH, number__lte=number)
    return reached.aggregate(last=Max("entry_id"))["last"] or 0


def link_batch(at: datetime, start: int) -> int:
    """Add the next links to the chain; how many. Whoever comes second waits."""
    with transaction.atomic():
        take_turn()
        waiting = list(unlinked(start)[:BATCH])
        Link.objects.bulk_create(chained(waiting, head(), at))
    return len(waiting)


def take_turn() -> None:
    """SQLite's transactions begin IMMEDIATE: it has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def unlinked(start: int) -> QuerySet[Entry]:
    linked = Link.objects.filter(entry_id=OuterRef("pk"))
    return Entry.objects.filter(~Exists(linked), pk__gt=start).order_by("pk")


def chained(entries: Sequence[Entry], last: Head, at: datetime) -> list[Link]:
    links = []
    previous = last.digest
    for number, entry in enumerate(entries, last.number + 1):
        digest = digest_of(previous, number=number, at=at, values=values_of(entry))
        links.append(
            Link(
                number=number,
                entry_id=entry.pk,
                at=at,
                previous=previous,
                digest=digest,
            )
        )
        previous = digest
    return links
