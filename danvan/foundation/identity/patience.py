"""Counting tries that fail: patience for slips, less and less for guessing.

Counted in the database, so every server process sees the same. A browser in which the
person has signed in before is counted apart: whoever guesses elsewhere does not keep
the owner waiting.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from danvan.foundation.identity.models import Attempt
from danvan.foundation.identity.rules import (
    COUNTED,
    FREE_TRIES,
    LONGEST_WAIT,
    free_at,
    network,
    rounded_up,
)
from danvan.shared.refusals import Refused


@dataclass(frozen=True, slots=True)
class Try:
    """One try, written down under each thing that it is counted for."""

    rows: list[Attempt]
    here: str

    def forgive(self) -> None:
        """It was the right one: slips in the same place are forgotten."""
        Attempt.objects.filter(key=self.here).delete()
        Attempt.objects.filter(pk__in=[row.pk for row in self.rows]).delete()


def count(who: str, *, address: str, device: str | None, at: datetime) -> Try:
    """Write the try down before it is looked at; Refused when it comes too early.

    A refused try is not kept, so the wait ends whatever a guesser does.
    """
    of_a_wrong_clock = Q(at__gt=at + LONGEST_WAIT)
    Attempt.objects.filter(Q(at__lte=at - COUNTED) | of_a_wrong_clock).delete()
    counters = counters_of(who, network(address), device)
    rows = [Attempt.objects.create(key=key, at=at) for key in counters]
    waits = [open_from(row, counters[row.key]) for row in rows]
    if late := [moment for moment in waits if moment and moment > at]:
        Attempt.objects.filter(pk__in=[row.pk for row in rows]).delete()
        raise too_early(max(late))
    return Try(rows, rows[0].key)


def counters_of(who: str, place: str, device: str | None) -> dict[str, int]:
    """Key → free tries; the first is the place the person is at."""
    if device:
        return {key_of("device", f"{who} {device}"): FREE_TRIES["here"]}
    return {
        key_of("here", f"{who} {place}"): FREE_TRIES["here"],
        key_of("account", who): FREE_TRIES["account"],
        key_of("address", place): FREE_TRIES["address"],
    }


def open_from(row: Attempt, free: int) -> datetime | None:
    others = Attempt.objects.filter(key=row.key).exclude(pk=row.pk)
    return free_at(list(others.order_by("at").values_list("at", flat=True)), free)


def key_of(kind: str, what: str) -> str:
    mixed = salted_hmac(f"danvan.identity.{kind}", what, algorithm="sha256")
    return mixed.hexdigest()


def too_early(moment: datetime) -> Refused:
    free = rounded_up(timezone.localtime(moment))
    return Refused(
        _("Too many attempts. Try again after %(time)s.") % {"time": f"{free:%H:%M}"}
    )
