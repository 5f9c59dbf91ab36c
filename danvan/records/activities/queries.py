"""Reads across activities, members and units for the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from danvan.foundation.access.models import User
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.foundation.units.periods import in_force
from danvan.foundation.units.queries import meant_by
from danvan.records.activities import kinds
from danvan.records.activities.choices import Status
from danvan.records.activities.models import (
    Activity,
    ActivityQuerySet,
    Attendance,
    Audience,
    Directive,
)
from danvan.records.activities.rounds import coverage, round_missing  # noqa: F401 - part of the contract
from danvan.records.blocs.models import Seat
from danvan.shared.text import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    kind: str = ""
    year: int | None = None
    unit: str = ""
    status: str = ""
    host: str = ""
    at: int | None = None
    """Number of a unit; `unit` is what a person typed."""


def activities(user: User, wanted: Wanted, *, on: date) -> ActivityQuerySet:
    """The activities a person may read, each with its unit."""
    rows = Activity.objects.visible_to(user, on=on).select_related("unit__parent")
    exact = {"kind": wanted.kind, "year": wanted.year, "host": wanted.host}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    else:
        rows = rows.standing()
    if wanted.at:
        rows = rows.within(wanted.at)
    if wanted.unit:
        meant = meant_by(wanted.unit, Unit.objects.visible_to(user, on=on))
        rows = rows.within(*(unit.pk for unit in meant)) if meant else rows.none()
    return rows


def unrecorded(user: User, *, on: date) -> ActivityQuerySet:
    """Planned or postponed ones whose day has passed and of which nothing is said."""
    return pending(user, on=on).filter(on__lt=on)


def upcoming(user: User, *, on: date, until: date) -> ActivityQuerySet:
    """Planned or postponed ones from a day to another, both included."""
    return pending(user, on=on).filter(on__gte=on, on__lte=until)


def pending(user: User, *, on: date) -> ActivityQuerySet:
    """The soonest first, each with its unit."""
    rows = Activity.objects.visible_to(user, on=on).pending()
    return rows.select_related("unit__parent").order_by("on", "pk")


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


def untrained(
    unit: Unit, kind: Kind, *, since: date, on: date
) -> tuple[set[int], set[int]]:
    """Members seated that day: (all, those who never attended such a training)."""
    seats = Seat.objects.within(unit.pk).in_force(on)
    seated = set(seats.filter(in_force(on, "bloc__")).values_list("member", flat=True))
    same = [k.id for k in kinds.in_force().kinds if k.measure == kind.measure]
    trained = Attendance.objects.filter(
        activity__kind__in=same if kind.measure else [kind.id],
        activity__status=Status.HELD,
        activity__on__gte=since,
        member__in=seated,
    )
    return seated, seated - set(trained.values_list("member", flat=True))


def attendees(activity: Activity) -> list[Attendance]:
    rows = activity.attendances.select_related("member__unit")
    return list(rows.order_by("member__unit__sort_key", "member__sort_key", "pk"))


def matching(rows: QuerySet[Directive], typed: str) -> QuerySet[Directive]:
    """Documents with these words, marks and capitals aside; no database folds them."""
    named = rows.order_by().values_list("pk", "number", "about")
    key = fold(typed)
    return rows.filter(
        pk__in=[pk for pk, *words in named if key in fold(" ".join(words))]
    )


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
