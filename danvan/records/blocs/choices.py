"""The closed lists of a bloc's roster, with the words officials write."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class SeatRole(TextChoices):
    HEAD = "head", _("Head of the bloc")
    DEPUTY = "deputy", _("Deputy head")
    MEMBER = "member", _("Member")
    CLERK = "clerk", _("Assisting officer")


class ProfessionalLevel(TextChoices):
    """Highest professional training; blank in the data means not stated."""

    ELEMENTARY = "elementary", _("Elementary")
    INTERMEDIATE = "intermediate", _("Intermediate")
    COLLEGE = "college", _("College")
    UNIVERSITY = "university", _("University")
    MASTER = "master", _("Master's degree")
    DOCTOR = "doctor", _("Doctorate")


class TheoryLevel(TextChoices):
    """Level of the course in political theory that a post requires; not an opinion."""

    ELEMENTARY = "elementary", _("Elementary")
    INTERMEDIATE = "intermediate", _("Intermediate")
    SENIOR = "senior", _("Senior")
    BACHELOR = "bachelor", _("Bachelor")


class Cadence(TextChoices):
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    HALF_YEAR = "half_year", _("Every half-year")
    YEAR = "year", _("Every year")


UNIVERSITY_OR_ABOVE = (
    ProfessionalLevel.UNIVERSITY,
    ProfessionalLevel.MASTER,
    ProfessionalLevel.DOCTOR,
)
THEORY_INTERMEDIATE_OR_ABOVE = (
    TheoryLevel.INTERMEDIATE,
    TheoryLevel.SENIOR,
    TheoryLevel.BACHELOR,
)
