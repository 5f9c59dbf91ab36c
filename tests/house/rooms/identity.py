"""Doors of identity: one's own ways to sign in, and another's for administrators."""

from danvan.foundation.identity.models import Passkey
from tests import factories
from tests.house.door import ACCOUNTS, Door, Place, Words, nothing


def account(place: Place) -> Words:
    return {"pk": place.account.pk}


def passkey(place: Place) -> Words:
    return {"pk": place.more["passkey"].pk}


DOORS: dict[str, Door] = {
    "identity:sign_out": Door(None, reads=False),
    "identity:password": Door(None),
    "identity:security": Door(None),
    "identity:prove": Door(None),
    "identity:enrol": Door(None),
    "identity:totp_new": Door(None),
    "identity:totp_end": Door(None),
    "identity:passkey_new": Door(None),
    "identity:passkey_end": Door(None, passkey, owned=True),
    "identity:recovery_new": Door(None),
    "identity:sessions": Door(None),
    "identity:session_end": Door(None, reads=False),
    "identity:account": Door(ACCOUNTS, account),
    "identity:invite": Door(ACCOUNTS, account, reads=False),
    "identity:end_sessions": Door(ACCOUNTS, account, reads=False, form=nothing),
    "identity:end_factors": Door(ACCOUNTS, account, form=nothing),
}


def furnish(place: Place) -> None:
    """The account of the place has a key in a phone."""
    place.more["passkey"] = Passkey.objects.create(
        user=place.account,
        name="Điện thoại",
        credential_id=f"khoa-{place.account.pk}",
        credential=b"",
        added_at=factories.noon(factories.START),
    )
