"""Telling the levels above what has been late too long."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from danvan.foundation.deadlines.counting import rung_of
from danvan.foundation.deadlines.models import Climb, Clock
from danvan.foundation.deadlines.queries import levels_above, working_calendar
from danvan.foundation.deadlines.rules import Ladder, Rung
from danvan.foundation.units.models import Unit

BATCH = 500

type Key = tuple[int, int, date, int]
"""Clock, rung, missed day, hearing unit: what makes a climb new."""


def climb(at: datetime) -> int:
    """Write who hears of what is late now; how many were new.

    Each batch is one transaction and what stands already is left alone, so a run that
    was killed, or a second one, goes on where the first ended.
    """
    today = timezone.localdate(at)
    ladder = Ladder(today, working_calendar())
    late = Clock.objects.running().filter(due_on__lt=today, paused_on=None)
    made, last = 0, 0
    while batch := list(late.filter(pk__gt=last).order_by("pk")[:BATCH]):
        made += write(batch, ladder)
        last = batch[-1].pk
    return made


@transaction.atomic
def write(clocks: list[Clock], ladder: Ladder) -> int:
    climbing = [clock for clock in clocks if rung_of(clock, ladder) >= Rung.ONE_UP]
    if not climbing:
        return 0
    above = levels_above({clock.unit_id for clock in climbing}, ladder.today)
    stored = Climb.objects.filter(clock__in=climbing)
    known = {key(row) for row in stored}
    new = [row for row in climbs(climbing, above, ladder) if key(row) not in known]
    Climb.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def key(row: Climb) -> Key:
    return row.clock_id, row.rung, row.due_on, row.unit_id


def climbs(
    clocks: Iterable[Clock], above: dict[int, list[Unit]], ladder: Ladder
) -> Iterator[Climb]:
    """The ladder stops at the province, which then hears of it a second time."""
    for clock in clocks:
        levels = above.get(clock.unit_id, [])
        for step, rung in enumerate((Rung.ONE_UP, Rung.TWO_UP)):
            if levels and rung <= rung_of(clock, ladder):
                unit = levels[min(step, len(levels) - 1)]
                yield Climb(
                    clock=clock,
                    rung=rung,
                    on=ladder.today,
                    due_on=clock.due_on,
                    unit=unit,
                )
