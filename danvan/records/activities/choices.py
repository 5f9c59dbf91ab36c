"""States of an activity and how well it is evidenced."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Only what was held counts; a withdrawn record stays readable."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Evidence(IntegerChoices):
    NONE = 0, _("No evidence")
    STATEMENT = 1, _("Statement of the unit")
    SIGNED = 2, _("Signed document")
    RECORDS = 3, _("List of records")
