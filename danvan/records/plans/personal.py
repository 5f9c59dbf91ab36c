"""What plans and tasks say of officials."""

from django.utils.translation import gettext_lazy as _

from danvan.records.plans.models import Plan, Responsibility, Task
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
    Plan: {"aim": TEXT_OF_OFFICE, "reason": TEXT_OF_OFFICE},
    Task: {
        "owner": Personal(
            Whose.OFFICIAL,
            _("to tell who does the work"),
            (Seen.READERS,),
            Kept.OFFICE,
        ),
        "text": TEXT_OF_OFFICE,
        "result": TEXT_OF_OFFICE,
        "reason": TEXT_OF_OFFICE,
    },
    Responsibility: {"note": TEXT_OF_OFFICE},
}
NOT_PERSONAL: Cleared = {
    Plan: {"title": Why.TITLE, "number": Why.PAPER},
    Task: {"programme_task": Why.CODE, "body": Why.BODY, "body_fold": Why.COPY},
    Responsibility: {"body": Why.CODE},
}
