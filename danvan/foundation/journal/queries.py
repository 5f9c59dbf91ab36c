"""Entries a person may read: those of his or her units, and of all units for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.models import Entry, Link, Origin
from danvan.foundation.units.models import Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    who: str = ""
    act: str = ""
    kind: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


def readable(by: User, *, on: date) -> QuerySet[Entry]:
    """Acts of no unit, such as on the working calendar, are for the whole province."""
    roots = by.root_units(on, Permission.READ_AUDIT)
    inside = Q(unit_id__in=Unit.objects.within(*roots).values("pk"))
    if Unit.objects.filter(pk__in=roots, parent=None).exists():
        inside |= Q(unit_id=None)
    return Entry.objects.filter(inside)


def entries(by: User, wanted: Wanted, *, on: date) -> QuerySet[Entry]:
    rows = readable(by, on=on)
    if wanted.who:
        rows = rows.filter(holding("actor", wanted.who))
    if wanted.act:
        rows = rows.filter(verb=wanted.act)
    if wanted.kind:
        rows = rows.filter(subject_type=wanted.kind)
    if wanted.unit:
        meant = Unit.objects.find(wanted.unit).order_by().values_list("pk", flat=True)
        rows = rows.filter(unit_id__in=Unit.objects.within(*meant).values("pk"))
    if wanted.since:
        rows = rows.filter(at__gte=midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=midnight(wanted.until + timedelta(days=1)))
    if wanted.text:
        text = wanted.text
        rows = rows.filter(holding("subject", text) | holding("reason", text))
    return with_origin(rows)


def holding(column: str, text: str) -> Q:
    """Whatever the capitals; of letters with marks SQLite takes each as it is."""
    found = Q()
    for way in {text, text.lower(), text.upper(), text.capitalize(), text.title()}:
        found |= Q(**{f"{column}__icontains": way})
    return found


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def with_origin(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """`address` and `browser` beside each entry, as long as they are kept."""
    origin = Origin.objects.filter(entry_id=OuterRef("pk"))
    return rows.annotate(
        address=Subquery(origin.values("address")[:1]),
        browser=Subquery(origin.values("browser")[:1]),
    )


def units_of(entries: Iterable[Entry]) -> dict[int, str]:
    """Number → name, one query; a unit is never deleted."""
    found = Unit.objects.in_bulk({entry.unit_id for entry in entries} - {None})
    return {number: str(unit) for number, unit in found.items()}


def all_units() -> dict[int, str]:
    return {unit.pk: str(unit) for unit in Unit.objects.all()}


def link_of(entry: Entry) -> Link | None:
    return Link.objects.filter(entry_id=entry.pk).first()
