"""What minutes say of officials."""

from django.utils.translation import gettext_lazy as _

from danvan.records.meetings.models import AgendaLine, Conclusion, Dialogue, Minutes
from danvan.shared.personal import (
    TEXT_OF_OFFICE,
    Cleared,
    Fields,
    Kept,
    Personal,
    Seen,
    Text,
    Whose,
    Why,
)


def _named(purpose: Text) -> Personal:
    return Personal(Whose.OFFICIAL, purpose, (Seen.READERS,), Kept.OFFICE)


PERSONAL: Fields = {
    Minutes: {
        "present": _named(_("to tell who took part")),
        "absent": _named(_("to tell who was missing")),
        "clerk": _named(_("to tell who took the minutes")),
        "opening": TEXT_OF_OFFICE,
        "discussion": TEXT_OF_OFFICE,
        "closing": TEXT_OF_OFFICE,
    },
    Conclusion: {"text": TEXT_OF_OFFICE, "reason": TEXT_OF_OFFICE},
    AgendaLine: {
        "title": TEXT_OF_OFFICE,
        "owner": _named(_("to tell who owes it")),
        "said": TEXT_OF_OFFICE,
    },
    Dialogue: {"subject": TEXT_OF_OFFICE},
}
NOT_PERSONAL: Cleared = {
    Minutes: {"number": Why.PAPER},
    AgendaLine: {"subject_type": Why.CODE},
    Dialogue: {
        "announced_where": Why.PLACE,
        "notice_no": Why.PAPER,
        "published_where": Why.PLACE,
        "result_no": Why.PAPER,
    },
}
