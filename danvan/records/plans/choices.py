"""States of plans, tasks and responsibilities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TaskState(TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Standing(TextChoices):
    """How far a body is with something the programme made its duty."""

    NOT_BEGUN = "not_begun", _("Not begun")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
