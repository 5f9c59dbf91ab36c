"""Doors of personal: one's own data, and what a keeper of people may take or erase."""

from datetime import date

from danvan.foundation.access.rules import Role
from tests import factories
from tests.house.door import ACCOUNTS, BLOC, Door, Place, always, kept, nothing

WHY = always(reason="Theo đơn số 12")

DOORS: dict[str, Door] = {
    "personal:mine": Door(None),
    "personal:mine_file": Door(None, reads=False, form=nothing),
    "personal:register": Door(None),
    "personal:account": Door(ACCOUNTS, kept("retired")),
    "personal:account_file": Door(ACCOUNTS, kept("retired"), reads=False, form=nothing),
    "personal:account_erase": Door(ACCOUNTS, kept("retired"), form=WHY),
    "personal:member": Door(BLOC, kept("former")),
    "personal:member_file": Door(BLOC, kept("former"), reads=False, form=nothing),
    "personal:member_erase": Door(BLOC, kept("former"), form=WHY),
}

LEFT = date(2023, 2, 1)


def furnish(place: Place) -> None:
    """Somebody whose role ended, and somebody who left the bloc."""
    retired = factories.user(username=f"da-nghi-{place.unit.pk}")
    factories.grant(retired, Role.AGENCY, place.unit, valid_to=LEFT)
    place.more["retired"] = retired
    if place.bloc:
        former = factories.member(place.unit)
        former.qualifications.update(languages="Tiếng Tày")
        factories.seat(place.bloc, held_by=former, valid_to=LEFT)
        place.more["former"] = former
