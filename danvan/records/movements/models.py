"""Results of emulation movements, and mobilisation teams for one field."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet, Unit, Village
from danvan.foundation.units.periods import Dated, DatedQuerySet, ends_after_start
from danvan.records.blocs.models import Member


class ResultQuerySet(PlacedQuerySet["Result"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Result(Versioned):
    """What a movement brought about once, however many organisations report it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village"),
    )
    year = models.SmallIntegerField(_("year"))
    on = models.DateField(_("date"))
    movement = models.CharField(_("movement"), max_length=60)
    title = models.CharField(_("what was done"), max_length=200)
    labour_days = models.PositiveIntegerField(_("days of labour"), default=0)
    land_m2 = models.PositiveIntegerField(_("land given (m²)"), default=0)
    roads_m = models.PositiveIntegerField(_("roads (m)"), default=0)
    houses = models.PositiveIntegerField(_("houses"), default=0)
    money = models.PositiveBigIntegerField(_("money (đồng)"), default=0)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a movement")
        verbose_name_plural = _("results of movements")
        indexes = [models.Index(fields=["unit", "year"], name="result_unit_year")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("movements:show", args=[self.pk])


class Claim(models.Model):
    """An organisation counts the result as its own; more than one: an overlap."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="claims")
    organisation = models.CharField(_("organisation"), max_length=60)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                fields=["result", "organisation"], name="claimed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.result}: {self.organisation}"


class TeamQuerySet(DatedQuerySet["Team"], PlacedQuerySet["Team"]):
    pass


class Team(Versioned, Dated):
    """A mobilisation team for one field, from its decision until its work is done."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    field = models.CharField(_("field"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("work to be done"), blank=True)
    decision_no = models.CharField(_("decision"), max_length=60, blank=True)
    cases = models.PositiveIntegerField(_("cases to be settled"), null=True, blank=True)
    settled = models.PositiveIntegerField(_("cases settled"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("mobilisation team")
        verbose_name_plural = _("mobilisation teams")
        constraints = [ends_after_start("team_ends_after_start")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("movements:team", args=[self.pk])


class TeamSeat(Dated):
    """An official in a team: a member of a bloc, or named with the post held."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    full_name = models.CharField(_("full name"), max_length=100)
    post_title = models.CharField(_("post"), max_length=150)
    is_head = models.BooleanField(_("head of the team"), default=False)

    class Meta:
        verbose_name = _("seat in a team")
        verbose_name_plural = _("seats in teams")
        constraints = [ends_after_start("team_seat_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.post_title}"


class Session(models.Model):
    """A session of a team: where, how many came, what came of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField(_("date"))
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("content and result"))
    attended = models.PositiveIntegerField(_("people attending"), null=True, blank=True)
    settled = models.PositiveIntegerField(_("cases settled"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("session of a team")
        verbose_name_plural = _("sessions of teams")

    def __str__(self) -> str:
        return f"{self.team} {self.on:%d/%m/%Y}"
