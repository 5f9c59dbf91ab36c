"""Classes in the languages of the programme beside the needs that surveys counted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity, Attendance, Need


@dataclass(frozen=True, slots=True)
class Wanted:
    """One language: how many want it, and members who attended since the survey."""

    language: str
    wanting: int
    attended: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What the newest survey of each unit says, and the classes since the first."""

    surveys: list[Activity]
    asked: int
    rows: list[Wanted]


def needs_of(unit: Unit, *, on: date) -> Needs | None:
    """The unit's own and those below it; without any, that of the unit above."""
    surveys = newest(surveys_within(unit, on))
    if not surveys and unit.parent_id:
        above = Activity.objects.filter(unit=unit.parent_id)
        surveys = newest(surveys_among(above, on))
    if not surveys:
        return None
    wanting = dict(
        Need.objects.filter(activity__in=surveys)
        .order_by()
        .values_list("language")
        .annotate(people=Sum("wanting"))
    )
    since = min(survey.on for survey in surveys)
    came = attended(unit, since)
    asked = sum(survey.attended or 0 for survey in surveys)
    rows = [
        Wanted(row.name, wanting.get(row.id, 0), came.get(row.id, 0))
        for row in kinds.in_force().languages
    ]
    return Needs(surveys, asked, rows)


def surveys_within(unit: Unit, on: date) -> QuerySet[Activity]:
    return surveys_among(Activity.objects.within(unit.pk), on)


def surveys_among(rows: QuerySet[Activity], on: date) -> QuerySet[Activity]:
    forms = [kind.id for kind in kinds.in_force().kinds if kind.form == "survey"]
    held = rows.filter(kind__in=forms, status=Status.HELD, on__lte=on)
    return held.select_related("unit").order_by("-on", "-pk")


def newest(surveys: QuerySet[Activity]) -> list[Activity]:
    """One survey a unit."""
    found: dict[int, Activity] = {}
    for survey in surveys:
        found.setdefault(survey.unit_id, survey)
    return list(found.values())


def attended(unit: Unit, since: date) -> dict[str, int]:
    """Language → members who took part in a class held here since that day."""
    rows = Attendance.objects.filter(
        activity__in=Activity.objects.within(unit.pk)
        .held()
        .filter(on__gte=since)
        .exclude(language="")
    )
    counted = rows.order_by().values_list("activity__language")
    return dict(counted.annotate(members=Count("member", distinct=True)))
