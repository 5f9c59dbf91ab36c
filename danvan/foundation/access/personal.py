"""What is kept of people who sign in."""

from django.utils.translation import gettext_lazy as _

from danvan.foundation.access.models import Grant, Session, User
from danvan.shared.personal import Fields, Kept, Personal, Seen, Text, Whose

_OWN = (Seen.SELF, Seen.ACCOUNTS)


def _of_account(purpose: Text, *seen: Seen, kept: Kept = Kept.ACCOUNT) -> Personal:
    return Personal(Whose.ACCOUNT, purpose, seen or _OWN, kept)


_PLACE = _of_account(
    _("to show the person where he or she is signed in"), Seen.SELF, kept=Kept.SESSION
)

PERSONAL: Fields = {
    User: {
        "username": _of_account(_("to sign in")),
        "password": _of_account(_("to sign in; a hash, not the password"), Seen.NOBODY),
        "full_name": _of_account(
            _("to name whoever acted"), *_OWN, Seen.READERS, kept=Kept.OFFICE
        ),
        "email": _of_account(_("to send reminders")),
        "last_login": _of_account(_("to find accounts that nobody uses")),
        "is_active": _of_account(_("to open and close the account")),
        "must_change_password": _of_account(_("to make the person choose a password")),
        "password_until": _of_account(_("to end a one-time password nobody used")),
        "closed_on": _of_account(_("to know when the data must be erased")),
        "erased_on": _of_account(
            _("to show that the data was erased"), kept=Kept.OFFICE
        ),
    },
    Grant: {
        "user": _of_account(_("to tell whose role it is"), kept=Kept.OFFICE),
        "role": _of_account(_("to tell what the person may do"), kept=Kept.OFFICE),
        "unit": _of_account(_("to tell where the role holds"), kept=Kept.OFFICE),
        "valid_from": _of_account(_("to tell since when it holds"), kept=Kept.OFFICE),
        "valid_to": _of_account(_("to tell until when it holds"), kept=Kept.OFFICE),
        "delegated_by": _of_account(
            _("to tell in whose place it is held"), kept=Kept.OFFICE
        ),
    },
    Session: {
        "session_key": _of_account(
            _("to keep the person signed in"), Seen.NOBODY, kept=Kept.SESSION
        ),
        "session_data": _of_account(
            _("to keep the person signed in"), Seen.NOBODY, kept=Kept.SESSION
        ),
        "user": _PLACE,
        "browser": _PLACE,
        "address": _PLACE,
        "began_at": _PLACE,
    },
}
