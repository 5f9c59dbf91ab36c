"""One commune as the scorecard saw it, for showing what stands behind its figures."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.foundation.units.periods import in_force
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Bloc, Seat
from danvan.results.scorecard.desk import Desk, counting, kind_ids
from danvan.results.scorecard.question import Question


def page(name: str, *args: object, **query: object) -> str:
    """A page by name, with what it is to be filled in with."""
    address = reverse(name, args=args)
    return f"{address}?{urlencode(query)}" if query else address


class Commune:
    """One commune seen by one desk; reads its rows only when they are shown."""

    def __init__(self, desk: Desk, unit: Unit) -> None:
        self.desk = desk
        self.unit = unit
        self.question: Question = desk.question
        self.origins = [o for o, heir in desk.commune_of.items() if heir == unit.pk]
        self.end = date(desk.year, 12, 31)

    def blocs(self) -> list[Bloc]:
        """Blocs in force; more than one only where a merger has not joined them."""
        return list(
            Bloc.objects.in_force(self.desk.as_of)
            .filter(unit__in=self.origins)
            .select_related("unit")
            .order_by("pk")
        )

    def seats(self) -> list[Seat]:
        return list(
            Seat.objects.in_force(self.desk.as_of)
            .filter(in_force(self.desk.as_of, "bloc__"), bloc__unit__in=self.origins)
            .select_related("member", "bloc")
            .order_by("pk")
        )

    def activities(self, measure: str) -> Iterable[Activity]:
        """The held activities that the measure counted, newest first."""
        kinds = kind_ids(self.desk.programme, measure)
        return (
            Activity.objects.filter(counting(self.desk), kind__in=kinds)
            .filter(unit__in=self.origins)
            .newest_first()
        )

    def held_later(self, kind: Kind) -> Activity | None:
        """One that counts for the year but was held after the day asked for."""
        held = Activity.objects.held().filter(
            kind=kind.id,
            unit__in=self.origins,
            year=self.desk.year,
            on__gt=self.desk.as_of,
        )
        chaired = held.filter(chair__in=kind.chairs) if kind.chairs else held
        return chaired.order_by("on", "pk").first()

    def record(self, measure: str, **query: object) -> str:
        """The form that records what the measure counts, filled in."""
        kind = kind_ids(self.desk.programme, measure)[0]
        words = {"kind": kind, "unit": self.unit.pk, "year": self.desk.year, **query}
        return page("activities:new", **words)
