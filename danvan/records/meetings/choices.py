"""States of minutes and what a conclusion becomes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MinutesState(TextChoices):
    """Draft, agreed by those present, final: then nothing changes any more."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")
    FINAL = "final", _("Final")


class Becomes(TextChoices):
    TASK = "task", _("A task")
    RECOMMENDATION = "recommendation", _("A recommendation")
