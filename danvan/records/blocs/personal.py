"""What is kept of the officials who sit in a bloc: the function, nothing private."""

from django.utils.translation import gettext_lazy as _

from danvan.records.blocs.models import (
    Bloc,
    Duty,
    Member,
    Qualification,
    Regulation,
    Seat,
)
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


def _of_member(purpose: Text, kept: Kept = Kept.OFFICE) -> Personal:
    return Personal(Whose.MEMBER, purpose, (Seen.READERS,), kept)


_WHO = _of_member(_("to tell who sits in the bloc"))
_WHEN = _of_member(_("to tell from when to when"))
_COUNTED = _of_member(_("to count the members of any day, past days too"))

PERSONAL: Fields = {
    Member: {
        "unit": _WHO,
        "full_name": _WHO,
        "sex": _COUNTED,
        "name_fold": _WHO,
        "sort_key": _WHO,
    },
    Qualification: {
        "member": _COUNTED,
        "professional": _COUNTED,
        "theory": _COUNTED,
        "languages": _of_member(
            _("to know who can speak with people in their language"), Kept.MEMBER
        ),
        "valid_from": _WHEN,
        "valid_to": _WHEN,
    },
    Seat: {
        "bloc": _WHO,
        "member": _WHO,
        "role": _of_member(_("to check the composition of the bloc")),
        "post": _of_member(_("to check the composition of the bloc")),
        "post_title": _of_member(_("to check the composition of the bloc")),
        "body": _of_member(_("to check the composition of the bloc")),
        "decision_no": _of_member(_("to prove the seat")),
        "post_ended_on": _of_member(_("to re-form the bloc in time")),
        "left_reason": _of_member(_("to explain a change of the bloc"), Kept.MEMBER),
        "valid_from": _WHEN,
        "valid_to": _WHEN,
    },
    Duty: {
        "seat": _of_member(_("to tell who answers for what")),
        "task": _of_member(_("to tell who answers for what")),
        "villages": _of_member(_("to tell who answers for what")),
        "valid_from": _WHEN,
        "valid_to": _WHEN,
    },
    Regulation: {"text": TEXT_OF_OFFICE},
}
NOT_PERSONAL: Cleared = {
    Bloc: {"decision_no": Why.PAPER},
    Regulation: {"document_no": Why.PAPER},
}
