"""Blocs, who sits in them, by what rules and with what duties."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet, Unit
from danvan.foundation.units.periods import Dated, DatedQuerySet, ends_after_start
from danvan.records.blocs.choices import (
    Cadence,
    ProfessionalLevel,
    SeatRole,
    Sex,
    TheoryLevel,
)
from danvan.shared.text import fold, given_name_key


class BlocQuerySet(DatedQuerySet["Bloc"], PlacedQuerySet["Bloc"]):
    pass


class Bloc(Versioned, Dated):
    """The part-time mass-mobilisation team of one commune."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="blocs", verbose_name=_("commune")
    )
    decision_no = models.CharField(_("founding decision"), max_length=60, blank=True)

    objects = BlocQuerySet.as_manager()

    class Meta:
        verbose_name = _("bloc")
        verbose_name_plural = _("blocs")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to__isnull=True),
                name="one_open_bloc_per_unit",
            ),
            ends_after_start("bloc_ends_after_start"),
        ]

    def __str__(self) -> str:
        unit = self.unit.full_name
        return f"Khối Dân vận {unit[:1].lower()}{unit[1:]}"

    def get_absolute_url(self) -> str:
        return reverse("blocs:show", args=[self.pk])


class MemberQuerySet(PlacedQuerySet["Member"]):
    pass


NAME_KEYS = {"name_fold": 100, "sort_key": 400}
"""Lengths of the columns by which names are sought and sorted."""


def name_keys(full_name: str) -> dict[str, str]:
    """Their values; letters such as ß grow when they are folded, so they are cut."""
    return {
        "name_fold": fold(full_name)[: NAME_KEYS["name_fold"]],
        "sort_key": given_name_key(full_name)[: NAME_KEYS["sort_key"]],
    }


class Member(Versioned):
    """An official who sits, or sat, in a bloc. Nothing private is kept."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    full_name = models.CharField(_("full name"), max_length=100)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex)
    name_fold = models.CharField(max_length=NAME_KEYS["name_fold"], editable=False)
    sort_key = models.CharField(max_length=NAME_KEYS["sort_key"], editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [models.Index(fields=["unit", "name_fold"], name="member_unit_name")]

    def __str__(self) -> str:
        return self.full_name


class QualificationQuerySet(
    DatedQuerySet["Qualification"], PlacedQuerySet["Qualification"]
):
    place = "member__unit"


class Qualification(Dated):
    """A member's levels and working languages for a time; figures of then stay true."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="qualifications"
    )
    professional = models.CharField(
        _("professional level"), max_length=12, choices=ProfessionalLevel, blank=True
    )
    theory = models.CharField(
        _("political theory level"), max_length=12, choices=TheoryLevel, blank=True
    )
    languages = models.CharField(_("working languages"), max_length=120, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(valid_to__isnull=True),
                name="one_open_qualification",
            ),
            ends_after_start("qualification_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.professional} / {self.theory}"


class SeatQuerySet(DatedQuerySet["Seat"], PlacedQuerySet["Seat"]):
    place = "bloc__unit"


class Seat(Versioned, Dated):
    """A member's place in a bloc by virtue of a post, from joining to leaving."""

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("member"),
    )
    role = models.CharField(_("place in the bloc"), max_length=10, choices=SeatRole)
    post = models.CharField(_("recognised post"), max_length=60, blank=True)
    post_title = models.CharField(_("post"), max_length=150)
    body = models.CharField(_("organisation"), max_length=150, blank=True)
    decision_no = models.CharField(_("decision"), max_length=60, blank=True)
    post_ended_on = models.DateField(_("post changed hands on"), null=True, blank=True)
    left_reason = models.CharField(_("reason for leaving"), max_length=200, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "member"],
                condition=Q(valid_to__isnull=True),
                name="one_open_seat_per_member",
            ),
            ends_after_start("seat_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["bloc", "valid_from", "valid_to"], name="seat_held")
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("blocs:seat", args=[self.pk])


class RegulationQuerySet(DatedQuerySet["Regulation"], PlacedQuerySet["Regulation"]):
    place = "bloc__unit"


class Regulation(Versioned, Dated):
    """One version of a bloc's rules of work; a new version ends the one before."""

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="regulations")
    number = models.PositiveSmallIntegerField(_("version number"))
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    adopted_on = models.DateField(_("adopted on"))
    cadence = models.CharField(
        _("periodic briefing"), max_length=10, choices=Cadence, default=Cadence.QUARTER
    )
    text = models.TextField(_("text"), blank=True)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "number"], name="regulation_version_once"
            ),
            models.UniqueConstraint(
                fields=["bloc"],
                condition=Q(valid_to__isnull=True),
                name="one_open_regulation",
            ),
            ends_after_start("regulation_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.bloc}: {self.document_no or self.number}"

    def get_absolute_url(self) -> str:
        return reverse("blocs:regulation_show", args=[self.pk])


class DutyQuerySet(DatedQuerySet["Duty"], PlacedQuerySet["Duty"]):
    place = "seat__bloc__unit"


class Duty(Versioned, Dated):
    """What a seated member answers for, and in which villages."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="duties")
    task = models.TextField(_("duty"))
    villages = models.CharField(_("villages in charge"), max_length=300, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [ends_after_start("duty_ends_after_start")]
        indexes = [
            models.Index(fields=["seat", "valid_from", "valid_to"], name="duty_held")
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.task[:60]}"
