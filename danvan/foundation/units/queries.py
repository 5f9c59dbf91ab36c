"""Which unit a person means, and which one goes on with another's records."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F

from danvan.foundation.units.models import Lineage, Unit, UnitQuerySet
from danvan.foundation.units.periods import in_force

SHOWN = 6
PART_OF_NAME = 7
"""The rank from which only a part of the name was typed; see `closeness`."""


def meant_by(typed: str, units: UnitQuerySet) -> Sequence[Unit]:
    """The one unit meant, the few that it may be, or none of `units`."""
    nearest = units.find(typed).annotate(nearness=F("rank"))[:SHOWN]
    ranks: dict[int, int] = dict(nearest.values_list("pk", "nearness"))
    found = units.filter(pk__in=ranks).select_related("parent").in_order()
    best = min(ranks.values(), default=0)
    return [unit for unit in found if best >= PART_OF_NAME or ranks[unit.pk] == best]


def heir_of(unit: Unit, on: date) -> Unit:
    """The unit that goes on with its records that day; itself while it lasts."""
    if unit.holds(on):
        return unit
    heirs = Lineage.objects.filter(in_force(on, "heir__"), origin=unit)
    found = heirs.select_related("heir__parent").first()
    return found.heir if found else unit
