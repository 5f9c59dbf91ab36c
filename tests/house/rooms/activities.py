"""Doors of what was planned, and of the table of organisations."""

from datetime import date

from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Status
from tests import factories
from tests.house.door import LATER, READ, WRITE, Door, Place, always, kept

DOORS: dict[str, Door] = {
    "activities:coverage": Door(READ),
    "activities:postpone": Door(
        WRITE,
        kept("planned activity"),
        form=always(on=LATER, reason="Mưa lũ", version="1"),
    ),
    "activities:cancel": Door(
        WRITE, kept("planned activity"), form=always(reason="Không cần", version="1")
    ),
}


def furnish(place: Place) -> None:
    """Something planned at every commune, and a supervision that was held."""
    if place.unit.level != Level.COMMUNE:
        return
    place.more["planned activity"] = factories.activity(
        place.unit,
        title=f"Sẽ họp {place.unit.name}",
        on=date(2024, 9, 2),
        status=Status.PLANNED,
    )
    factories.activity(
        place.unit,
        kind="supervision",
        host="nong_dan",
        counterpart=f"Ủy ban nhân dân {place.unit.name}",
        title=f"Giám sát {place.unit.name}",
    )
