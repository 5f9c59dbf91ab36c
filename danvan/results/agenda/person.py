"""For whom a list is made: the units that person speaks for, and what may be done."""

from datetime import date
from functools import cached_property

from django.urls import reverse

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines.queries import working_calendar
from danvan.foundation.deadlines.rules import Calendar, Ladder
from danvan.foundation.units.models import Lineage


class Person:
    """A reader on a day. Reads are kept, so that each source asks its own only."""

    def __init__(self, user: User, on: date, calendar: Calendar | None = None) -> None:
        self.user = user
        self.on = on
        self.roots = user.root_units(on)
        self.ladder = Ladder(on, calendar or working_calendar())

    @cached_property
    def own(self) -> list[int]:
        """The units of the grants and those whose records they inherited.

        Units below are not among them: what they owe is heard when it is late.
        """
        return origins(self.roots)

    @cached_property
    def written(self) -> set[int]:
        """Of those, the ones this person may write for."""
        return set(origins(self.user.root_units(self.on, Permission.WRITE)))

    @cached_property
    def decided(self) -> set[int]:
        """Of those, the ones this person approves for."""
        return set(origins(self.user.root_units(self.on, Permission.APPROVE)))

    def form(self, unit: int, name: str, *args: object, **query: object) -> str:
        """The page that ends the thing; none for whoever only reads."""
        if unit not in self.written:
            return ""
        return reverse(name, args=args, query=query or None)


def origins(roots: list[int]) -> list[int]:
    rows = Lineage.objects.filter(heir__in=roots)
    return list(rows.order_by("origin").values_list("origin", flat=True).distinct())
