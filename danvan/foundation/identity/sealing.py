"""Secrets of authenticator apps, sealed; recovery codes, hashed under a key."""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from danvan.foundation.identity.rules import bare
from danvan.shared import keys
from danvan.shared.refusals import Refused

SECRETS, CODES = "identity.totp", "identity.recovery_code"


@sensitive_variables()
def close(secret: str, user_id: int) -> bytes:
    """A box that opens for this person only."""
    return keys.fernet(SECRETS).encrypt(f"{user_id} {secret}".encode())


@sensitive_variables()
def open_(box: bytes, user_id: int) -> str:
    try:
        owner, _space, secret = (
            keys.fernet(SECRETS).decrypt(box).decode().partition(" ")
        )
    except InvalidToken as fault:
        raise broken() from fault
    if owner != str(user_id):
        raise broken()
    return secret


def broken() -> Refused:
    return Refused(
        _(
            "The authenticator app cannot be checked: the key of this system was "
            "changed. Use a recovery code, or ask the administrator."
        )
    )


@sensitive_variables()
def hashes(code: str, user_id: int) -> list[str]:
    """What may be kept of a recovery code, under each key; the first one is written."""
    message = f"{user_id} {bare(code)}".encode()
    return [
        hmac.new(key, message, hashlib.sha256).hexdigest()
        for key in keys.derived(CODES)
    ]


def renewed(box: bytes) -> bytes | None:
    """The same content under the first key; None where that is not needed."""
    first, *older = keys.derived(SECRETS)
    try:
        Fernet(first).decrypt(box)
    except InvalidToken:
        return rotated(box) if older else None
    return None


def rotated(box: bytes) -> bytes | None:
    try:
        return keys.fernet(SECRETS).rotate(box)
    except InvalidToken:
        return None
