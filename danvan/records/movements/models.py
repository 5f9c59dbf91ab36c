"""Results of emulation movements, and mobilisation teams for one field."""

import uuid
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Count, F, FloatField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet, Unit, Village
from danvan.foundation.units.periods import Dated, DatedQuerySet, ends_after_start
from danvan.records.blocs.models import Member
from danvan.shared.dates import short

MEASURES = ("labour_days", "land_m2", "roads_m", "houses", "money")
"""Columns of Result that hold what was brought about."""

WITHDRAWN = "withdrawn"
"""The state that asks for sessions taken back; they count no more."""


class ResultQuerySet(PlacedQuerySet["Result"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def shared(self) -> Self:
        """Counted as its own by more than one organisation."""
        claims = Claim.objects.values("result").annotate(number=Count("pk"))
        return self.filter(pk__in=claims.filter(number__gt=1).values("result"))


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
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (Q(**{f"{name}__gt": 0}) for name in MEASURES)),
                name="result_is_something",
            ),
            models.CheckConstraint(
                condition=Q(year=F("on__year")), name="result_in_its_year"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "year"], name="result_unit_year"),
            models.Index(fields=["unit", "movement", "on"], name="result_alike"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("movements:show", args=[self.pk])

    written_with = Permission.WRITE_FRONT
    """Each result is that of the Front or an organisation."""

    @property
    def figures(self) -> dict[str, int]:
        """What is above 0, by column."""
        all_of = {name: int(getattr(self, name)) for name in MEASURES}
        return {name: number for name, number in all_of.items() if number}


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
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def with_work(self) -> Self:
        """With its sessions and the cases settled: as closed, or in the sessions."""
        told = Session.objects.filter(
            team=OuterRef("pk"), withdrawn_at__isnull=True
        ).values("team")
        number = told.annotate(number=Count("pk")).values("number")
        settled = told.annotate(sum=Sum("settled")).values("sum")
        return self.annotate(
            sessions_held=Coalesce(Subquery(number), 0),
            done=Coalesce("settled", Subquery(settled), 0),
        ).annotate(done_share=Cast("done", FloatField()) / NullIf("cases", 0))


class Team(Versioned, Dated):
    """A mobilisation team for one field, from its decision until its work is done."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    field = models.CharField(_("field"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("work to be done"), blank=True)
    decision_no = models.CharField(
        _("number of the decision"), max_length=60, blank=True
    )
    cases = models.PositiveIntegerField(_("cases to be settled"), null=True, blank=True)
    settled = models.PositiveIntegerField(_("cases settled"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("mobilisation team")
        verbose_name_plural = _("mobilisation teams")
        constraints = [
            ends_after_start("team_ends_after_start"),
            models.CheckConstraint(
                condition=Q(settled__isnull=True)
                | Q(cases__isnull=True)
                | Q(settled__lte=F("cases")),
                name="settled_within_cases",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("movements:team", args=[self.pk])


class TeamSeatQuerySet(DatedQuerySet["TeamSeat"], PlacedQuerySet["TeamSeat"]):
    place = "team__unit"


class TeamSeat(Dated):
    """An official in a team: a member of a bloc, or named with the post held."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    full_name = models.CharField(_("full name"), max_length=100)
    post_title = models.CharField(_("post"), max_length=150)
    is_head = models.BooleanField(_("head of the team"), default=False)

    objects = TeamSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a team")
        verbose_name_plural = _("seats in teams")
        constraints = [
            ends_after_start("team_seat_ends_after_start"),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(is_head=True, valid_to__isnull=True),
                name="one_head_of_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.post_title}"


class SessionQuerySet(PlacedQuerySet["Session"]):
    place = "team__unit"

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def in_state(self, state: str) -> Self:
        """Those that count, those withdrawn, or all."""
        if not state:
            return self
        return self.filter(withdrawn_at__isnull=state != WITHDRAWN)


class Session(models.Model):
    """A session of a team: where, how many came, what came of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField(_("date"))
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village"),
    )
    text = models.TextField(_("content and result"))
    attended = models.PositiveIntegerField(_("people attending"), null=True, blank=True)
    settled = models.PositiveIntegerField(_("cases settled"), default=0)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of a team")
        verbose_name_plural = _("sessions of teams")

    def __str__(self) -> str:
        return f"{self.team} {short(self.on)}"

    def get_absolute_url(self) -> str:
        """The page of its team."""
        return reverse("movements:team", args=[self.team_id])
