"""Doors of agenda; the private calendar opens without signing in, see PUBLIC."""

from tests.house.door import READ, Door, Place

DOORS: dict[str, Door] = {"agenda:today": Door(None), "agenda:month": Door(READ)}


def furnish(place: Place) -> None:
    """Its pages show what other rooms keep."""
