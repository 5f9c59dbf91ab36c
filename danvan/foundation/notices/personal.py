"""What is kept of mails and of a person's own calendar."""

from django.utils.translation import gettext_lazy as _

from danvan.foundation.notices.models import Feed, Mailing, Mute
from danvan.shared.personal import Fields, Kept, Personal, Seen, Text, Whose


def _own(purpose: Text, *seen: Seen, kept: Kept = Kept.ACCOUNT) -> Personal:
    return Personal(Whose.ACCOUNT, purpose, seen or (Seen.SELF,), kept)


_ONCE = _own(_("to send each mail once"), kept=Kept.MAIL)
_CALENDAR = _("to open the person's calendar; a hash of the address")

PERSONAL: Fields = {
    Mailing: dict.fromkeys(
        ("user", "key", "topic", "subject", "items", "claimed_until", "sent_at"), _ONCE
    ),
    Mute: {
        "user": _own(_("to leave out what the person does not want")),
        "topic": _own(_("to leave out what the person does not want")),
    },
    Feed: {
        "user": _own(_CALENDAR),
        "key_hash": _own(_CALENDAR, Seen.NOBODY),
        "made_at": _own(_("to show the person how old the address is")),
    },
}
