"""What the log keeps of people."""

from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Entry, Link, Origin
from danvan.shared.personal import Cleared, Fields, Kept, Personal, Seen, Whose, Why

_LOGGED = (Seen.AUDITORS, Seen.READERS)
_WHENCE = Personal(
    Whose.ACCOUNT,
    _("to find out who used an account"),
    (Seen.SELF, Seen.ACCOUNTS, Seen.AUDITORS),
    Kept.ORIGIN,
)

PERSONAL: Fields = {
    Entry: {
        "actor_id": Personal(
            Whose.ACCOUNT, _("to tell who did it"), _LOGGED, Kept.OFFICE
        ),
        "actor": Personal(
            Whose.ACCOUNT, _("to tell who did it, by name"), _LOGGED, Kept.OFFICE
        ),
        "subject": Personal(
            Whose.OFFICIAL,
            _("to tell what was done to which record"),
            _LOGGED,
            Kept.OFFICE,
        ),
        "changes": Personal(
            Whose.OFFICIAL,
            _("to tell what stood there before and after; no e-mail, no sealed name"),
            _LOGGED,
            Kept.OFFICE,
        ),
        "reason": Personal(
            Whose.NAMED, _("to tell why it was done"), _LOGGED, Kept.OFFICE
        ),
    },
    Origin: {"address": _WHENCE, "browser": _WHENCE},
}
NOT_PERSONAL: Cleared = {
    Link: {"previous": Why.FINGERPRINT, "digest": Why.FINGERPRINT},
    Entry: {"verb": Why.CODE, "subject_type": Why.CODE, "subject_id": Why.CODE},
}
