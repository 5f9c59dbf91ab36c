"""Doors of personal: one's own data, and what a keeper of people may take or erase."""

from tests.house.door import ACCOUNTS, BLOC, Door, Place, Words, always, nothing


def account(place: Place) -> Words:
    return {"pk": place.account.pk}


def member(place: Place) -> Words | None:
    return {"pk": place.seat.member_id} if place.seats else None


WHY = always(reason="Theo đơn số 12")

DOORS: dict[str, Door] = {
    "personal:mine": Door(None),
    "personal:mine_file": Door(None, reads=False),
    "personal:register": Door(None),
    "personal:account": Door(ACCOUNTS, account),
    "personal:account_file": Door(ACCOUNTS, account, reads=False, form=nothing),
    "personal:account_erase": Door(ACCOUNTS, account, form=WHY),
    "personal:member": Door(BLOC, member),
    "personal:member_file": Door(BLOC, member, reads=False, form=nothing),
    "personal:member_erase": Door(BLOC, member, form=WHY),
}


def furnish(place: Place) -> None:
    """Accounts and seats stand at a place already."""
