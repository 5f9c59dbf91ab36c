"""Reads across activities, members and units for the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.records.activities.models import (
    Activity,
    ActivityQuerySet,
    Attendance,
    Audience,
    Directive,
)
from danvan.records.blocs.models import Seat


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    kind: str = ""
    year: int | None = None
    unit: str = ""
    status: str = ""


def activities(user: User, wanted: Wanted, *, on: date) -> ActivityQuerySet:
    """The activities a person may read, newest first, each with its unit."""
    rows = Activity.objects.visible_to(user, on=on).select_related("unit__parent")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    else:
        rows = rows.standing()
    if wanted.unit:
        meant = meant_by(wanted.unit, Unit.objects.visible_to(user, on=on))
        rows = rows.within(*(unit.pk for unit in meant)) if meant else rows.none()
    return rows.newest_first()


def writable(user: User, permission: Permission, *, on: date) -> QuerySet[Unit]:
    """Units in force that the permission covers, communes under their district."""
    covered = Unit.objects.within(*user.root_units(on, permission)).in_force(on)
    return covered.select_related("parent").order_by(
        "level", "parent__sort_key", "sort_key", "pk"
    )


def reachable(user: User, *, on: date) -> QuerySet[Unit]:
    """Units a person may write for, those that ended included: a record may be late."""
    return Unit.objects.within(*user.root_units(on, Permission.WRITE))


def seats_for_attendance(unit: Unit, *, since: date) -> Sequence[Seat]:
    """One seat a member of the unit's blocs, the newest, of all seated since a day."""
    held = (
        Seat.objects.within(unit.pk)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=since))
        .select_related("member", "bloc__unit")
        .order_by("bloc__unit__sort_key", "bloc_id", "member__sort_key", "-valid_from")
    )
    newest: dict[int, Seat] = {}
    for seat in held:
        newest.setdefault(seat.member_id, seat)
    return list(newest.values())


def attendees(activity: Activity) -> list[Attendance]:
    rows = activity.attendances.select_related("member__unit")
    return list(rows.order_by("member__unit__sort_key", "member__sort_key", "pk"))


def history(subject: Activity | Audience) -> list[Entry]:
    """What the log says of one record, newest first."""
    entries = Entry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return list(entries.order_by("-at", "-pk"))


def directives(user: User, year: int, *, on: date) -> QuerySet[Directive]:
    """The year's documents on the lists that reach the person, with what was done.

    Lists of the units above count too: they bind whoever is below.
    """
    units = Unit.objects.visible_to(user, on=on).values("pk")
    sessions = Activity.objects.held().filter(directive=OuterRef("pk"), unit__in=units)
    reached = (
        sessions.order_by()
        .values("directive")
        .annotate(number=Count("pk"), people=Sum("reached"))
    )
    declared = (
        Audience.objects.filter(directive=OuterRef("pk"), unit__in=units)
        .order_by()
        .values("directive")
        .annotate(number=Count("pk"), people=Sum("count"))
    )
    return (
        Directive.objects.filter(pk__in=reaching(user, on=on).values("pk"), year=year)
        .select_related("unit")
        .annotate(
            sessions_held=Coalesce(Subquery(reached.values("number")), 0),
            people_reached=Coalesce(Subquery(reached.values("people")), 0),
            communes_declared=Coalesce(Subquery(declared.values("number")), 0),
            people_meant=Coalesce(Subquery(declared.values("people")), 0),
        )
        .order_by("unit__level", "unit__sort_key", "number", "pk")
    )


def reaching(user: User, *, on: date) -> QuerySet[Directive]:
    """Documents on lists of the person's units, of those below and of those above."""
    rows = Directive.objects.visible_to(user, on=on)
    for root in Unit.objects.filter(pk__in=user.root_units(on)):
        rows |= Directive.objects.applying_to(root)
    return rows


def listed_for(
    unit: Unit, *, on: date, year: int, kept: int | None = None
) -> QuerySet[Directive]:
    """Documents the unit may report on: those of `year`, then the newest first.

    `kept` is the number of one that stays whatever became of the list.
    """
    rows = Directive.objects.applying_to(unit).listed(on)
    if kept is not None:
        rows |= Directive.objects.filter(pk=kept)
    others = Case(When(year=year, then=0), default=1)
    return rows.order_by(others, "-year", "number", "pk")


def communes_in_scope(user: User, *, on: date) -> int:
    return Unit.objects.visible_to(user, on=on).in_force(on).communes().count()
