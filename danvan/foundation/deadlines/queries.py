"""Reads: the calendar as it stands, clocks in scope, and how late each of them is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from danvan.foundation.access.models import User
from danvan.foundation.deadlines.counting import counted_due, rung_of
from danvan.foundation.deadlines.models import (
    CalendarDay,
    Climb,
    Clock,
    ClockQuerySet,
    Pause,
)
from danvan.foundation.deadlines.rules import Calendar, DayRow, Ladder, Rung
from danvan.foundation.deadlines.wording import explained_by
from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.periods import in_force
from danvan.foundation.units.rules import Level


def working_calendar() -> Calendar:
    """One query; give it on to whatever asks about many clocks."""
    return calendar_of(CalendarDay.objects.standing())


def calendar_of(days: Iterable[CalendarDay]) -> Calendar:
    rows = list(days)
    return Calendar(
        off=frozenset(row.day for row in rows if not row.is_working),
        worked=frozenset(row.day for row in rows if row.is_working),
        years=frozenset(row.day.year for row in rows),
        names={row.day: row.name for row in rows},
    )


def with_changes(rows: Iterable[DayRow], *, removed: Iterable[date] = ()) -> Calendar:
    """The calendar as it would stand after these changes."""
    days = {row.day: row for row in CalendarDay.objects.standing()}
    for row in rows:
        days[row.day] = CalendarDay(
            day=row.day, is_working=row.is_working, name=row.name, source=row.source
        )
    for day in removed:
        days.pop(day, None)
    return calendar_of(days.values())


def moves(
    clocks: ClockQuerySet, days: Collection[date], calendar: Calendar
) -> list[tuple[Clock, date]]:
    """Running clocks that these days of the calendar move, each with its new day."""
    if not days:
        return []
    touched = clocks.running().touched_by(min(days), max(days))
    counted = (
        (clock, counted_due(clock, calendar))
        for clock in touched.prefetch_related("pauses").order_by("pk")
    )
    return [(clock, due) for clock, due in counted if due != clock.due_on]


def years_entered() -> list[int]:
    """Years for which any day stands in the calendar."""
    dates = CalendarDay.objects.standing().dates("day", "year")
    return [day.year for day in dates]


def rung(clock: Clock, today: date, calendar: Calendar) -> Rung:
    return rung_of(clock, Ladder(today, calendar))


def clocks_of(subject: models.Model) -> list[Clock]:
    """Every clock of a record, the newest first, with its pauses and climbs."""
    return list(told(Clock.objects.of(subject)).order_by("-started_on", "-pk"))


def told(clocks: ClockQuerySet) -> ClockQuerySet:
    """With what the page of a clock tells."""
    climbs = Climb.objects.select_related("unit").order_by("on", "rung")
    return clocks.select_related("unit__parent").prefetch_related(
        Prefetch("pauses", Pause.objects.order_by("begins", "pk")),
        Prefetch("climbs", climbs),
    )


def explained(clock: Clock, calendar: Calendar | None = None) -> list[str]:
    """How the day was counted, in sentences."""
    return explained_by(clock, calendar or working_calendar())


def running(user: User, on: date) -> ClockQuerySet:
    """What units in the person's scope owe, the nearest day first."""
    rows = Clock.objects.visible_to(user, on=on).running()
    return rows.select_related("unit__parent").order_by("due_on", "pk")


def rungs_of(
    subjects: Iterable[models.Model], today: date, *, rule: str = ""
) -> dict[int, tuple[Rung, date]]:
    """{number of the record: (its worst rung, the due day)} of what still runs.

    Two queries for any number of records of one model.
    """
    found = list(subjects)
    if not found:
        return {}
    rows = Clock.objects.running().filter(
        subject_type=found[0]._meta.label_lower,
        subject_id__in=[subject.pk for subject in found],
    )
    if rule:
        rows = rows.filter(rule=rule)
    ladder = Ladder(today, working_calendar())
    worst: dict[int, tuple[Rung, date]] = {}
    for clock in rows.order_by("due_on"):
        reached = rung_of(clock, ladder)
        known = worst.get(clock.subject_id)
        if known is None or reached > known[0]:
            worst[clock.subject_id] = reached, clock.due_on
    return worst


def with_rung(clocks: ClockQuerySet, ladder: Ladder) -> QuerySet[Any, Any]:
    """With `rung` as the database sees it, to filter and sort by; as `rung_of`."""
    terms = clocks.order_by().values_list("warn", "climb", "climb_again").distinct()
    late = Q(stopped_on__gt=F("due_on"), dropped=False)
    steps = [
        When(late, then=Value(Rung.OVERDUE)),
        When(stopped_on__isnull=False, then=Value(Rung.ON_TIME)),
        When(paused_on__isnull=False, then=Value(Rung.ON_TIME)),
    ]
    for warn, climb, climb_again in terms:
        same = Q(warn=warn, climb=climb, climb_again=climb_again)
        for before, reached in (
            (ladder.late_before(climb_again), Rung.TWO_UP),
            (ladder.late_before(climb), Rung.ONE_UP),
            (ladder.today, Rung.OVERDUE),
            (ladder.soon_before(warn), Rung.DUE_SOON),
        ):
            steps.append(When(same & Q(due_on__lt=before), then=Value(reached)))
    ranked = Case(*steps, default=Value(Rung.ON_TIME), output_field=IntegerField())
    return clocks.annotate(rung=ranked)


def tally(user: User, on: date) -> dict[Rung, int]:
    """How many running clocks in scope stand on each rung."""
    running_now = Clock.objects.visible_to(user, on=on).running()
    ranked = with_rung(running_now, Ladder(on, working_calendar()))
    counts = ranked.order_by().values_list("rung").annotate(number=Count("pk"))
    return dict.fromkeys(Rung, 0) | {Rung(rung): number for rung, number in counts}


def heard(user: User, on: date) -> list[Clock]:
    """Late clocks of units below that have come up as far as this person's level."""
    ladder = Ladder(on, working_calendar())
    late = with_rung(running(user, on).filter(due_on__lt=on), ladder)
    climbed = list(late.filter(rung__gte=Rung.ONE_UP))
    above = levels_above({clock.unit_id for clock in climbed}, on)
    roots = set(user.root_units(on))
    return [
        clock
        for clock in climbed
        if not roots.isdisjoint(unit.pk for unit in hearing(clock, above, clock.rung))
    ]


def hearing(clock: Clock, above: dict[int, list[Unit]], reached: Rung) -> list[Unit]:
    """The units that hear of it on that rung, the nearest first."""
    steps = {Rung.ONE_UP: 1, Rung.TWO_UP: 2}.get(reached, 0)
    return above.get(clock.unit_id, [])[:steps]


def levels_above(unit_ids: Iterable[int], on: date) -> dict[int, list[Unit]]:
    """{unit: those above it in force that day, the nearest first}; one query.

    What a unit that ended still owes is its heir's, in the tree of that day.
    """
    heirs = Lineage.objects.filter(in_force(on, "heir__"), origin__in=set(unit_ids))
    return {
        row.origin_id: [unit for unit in ancestors(row.heir) if unit.holds(on)]
        for row in heirs.select_related("heir__parent__parent")
    }


def ancestors(unit: Unit) -> Sequence[Unit]:
    above = []
    while unit.parent is not None and unit.level > Level.PROVINCE:
        unit = unit.parent
        above.append(unit)
    return above
