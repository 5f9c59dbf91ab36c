"""What a matter is, where it stands, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What was raised; a hot spot is grave: a matter, never a person."""

    OPINION = "opinion", _("Opinion")
    RECOMMENDATION = "recommendation", _("Recommendation")
    REFLECTION = "reflection", _("Reflection")
    HOT_SPOT = "hot_spot", _("Hot spot")


class State(TextChoices):
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    ANSWERED = "answered", _("Answered")
    CONFIRMED = "confirmed", _("Confirmed")
    REOPENED = "reopened", _("Reopened")
    CLOSED = "closed", pgettext_lazy("matter", "Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(TextChoices):
    """What became of it, apart from being answered."""

    UNKNOWN = "", _("Not known yet")
    SOLVED = "solved", _("Solved")
    PROMISED = "promised", _("Promised, not done yet")
    EXPLAINED = "explained", _("Explained")
    UNSOLVED = "unsolved", _("Not solved")
    OUTSIDE = "outside", _("Outside our powers")


class Promise(TextChoices):
    """What became of a commitment; late is seen from the dates."""

    OPEN = "open", pgettext_lazy("promise", "Open")
    KEPT = "kept", _("Kept")
    RELEASED = "released", _("No longer owed")
