"""Working days, how a day is counted to, and the rungs of being late: pure."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Rung(IntegerChoices):
    """How late something is, and how far up that is heard."""

    ON_TIME = 0, _("On time")
    DUE_SOON = 1, _("Due soon")
    OVERDUE = 2, _("Overdue")
    ONE_UP = 3, _("Overdue, one level up")
    TWO_UP = 4, _("Overdue, two levels up")
