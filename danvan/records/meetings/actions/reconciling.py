"""Dialogues edited elsewhere: their clocks follow, once a day and when asked."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from danvan.foundation import programme
from danvan.foundation.access.system import Actor, CommandLine
from danvan.foundation.deadlines.models import Clock
from danvan.records.activities.choices import Status
from danvan.records.activities.models import PENDING, Activity
from danvan.records.meetings.actions import clocks
from danvan.records.meetings.around import dialogue_kinds
from danvan.records.meetings.models import Dialogue


def reconcile(*, at: datetime, by: Actor | None = None) -> str:
    """A daily job: every dialogue owes what its record says, and nothing else.

    Each dialogue is one transaction; a second run finds nothing to do.
    """
    actor = by or CommandLine()
    numbers = list(astray(timezone.localdate(at)).values_list("pk", flat=True))
    for number in numbers:
        put_right(number, by=actor, at=at)
    words = ngettext(
        "%(count)d dialogue looked at", "%(count)d dialogues looked at", len(numbers)
    )
    return words % {"count": len(numbers)}


@transaction.atomic
def put_right(number: int, *, by: Actor, at: datetime) -> None:
    """One dialogue, whoever recorded it; it is followed from then on."""
    activity = Activity.objects.select_related("unit").get(pk=number)
    dialogue, _fresh = Dialogue.objects.get_or_create(activity=activity)
    dialogue.activity = activity
    clocks.align(dialogue, by=by, at=at)


def astray(today: date) -> QuerySet[Activity]:
    """Dialogues that owe something, or whose clocks still run.

    One recorded elsewhere is followed when its result may still be in time; what was
    held long ago and recorded late starts no clock.
    """
    rows = Activity.objects.filter(kind__in=dialogue_kinds())
    running = Clock.objects.running().filter(subject_type=Dialogue._meta.label_lower)
    followed = Dialogue.objects.filter(pk__in=running.values("subject_id"))
    fresh = today - timedelta(days=published_within())
    owed = Q(dialogue__isnull=False, dialogue__published_on__isnull=True)
    return rows.filter(
        Q(pk__in=followed.values("activity"))
        | Q(status__in=PENDING, on__gte=today)
        | Q(status=Status.HELD, on__gte=fresh)
        | Q(owed, status=Status.HELD)
    )


def published_within() -> int:
    """Days the programme gives for making a result known; 0 when it says nothing."""
    known = {clock.id: clock for clock in programme.current().clocks}
    clock = known.get(clocks.PUBLISHED)
    return clock.days if clock else 0
