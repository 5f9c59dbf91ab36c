"""Who has issued the plan of a year and who has not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.units.models import Lineage, Unit
from danvan.foundation.units.queries import meant_by
from danvan.foundation.units.rules import Level
from danvan.records.activities.models import Activity
from danvan.records.plans import progress, queries
from danvan.records.plans.choices import PlanState
from danvan.records.plans.models import Plan


class Issue(TextChoices):
    """Where a unit's plan of the year stands, the furthest first."""

    ISSUED = "issued", _("Issued")
    BARE = "bare", _("Issued, tasks not entered")
    DRAFT = "draft", _("Being drafted")
    MISSING = "missing", _("No plan")


TONES = {
    Issue.ISSUED: "good",
    Issue.BARE: "warning",
    Issue.DRAFT: "info",
    Issue.MISSING: "bad",
}
ORDER = [state.value for state in Issue]


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the list; `kept` is a record of the issue made without a plan."""

    unit: Unit
    place: int
    plan: Plan | None
    kept: Activity | None
    progress: progress.Progress

    @property
    def state(self) -> Issue:
        if self.plan and self.plan.state == PlanState.ISSUED:
            return Issue.ISSUED
        if self.kept:
            return Issue.BARE
        return Issue.DRAFT if self.plan else Issue.MISSING

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def number(self) -> str:
        if self.plan and self.plan.number:
            return self.plan.number
        return self.kept.document_no if self.kept else ""

    @property
    def issued_on(self) -> date | None:
        if self.plan and self.plan.issued_on:
            return self.plan.issued_on
        return self.kept.on if self.kept else None


def rows(user: User, year: int, *, on: date) -> list[Row]:
    """Every unit in scope with its plan; a constant number of queries.

    The units are those of the year's last day that has come; a unit that began in
    the year goes by the plan of one it came from until it has its own.
    """
    units = units_of(user, year, on)
    heirs = heirs_of(units)
    plans = best_plans(year, heirs)
    kept = issues_kept(year, heirs)
    known = progress.of_plans((plan.pk for plan in plans.values()), on)
    return [
        Row(
            unit=unit,
            place=place,
            plan=plans.get(unit.pk),
            kept=kept.get(unit.pk),
            progress=progress_of(plans.get(unit.pk), known),
        )
        for place, unit in enumerate(units)
    ]


def progress_of(
    plan: Plan | None, known: dict[int, progress.Progress]
) -> progress.Progress:
    return known.get(plan.pk, progress.NOTHING) if plan else progress.NOTHING


def units_of(user: User, year: int, on: date) -> list[Unit]:
    day = programme.current().default_as_of(year, on)
    found = Unit.objects.visible_to(user, on=on).in_force(day)
    ordered = found.select_related("parent").order_by(
        "level", "parent__sort_key", "sort_key", "pk"
    )
    return list(ordered)


def heirs_of(units: Iterable[Unit]) -> dict[int, int]:
    """{unit whose records count: the unit of the list they count for}."""
    heirs = Lineage.objects.filter(heir__in=[unit.pk for unit in units])
    return dict(heirs.values_list("origin", "heir"))


def best_plans(year: int, heirs: dict[int, int]) -> dict[int, Plan]:
    """An own plan before that of a predecessor, an issued one before a draft."""
    found: dict[int, Plan] = {}
    rows = Plan.objects.standing().filter(year=year, unit__in=heirs)
    for plan in sorted(rows, key=lambda plan: worth(plan, heirs)):
        found[heirs[plan.unit_id]] = plan
    return found


def worth(plan: Plan, heirs: dict[int, int]) -> tuple[bool, bool, int]:
    is_own = heirs[plan.unit_id] == plan.unit_id
    return is_own, plan.state == PlanState.ISSUED, plan.pk


def issues_kept(year: int, heirs: dict[int, int]) -> dict[int, Activity]:
    kind = queries.plan_kind()
    if kind is None:
        return {}
    rows = Activity.objects.held().filter(kind=kind.id, year=year, unit__in=heirs)
    return {heirs[row.unit_id]: row for row in rows.order_by("on", "pk")}


def narrowed(
    found: Iterable[Row], user: User, *, unit: str, level: str, state: str, on: date
) -> list[Row]:
    """The rows a filter asks for."""
    chosen = list(found)
    if unit:
        meant = meant_by(unit, Unit.objects.visible_to(user, on=on))
        within = Unit.objects.within(*(each.pk for each in meant))
        inside = set(within.values_list("pk", flat=True)) if meant else set()
        chosen = [row for row in chosen if row.unit.pk in inside]
    if level:
        chosen = [row for row in chosen if str(row.unit.level) == level]
    return [row for row in chosen if not state or row.state == state]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of a level have issued their plan."""

    level: Level
    issued: int
    total: int


def tallies(found: Iterable[Row]) -> list[Tally]:
    by_level: dict[int, list[Row]] = {}
    for row in found:
        by_level.setdefault(row.unit.level, []).append(row)
    issued = {Issue.ISSUED, Issue.BARE}
    return [
        Tally(Level(level), sum(row.state in issued for row in group), len(group))
        for level, group in sorted(by_level.items())
    ]
