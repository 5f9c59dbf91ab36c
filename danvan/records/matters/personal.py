"""What matters say of officials; who spoke lies in an encrypted box apart."""

from django.utils.translation import gettext_lazy as _

from danvan.records.matters.models import Check, Commitment, Matter, Seal, Step
from danvan.shared.personal import (
    TEXT_OF_OFFICE,
    Cleared,
    Fields,
    Kept,
    Personal,
    Seen,
    Whose,
    Why,
)

PERSONAL: Fields = {
    Matter: {"title": TEXT_OF_OFFICE, "text": TEXT_OF_OFFICE, "answer": TEXT_OF_OFFICE},
    Step: {
        "actor": Personal(
            Whose.ACCOUNT,
            _("to tell who did it, by name"),
            (Seen.READERS,),
            Kept.OFFICE,
        ),
        "text": TEXT_OF_OFFICE,
    },
    Check: {"note": TEXT_OF_OFFICE},
    Seal: {
        "box": Personal(
            Whose.SPEAKER,
            _("to give the answer to whoever asked; encrypted"),
            (Seen.ANSWERING,),
            Kept.SEAL,
        )
    },
    Commitment: {
        "text": TEXT_OF_OFFICE,
        "owner": Personal(
            Whose.OFFICIAL,
            _("to tell who keeps the promise"),
            (Seen.READERS,),
            Kept.OFFICE,
        ),
        "proof": TEXT_OF_OFFICE,
        "reason": TEXT_OF_OFFICE,
    },
}
NOT_PERSONAL: Cleared = {
    Matter: {
        "channel": Why.CODE,
        "topic": Why.CODE,
        "body": Why.BODY,
        "answer_no": Why.PAPER,
    },
    Step: {"verb": Why.CODE, "body": Why.BODY},
    Check: {"step": Why.CODE},
    Commitment: {"body": Why.BODY},
}
