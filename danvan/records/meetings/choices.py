"""States of minutes, what a conclusion becomes, parts of an agenda, what was said."""

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


class Part(TextChoices):
    """Why something is on an agenda; each thing stands in the first that fits."""

    CONCLUSION = "conclusion", _("Conclusions of earlier meetings")
    LATE_ANSWER = "late_answer", _("Answers that are overdue")
    NEW_MATTER = "new_matter", _("New since the last briefing")
    COMMITMENT = "commitment", _("Promises due or late")
    TASK = "task", _("Tasks due before the next briefing")
    STILL_OPEN = "still_open", _("Still open, not due yet")


class Said(TextChoices):
    """What the meeting did with one line of its agenda."""

    NOTHING = "", _("Not spoken about")
    DONE = "done", _("Done")
    POSTPONED = "postponed", _("Put off")
    KEPT = "kept", _("Kept open")
