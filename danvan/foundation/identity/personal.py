"""What is kept of how people prove who they are."""

from django.utils.translation import gettext_lazy as _

from danvan.foundation.identity.models import (
    Attempt,
    Passkey,
    ProviderLink,
    RecoveryCode,
    Totp,
)
from danvan.shared.personal import Fields, Kept, Personal, Seen, Text, Whose


def _own(purpose: Text, *seen: Seen, kept: Kept = Kept.ACCOUNT) -> Personal:
    return Personal(Whose.ACCOUNT, purpose, seen or (Seen.SELF,), kept)


_CHECK = _own(_("to check the second factor"), Seen.NOBODY)
_SHOW = _own(_("to show the person which factors there are"), Seen.SELF, Seen.ACCOUNTS)
_LINK = _own(_("to know the person whom the provider vouches for"), Seen.NOBODY)

PERSONAL: Fields = {
    Attempt: {
        "key": _own(
            _("to stop guessing; a keyed hash of name and address"),
            Seen.NOBODY,
            kept=Kept.ATTEMPT,
        ),
    },
    Totp: dict.fromkeys(("box", "last_step"), _CHECK)
    | dict.fromkeys(("user", "added_at", "used_at"), _SHOW),
    Passkey: dict.fromkeys(("credential_id", "credential", "uses"), _CHECK)
    | dict.fromkeys(("user", "name", "added_at", "used_at"), _SHOW),
    RecoveryCode: {"code_hash": _CHECK} | dict.fromkeys(("user", "used_at"), _SHOW),
    ProviderLink: dict.fromkeys(("user", "issuer", "subject", "linked_at"), _LINK),
}
