"""The meetings before and after one, and the units whose affairs it goes on with."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.periods import in_force
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity, ActivityQuerySet
from danvan.records.blocs.choices import Cadence
from danvan.records.blocs.models import Regulation
from danvan.records.meetings import rules


def origins(unit: Unit) -> QuerySet[Any, Any]:
    """Numbers of the units whose affairs the unit goes on with, its own included."""
    return Lineage.objects.filter(heir=unit).values("origin")


def earlier(on: date, meeting: Activity | None) -> Q:
    """Concluded before this meeting; of one day the order of recording decides."""
    if meeting is None:
        return Q(activity__on__lte=on)
    same_day = Q(activity__on=on, activity__lt=meeting.pk)
    return Q(activity__on__lt=on) | same_day


def briefing_kinds() -> list[str]:
    return kinds_of(rules.BRIEFING)


def dialogue_kinds() -> list[str]:
    return kinds_of(rules.DIALOGUE)


def kinds_of(*forms: str) -> list[str]:
    return [kind.id for kind in kinds.in_force().kinds if kind.form in forms]


def briefings(unit: Unit) -> ActivityQuerySet:
    return Activity.objects.filter(kind__in=briefing_kinds(), unit__in=origins(unit))


def last_briefing(
    unit: Unit, on: date, meeting: Activity | None = None
) -> Activity | None:
    """The briefing held before that day, or before this meeting on it."""
    before = Q(on__lt=on)
    if meeting:
        before |= Q(on=on, pk__lt=meeting.pk)
    return briefings(unit).held().filter(before).newest_first().first()


def next_briefing(unit: Unit, on: date) -> date:
    """The day planned for the next briefing, else the day the cadence asks for."""
    planned = briefings(unit).filter(status=Status.PLANNED, on__gt=on).order_by("on")
    if day := planned.values_list("on", flat=True).first():
        return day
    rules_of_work = Regulation.objects.filter(
        in_force(on), bloc__unit__in=origins(unit)
    ).order_by("-valid_from")
    cadence = rules_of_work.values_list("cadence", flat=True).first()
    return rules.next_expected(on, cadence or Cadence.QUARTER)
