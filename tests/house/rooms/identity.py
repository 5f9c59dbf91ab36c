"""Doors of identity: one's own ways to sign in, and another's for administrators."""

from tests.house.door import ACCOUNTS, Door, Place, Words, nothing


def account(place: Place) -> Words:
    return {"pk": place.account.pk}


def no_passkey(place: Place) -> Words:
    return {"pk": 0}


DOORS: dict[str, Door] = {
    "identity:sign_out": Door(None, reads=False),
    "identity:password": Door(None),
    "identity:security": Door(None),
    "identity:prove": Door(None),
    "identity:enrol": Door(None),
    "identity:totp_new": Door(None),
    "identity:totp_end": Door(None),
    "identity:passkey_new": Door(None),
    "identity:passkey_end": Door(None, no_passkey, owned=True),
    "identity:recovery_new": Door(None),
    "identity:sessions": Door(None),
    "identity:session_end": Door(None, reads=False),
    "identity:account": Door(ACCOUNTS, account),
    "identity:invite": Door(ACCOUNTS, account, reads=False),
    "identity:end_sessions": Door(ACCOUNTS, account, reads=False, form=nothing),
    "identity:end_factors": Door(ACCOUNTS, account, form=nothing),
}


def furnish(place: Place) -> None:
    """Nothing stands at a place; the account there is the place's own."""
