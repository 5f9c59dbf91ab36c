"""Forms of the room."""

from danvan.records.movements.forms.results import (
    ClaimForm,
    FilterForm,
    OverlapForm,
    ResultForm,
)
from danvan.records.movements.forms.teams import (
    CloseForm,
    OfficialForm,
    SeatEndForm,
    SessionFilterForm,
    SessionForm,
    TeamFilterForm,
    TeamForm,
)

__all__ = [
    "ClaimForm",
    "CloseForm",
    "FilterForm",
    "OfficialForm",
    "OverlapForm",
    "ResultForm",
    "SeatEndForm",
    "SessionFilterForm",
    "SessionForm",
    "TeamFilterForm",
    "TeamForm",
]
