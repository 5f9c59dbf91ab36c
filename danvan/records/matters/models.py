"""What somebody is owed an answer or a deed for; who spoke lies sealed apart."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet, Unit, Village, reached_from
from danvan.records.activities.models import Activity
from danvan.records.matters.choices import Kind, Outcome, Promise, State


class MatterQuerySet(PlacedQuerySet["Matter"]):
    def within(self, *roots: int) -> Self:
        """Raised there, or handed there to be answered."""
        units = reached_from(*roots)
        return self.filter(Q(unit__in=units) | Q(holder__in=units))

    def standing(self) -> Self:
        return self.exclude(state=State.WITHDRAWN)

    def open(self) -> Self:
        """Somebody still waits for something."""
        done = (State.CLOSED, State.CONFIRMED, State.DECLINED, State.WITHDRAWN)
        return self.exclude(state__in=done)


class Matter(Versioned):
    """One thing raised: what, where and through which channel; never by whom."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("raised in")
    )
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    channel = models.CharField(_("channel"), max_length=60)
    topic = models.CharField(pgettext_lazy("matter", "topic"), max_length=60)
    title = models.CharField(_("in short"), max_length=200)
    text = models.TextField(_("content"))
    received_on = models.DateField(_("received on"))
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("raised at"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.RECEIVED
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome, default="", blank=True
    )
    holder = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("held at")
    )
    body = models.CharField(_("body that must answer"), max_length=150, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_no = models.CharField(_("number of the answer"), max_length=60, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    solved_on = models.DateField(_("solved on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    like = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alike",
        verbose_name=_("same as"),
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("answered", "confirmed", "closed"))
                | Q(answered_on__isnull=False),
                name="matter_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="solved") | Q(solved_on__isnull=False),
                name="matter_solved_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(like__isnull=True) | ~Q(like=F("pk")),
                name="matter_like_another",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "received_on"], name="matter_unit"),
            models.Index(fields=["holder", "state"], name="matter_holder"),
            models.Index(fields=["received_on", "unit", "topic"], name="matter_alike"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("matters:show", args=[self.pk])


class Step(models.Model):
    """One thing done about a matter; appended, never changed."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("what was done"), max_length=30)
    state = models.CharField(_("state"), max_length=12, choices=State)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("held at")
    )
    body = models.CharField(_("body"), max_length=150, blank=True)
    text = models.TextField(_("text"), blank=True)
    actor = models.CharField(_("who"), max_length=200)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.matter}: {self.verb}"


class Check(Versioned):
    """One step of the hot-spot list, done."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="checks")
    step = models.CharField(_("step"), max_length=60)
    done_on = models.DateField(_("done on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("hot-spot step")
        verbose_name_plural = _("hot-spot steps")
        constraints = [
            models.UniqueConstraint(fields=["matter", "step"], name="checked_once")
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.step}"


class SealQuerySet(models.QuerySet["Seal"]):
    def due(self, on: date) -> Self:
        """Kept as long as it may be."""
        return self.filter(erase_on__lte=on)


class Seal(models.Model):
    """Who raised a matter: encrypted, so that nothing can look it up by person."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="seal")
    box = models.BinaryField(_("sealed"))
    sealed_at = models.DateTimeField(_("sealed at"))
    erase_on = models.DateField(_("to be erased on"), null=True, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed name")
        verbose_name_plural = _("sealed names")
        indexes = [models.Index(fields=["erase_on"], name="seal_erase_on")]

    def __str__(self) -> str:
        return f"{self.matter_id}"


class CommitmentQuerySet(PlacedQuerySet["Commitment"]):
    def within(self, *roots: int) -> Self:
        """Owed there, or given about a matter raised there."""
        units = reached_from(*roots)
        return self.filter(Q(unit__in=units) | Q(matter__unit__in=units))

    def open(self) -> Self:
        return self.filter(state=Promise.OPEN)


class Commitment(Versioned):
    """Words an official gave: who does what by when, and the proof that it was done."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("owed by")
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("given at"),
    )
    matter = models.ForeignKey(
        Matter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("given about"),
    )
    text = models.TextField(_("what was promised"))
    body = models.CharField(_("body that promised"), max_length=150)
    owner = models.CharField(_("official in charge"), max_length=100)
    given_on = models.DateField(_("given on"))
    due_on = models.DateField(_("to be done by"))
    state = models.CharField(
        _("state"), max_length=10, choices=Promise, default=Promise.OPEN
    )
    kept_on = models.DateField(_("done on"), null=True, blank=True)
    proof = models.TextField(_("proof"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(kept_on__isnull=False),
                name="kept_on_a_day",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="commitment_unit")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("matters:commitment", args=[self.pk])

    def is_late(self, on: date) -> bool:
        """Done after its day, or not done and the day has passed."""
        return (self.kept_on or on) > self.due_on and self.state != Promise.RELEASED
