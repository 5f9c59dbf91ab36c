"""Doors of notices: whose they are is whoever is signed in."""

from tests.house.door import READ, Door, Place, always, nothing

DOORS: dict[str, Door] = {
    "notices:settings": Door(READ, form=always(wanted=["task"])),
    "notices:feed_new": Door(READ, form=nothing),
    "notices:feed_end": Door(READ, reads=False),
}


def furnish(place: Place) -> None:
    """Nothing stands at a place."""
