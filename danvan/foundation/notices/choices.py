"""What a mail may be about; a person mutes by topic."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    HOT_SPOT = "hot_spot", _("Hot spots")
    BELOW = "below", _("Overdue at units below")
    MATTER = "matter", _("Opinions and recommendations")
    COMMITMENT = "commitment", _("Promises")
    TASK = "task", _("Tasks")
    ACTIVITY = "activity", _("Planned activities")
    SEAT = "seat", _("Seats waiting for somebody new")
    SCORECARD = "scorecard", _("What the targets still miss")
