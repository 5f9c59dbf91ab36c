"""What movements and teams say of officials."""

from django.utils.translation import gettext_lazy as _

from danvan.records.movements.models import Claim, Result, Session, Team, TeamSeat
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

_IN_TEAM = Personal(
    Whose.OFFICIAL, _("to tell who is in the team"), (Seen.READERS,), Kept.OFFICE
)

PERSONAL: Fields = {
    Result: {"title": TEXT_OF_OFFICE, "reason": TEXT_OF_OFFICE},
    Team: {
        "purpose": TEXT_OF_OFFICE,
        "outcome": TEXT_OF_OFFICE,
        "reason": TEXT_OF_OFFICE,
    },
    TeamSeat: dict.fromkeys(
        (
            *("team", "member", "full_name", "post_title"),
            *("is_head", "valid_from", "valid_to"),
        ),
        _IN_TEAM,
    ),
    Session: {"text": TEXT_OF_OFFICE, "reason": TEXT_OF_OFFICE},
}
NOT_PERSONAL: Cleared = {
    Result: {"movement": Why.CODE},
    Claim: {"organisation": Why.CODE},
    Team: {"field": Why.CODE, "name": Why.TITLE, "decision_no": Why.PAPER},
}
