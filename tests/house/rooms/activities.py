"""Doors of what was planned, and of the table of organisations."""

from datetime import date

from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Status
from tests import factories
from tests.house.door import (
    FRONT,
    LATER,
    READ,
    WRITE,
    Door,
    Place,
    always,
    kept,
    nothing,
)

DOORS: dict[str, Door] = {
    "activities:coverage": Door(READ),
    "activities:postpone": Door(
        FRONT,
        kept("planned activity"),
        needs=WRITE,
        form=always(on=LATER, reason="Mưa lũ", version="1"),
    ),
    "activities:cancel": Door(
        FRONT,
        kept("planned activity"),
        needs=WRITE,
        form=always(reason="Không cần", version="1"),
    ),
}
WHY = {"reason": "Ghi nhầm", "version": "1"}
SUPERVISION = {
    "on": "5/3/2024",
    "status": "held",
    "title": "Giám sát thu chi quỹ",
    "host": "phu_nu",
    "counterpart": "Ủy ban nhân dân",
    "evidence": "2",
    "version": "1",
    "uid": "7b0d3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e60",
}
MORE = [
    (
        "activities:new",
        Door(
            FRONT,
            at=nothing,
            query=lambda place: {"kind": "supervision", "unit": place.unit.pk},
            form=always(**SUPERVISION),
        ),
    ),
    ("activities:edit", Door(FRONT, kept("supervision"), form=always(**SUPERVISION))),
    ("activities:withdraw", Door(FRONT, kept("supervision"), form=always(**WHY))),
]


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
    place.more["supervision"] = factories.activity(
        place.unit,
        kind="supervision",
        host="nong_dan",
        counterpart=f"Ủy ban nhân dân {place.unit.name}",
        title=f"Giám sát {place.unit.name}",
    )
