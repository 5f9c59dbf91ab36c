"""Doors of jobs."""

from tests.house.door import ACCOUNTS, Door, Place

DOORS: dict[str, Door] = {"jobs:index": Door(ACCOUNTS)}


def furnish(place: Place) -> None:
    """A job belongs to no place."""
