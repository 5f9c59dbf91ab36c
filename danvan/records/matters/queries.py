"""Reads across matters, commitments, their clocks and places."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Lineage, Unit, UnitQuerySet, Village
from danvan.foundation.units.queries import meant_by
from danvan.records.matters import rules
from danvan.records.matters.choices import Kind, Promise
from danvan.records.matters.models import (
    Commitment,
    CommitmentQuerySet,
    Matter,
    MatterQuerySet,
)
from danvan.records.matters.rules import Standing

SIGNS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of matters is narrowed to; "" and False mean everything."""

    unit: str = ""
    state: str = ""
    kind: str = ""
    topic: str = ""
    channel: str = ""
    village: str = ""
    late: bool = False
    ours: bool = False


OPEN = "open"
"""Stands beside the states: whatever somebody still waits for."""


def matters(user: User, wanted: Wanted, *, on: date) -> MatterQuerySet:
    """The matters a person may read, each with the nearest day it runs up to."""
    rows = Matter.objects.visible_to(user, on=on)
    if wanted.state == OPEN:
        rows = rows.open()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.standing()
    for name in ("kind", "topic", "channel", "village"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.unit:
        meant = meant_by(wanted.unit, Unit.objects.visible_to(user, on=on))
        rows = rows.within(*(unit.pk for unit in meant)) if meant else rows.none()
    if wanted.ours:
        rows = rows.filter(holder__in=own_units(user, on))
    rows = rows.annotate(due_on=nearest_due(Matter))
    if wanted.late:
        rows = rows.filter(Q(due_on__lt=on))
    return rows.select_related("unit__parent", "holder", "village")


def own_units(user: Actor, on: date) -> QuerySet[Lineage, Any]:
    """Numbers of the units the person sits at, and of those they inherited from."""
    roots = user.root_units(on, Permission.WRITE)
    return Lineage.objects.filter(heir__in=roots).values("origin")


def may_open_seal(matter: Matter, user: Actor, *, on: date) -> bool:
    """Only who sits where it must be answered; the levels above need no name."""
    return own_units(user, on).filter(origin=matter.holder_id).exists()


def nearest_due(model: type[Matter | Commitment]) -> Subquery:
    """The first due day of what runs for a row and does not stand still."""
    clocks = Clock.objects.running().filter(
        subject_type=model._meta.label_lower,
        subject_id=OuterRef("pk"),
        paused_on__isnull=True,
    )
    return Subquery(clocks.order_by("due_on").values("due_on")[:1])


@dataclass(frozen=True, slots=True)
class Sign:
    """So many matters of one topic in one place within the last months."""

    unit: Unit
    topic: str
    count: int


def early_signs(user: User, on: date) -> list[Sign]:
    """Where more than a few raise the same thing, most of them first."""
    since = on - rules.ALIKE_WITHIN
    rows = (
        Matter.objects.visible_to(user, on=on)
        .standing()
        .filter(received_on__gte=since, received_on__lte=on)
        .order_by()
        .values("unit", "topic")
        .annotate(number=Count("pk"))
        .filter(number__gte=rules.EARLY_SIGN)
        .order_by("-number", "unit", "topic")[:SIGNS_SHOWN]
    )
    found = list(rows)
    units = Unit.objects.in_bulk([row["unit"] for row in found])
    return [Sign(units[row["unit"]], row["topic"], row["number"]) for row in found]


def suggestions(matter: Matter, user: User, *, on: date) -> MatterQuerySet:
    """Matters of the same place and topic from about the same time, not yet with it."""
    near = rules.ALIKE_WITHIN
    leader = matter.like_id or matter.pk
    return (
        Matter.objects.visible_to(user, on=on)
        .standing()
        .filter(
            unit=matter.unit_id,
            topic=matter.topic,
            received_on__range=(matter.received_on - near, matter.received_on + near),
        )
        .exclude(Q(pk__in=(matter.pk, leader)) | Q(like=leader))
        .select_related("unit")
        .order_by("-received_on", "-pk")
    )


def receivers(matter: Matter, by: Actor, *, on: date) -> UnitQuerySet:
    """Units it may be handed to: its own, those above it, those below in one's scope.

    A holder that has been merged away is spoken for by its heir.
    """
    here = Unit.objects.filter(origins__origin=matter.holder_id).in_force(on)
    rows = list(here.values_list("pk", "parent", "parent__parent"))
    own = [number for row in rows for number in row if number]
    below = Q(parent__in=here.values("pk")) | Q(parent__parent__in=here.values("pk"))
    written = Unit.objects.within(*by.root_units(on, Permission.WRITE)).values("pk")
    return (
        Unit.objects.in_force(on)
        .filter(Q(pk__in=own) | (below & Q(pk__in=written)))
        .select_related("parent")
        .order_by("level", "parent__sort_key", "sort_key", "pk")
    )


def hot_spots(user: User, on: date) -> MatterQuerySet:
    """Hot spots the person sees that are not closed, newest first."""
    rows = Matter.objects.visible_to(user, on=on).open().filter(kind=Kind.HOT_SPOT)
    return rows.select_related("unit__parent", "holder").order_by("-received_on", "-pk")


def one_commune(user: User, typed: str, *, on: date) -> Unit | None:
    """The commune whose villages the list may be narrowed to, when there is but one."""
    communes = Unit.objects.visible_to(user, on=on).communes()
    if typed:
        meant = meant_by(typed, communes)
        return meant[0] if len(meant) == 1 else None
    found = list(communes.in_force(on)[:2])
    return found[0] if len(found) == 1 else None


def villages_told_of(unit: Unit) -> QuerySet[Village]:
    """Villages of the commune that some matter names."""
    named = Matter.objects.within(unit.pk).filter(village__isnull=False)
    return Village.objects.filter(pk__in=named.values("village")).in_order()


def commitments(
    user: User, *, unit: str = "", standing: str = "", on: date
) -> CommitmentQuerySet:
    """The commitments a person may read; `standing` is told by their dates."""
    rows = Commitment.objects.visible_to(user, on=on)
    if standing:
        rows = rows.filter(told_by_dates(Standing(standing), on))
    if unit:
        meant = meant_by(unit, Unit.objects.visible_to(user, on=on))
        rows = rows.within(*(u.pk for u in meant)) if meant else rows.none()
    return rows.select_related("unit__parent", "matter", "activity")


def commitments_about(matter: Matter, user: User, *, on: date) -> CommitmentQuerySet:
    """What was promised about one matter, the newest first."""
    rows = Commitment.objects.visible_to(user, on=on).filter(matter=matter)
    return rows.select_related("unit__parent").order_by("-given_on", "-pk")


def group_of(leader: int, user: User, *, on: date, but: int) -> MatterQuerySet:
    """The matters laid together under `leader`, itself first, without one of them."""
    rows = Matter.objects.visible_to(user, on=on)
    alike = rows.filter(Q(pk=leader) | Q(like=leader)).exclude(pk=but)
    return alike.select_related("unit").order_by(F("like").asc(nulls_first=True), "pk")


def told_by_dates(standing: Standing, on: date) -> Q:
    """The same as rules.standing says of one row."""
    open_, kept = Q(state=Promise.OPEN), Q(state=Promise.KEPT)
    return {
        Standing.OPEN: open_ & Q(due_on__gte=on),
        Standing.LATE: open_ & Q(due_on__lt=on),
        Standing.KEPT: kept & Q(kept_on__lte=F("due_on")),
        Standing.KEPT_LATE: kept & Q(kept_on__gt=F("due_on")),
        Standing.RELEASED: Q(state=Promise.RELEASED),
    }[standing]


def standing_rank(on: date) -> Case:
    """Late first, then open, then the rest, to sort by."""
    order = (Standing.LATE, Standing.OPEN, Standing.KEPT_LATE, Standing.KEPT)
    return Case(
        *(When(told_by_dates(s, on), then=n) for n, s in enumerate(order)),
        default=len(order),
    )
