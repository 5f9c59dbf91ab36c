"""Reads across plans, tasks and units for the actions and pages."""

from datetime import date

from django.db.models import Q, QuerySet

from danvan.foundation import programme
from danvan.foundation.programme.schema import Body, Kind
from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.plans.models import Plan, Task, TaskQuerySet

LEVELS = {
    "province": Level.PROVINCE,
    "district": Level.DISTRICT,
    "commune": Level.COMMUNE,
    "village": Level.COMMUNE,
}
"""Where a body of the programme is: its plan and its reports lie at such a unit."""


def level_of(body: Body) -> Level | None:
    """None for a body above the province."""
    return LEVELS.get(body.level)


def years(today: date) -> range:
    """Years a plan may be made for: the programme's, and on up to next year."""
    found = programme.current()
    return range(found.starts.year, max(found.ends.year, today.year) + 2)


def default_year(today: date) -> int:
    """The year of the day, kept inside what may be planned."""
    return max(today.year, programme.current().starts.year)


def plan_kind() -> Kind | None:
    """The kind of activity that records the issue of a plan."""
    kinds = programme.current().kinds
    return next((kind for kind in kinds if kind.form == "plan"), None)


def issue_kept(plan: Plan) -> Activity | None:
    """A record of the issue that stands already, made without the plan."""
    kind = plan_kind()
    rows = Activity.objects.filter(
        unit=plan.unit,
        kind=kind.id if kind else "",
        year=plan.year,
        status__in=(Status.HELD, Status.PLANNED, Status.POSTPONED),
    )
    return rows.select_related("unit").order_by("-on", "-pk").first()


def origins_of(*units: int | None) -> QuerySet[Lineage, int]:
    """Numbers of the units and of those whose records they inherited."""
    known = [number for number in units if number]
    return Lineage.objects.filter(heir__in=known).values_list("origin", flat=True)


def plan_above(unit: Unit, year: int) -> Plan | None:
    """The issued plan of the nearest unit above that has one."""
    parent = unit.parent
    above = origins_of(unit.parent_id, parent.parent_id if parent else None)
    issued = Plan.objects.issued().filter(year=year, unit__in=above)
    nearest = issued.filter(unit__level__lt=unit.level).select_related("unit")
    return nearest.order_by("-unit__level", "-issued_on", "-pk").first()


def tasks_above(unit: Unit, year: int) -> TaskQuerySet:
    """Tasks of that plan, for the unit to take over."""
    plan = plan_above(unit, year)
    if plan is None:
        return Task.objects.none()
    rows = Task.objects.owed().filter(plan=plan)
    return rows.select_related("plan__unit").order_by("due_on", "pk")


def carriable(unit: Unit, year: int) -> TaskQuerySet:
    """Open tasks of the unit's earlier plans, and of the units it came from."""
    own_now = Q(plan__unit=unit, plan__year__gte=year)
    rows = Task.objects.open().begun().filter(plan__year__lte=year)
    rows = rows.filter(unit__in=origins_of(unit.pk), unit__level=unit.level)
    return rows.exclude(own_now).select_related("plan").order_by("due_on", "pk")


def own_plan(unit: Unit, year: int) -> Plan | None:
    return Plan.objects.standing().filter(unit=unit, year=year).first()


def last_year_texts(plan: Plan) -> list[str]:
    """What the unit's tasks of the year before said."""
    rows = Task.objects.standing().filter(
        unit__in=origins_of(plan.unit_id),
        unit__level=plan.unit.level,
        plan__year=plan.year - 1,
    )
    return list(rows.values_list("text", flat=True))
