"""The deadlines a person asks to see."""

from typing import Any

from django.db.models import F, QuerySet

from danvan.foundation.access.models import User
from danvan.foundation.deadlines import forms, queries
from danvan.foundation.deadlines.models import Clock, ClockQuerySet
from danvan.foundation.deadlines.rules import Ladder
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by

STATES: dict[str, dict[str, Any]] = {
    forms.RUNNING: {"stopped_on": None},
    forms.PAUSED: {"stopped_on": None, "paused_on__isnull": False},
    forms.DONE: {"stopped_on__isnull": False, "dropped": False},
    forms.LATE: {"stopped_on__gt": F("due_on"), "dropped": False},
    forms.DROPPED: {"dropped": True},
}


def wanted_clocks(
    user: User, wanted: forms.Wanted, ladder: Ladder
) -> QuerySet[Any, Any]:
    """In scope, narrowed, each with its unit and `rung`."""
    rows = Clock.objects.visible_to(user, on=ladder.today)
    rows = rows.filter(**STATES[wanted.state])
    if wanted.rule:
        rows = rows.filter(rule=wanted.rule)
    if wanted.unit:
        rows = of_unit(rows, user, wanted.unit, ladder)
    ranked = queries.with_rung(rows.select_related("unit__parent"), ladder)
    return ranked if wanted.rung is None else ranked.filter(rung=wanted.rung)


def of_unit(
    rows: ClockQuerySet, user: User, typed: str, ladder: Ladder
) -> ClockQuerySet:
    meant = meant_by(typed, Unit.objects.visible_to(user, on=ladder.today))
    return rows.within(*(unit.pk for unit in meant)) if meant else rows.none()
