"""Doors of villages."""

from danvan.foundation.units.models import Village
from danvan.foundation.units.rules import Level, search_key
from danvan.shared.text import sort_key
from tests import factories
from tests.house.door import BLOC, READ, Door, Place, kept, nothing

DOORS: dict[str, Door] = {
    "villages:index": Door(READ, at=nothing, query=lambda p: {"unit": p.unit.pk}),
    "villages:new": Door(
        BLOC,
        at=nothing,
        query=lambda p: {"unit": p.unit.pk},
        form=lambda p: {"names": "Nà Mới\nNà Cũ", "valid_from": "1/2/2023"},
    ),
    "villages:edit": Door(
        BLOC, kept("village"), form=lambda p: {"name": "Nà Khác", "version": "1"}
    ),
    "villages:end": Door(
        BLOC,
        kept("village"),
        form=lambda p: {"on": "1/2/2024", "reason": "Sáp nhập", "version": "1"},
    ),
}


def furnish(place: Place) -> None:
    """One village in every commune."""
    if place.unit.level == Level.COMMUNE:
        name = f"Thôn của {place.unit.name}"
        place.more["village"] = Village.objects.create(
            unit=place.unit,
            name=name,
            name_fold=search_key(name),
            sort_key=sort_key(name),
            valid_from=factories.START,
        )
