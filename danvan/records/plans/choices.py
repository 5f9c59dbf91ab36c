"""States of plans, tasks and responsibilities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TaskState(TextChoices):
    """A carried task goes on as another one; one left out was never given."""

    OPEN = "open", _("Not done yet")
    DONE = "done", _("Done")
    CARRIED = "carried", _("Carried into a later plan")
    CANCELLED = "cancelled", _("Cancelled")
    LEFT_OUT = "left_out", _("Left out of the draft")


class Standing(TextChoices):
    """How far a body is with something the programme made its duty."""

    NOT_BEGUN = "not_begun", _("Not begun")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
