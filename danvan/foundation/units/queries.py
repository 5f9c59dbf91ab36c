"""Which unit a person means."""

from collections.abc import Sequence

from django.db.models import F

from danvan.foundation.units.models import Unit, UnitQuerySet

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
