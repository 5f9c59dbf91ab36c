"""Doors of notices."""

from tests.house.door import Door, Place

DOORS: dict[str, Door] = {}


def furnish(place: Place) -> None:
    """Nothing yet stands at a place."""
