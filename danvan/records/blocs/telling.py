"""What the log says of blocs, seats, duties and regulations, in words."""

from django.utils.translation import gettext_lazy

from danvan.foundation.audit.history import by_columns
from danvan.records.blocs.models import (
    Bloc,
    Duty,
    Member,
    Qualification,
    Regulation,
    Seat,
)

TELLING = by_columns(
    Seat,
    Member,
    Bloc,
    Regulation,
    Duty,
    Qualification,
    verbs={
        "establish_bloc": gettext_lazy("Bloc set up"),
        "correct_bloc": gettext_lazy("Bloc put right"),
        "adopt_regulation": gettext_lazy("Regulation adopted"),
        "correct_regulation": gettext_lazy("Regulation put right"),
        "end_regulation": gettext_lazy("Regulation ended"),
        "seat_member": gettext_lazy("Member seated"),
        "correct_seat": gettext_lazy("Member's seat put right"),
        "end_seat": gettext_lazy("Member's seat ended"),
        "hand_over": gettext_lazy("Seat handed over"),
        "report_post_change": gettext_lazy("Change of post reported"),
        "requalify": gettext_lazy("Levels of a member changed"),
        "assign_duty": gettext_lazy("Duty assigned"),
        "amend_duty": gettext_lazy("Duty reworded"),
        "end_duty": gettext_lazy("Duty ended"),
        "erase_member": gettext_lazy("Member's personal data erased"),
        "export_personal": gettext_lazy("Personal data taken along"),
        "attach": gettext_lazy("File attached"),
        "withdraw_attachment": gettext_lazy("File taken off"),
    },
    labels={
        "erased": gettext_lazy("What was erased"),
        "file": gettext_lazy("Attachment"),
        "duties_ended": gettext_lazy("Duties that ended with it"),
        "name": gettext_lazy("Member"),
        "member": gettext_lazy("Member"),
        "successor": gettext_lazy("Successor"),
    },
)
