"""What runs of jobs may say of people."""

from django.utils.translation import gettext_lazy as _

from danvan.foundation.jobs.models import Run
from danvan.shared.personal import Cleared, Fields, Kept, Personal, Seen, Whose, Why

_REPORT = Personal(
    Whose.ACCOUNT,
    _("to repair what failed; may give the user name a mail did not reach"),
    (Seen.ACCOUNTS,),
    Kept.RUN,
)

PERSONAL: Fields = {Run: {"said": _REPORT, "fault": _REPORT}}
NOT_PERSONAL: Cleared = {Run: {"job": Why.CODE, "slot": Why.CODE}}
