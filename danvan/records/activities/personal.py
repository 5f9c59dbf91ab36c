"""What records of activities say of officials."""

from django.utils.translation import gettext_lazy as _

from danvan.records.activities.models import (
    Activity,
    Attendance,
    Audience,
    Directive,
    Need,
)
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

_ATTENDED = Personal(
    Whose.MEMBER,
    _("to count the members who were trained"),
    (Seen.READERS,),
    Kept.OFFICE,
)

PERSONAL: Fields = {
    Activity: {
        "chair_name": Personal(
            Whose.OFFICIAL,
            _("to tell who chaired"),
            (Seen.READERS,),
            Kept.OFFICE,
        ),
        "summary": TEXT_OF_OFFICE,
        "criteria": TEXT_OF_OFFICE,
        "status_reason": TEXT_OF_OFFICE,
    },
    Attendance: {"activity": _ATTENDED, "member": _ATTENDED},
}
NOT_PERSONAL: Cleared = {
    Activity: {
        "kind": Why.CODE,
        "title": Why.TITLE,
        "chair": Why.CODE,
        "venue": Why.PLACE,
        "host": Why.CODE,
        "counterpart": Why.BODY,
        "language": Why.CODE,
        "document_no": Why.PAPER,
        "grade": Why.CODE,
    },
    Directive: {"number": Why.PAPER, "about": Why.TITLE},
    Audience: {"source": Why.BODY},
    Need: {"language": Why.CODE},
}
