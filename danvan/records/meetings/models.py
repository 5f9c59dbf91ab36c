"""Briefings that remember and dialogues with consequences."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Matter
from danvan.records.meetings.choices import Becomes, MinutesState
from danvan.records.plans.models import Task


class MinutesQuerySet(PlacedQuerySet["Minutes"]):
    place = "activity__unit"


class Minutes(Versioned):
    """The minutes of one meeting; locked once final."""

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="minutes"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT
    )
    present = models.TextField(_("present"), blank=True)
    absent = models.TextField(_("absent"), blank=True)
    clerk = models.CharField(_("taken by"), max_length=100, blank=True)
    opening = models.TextField(_("what was reported"), blank=True)
    discussion = models.TextField(_("discussion"), blank=True)
    closing = models.TextField(_("conclusion of the chair"), blank=True)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    final_on = models.DateField(_("final on"), null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("meetings:show", args=[self.activity_id])


class ConclusionQuerySet(PlacedQuerySet["Conclusion"]):
    place = "activity__unit"


class Conclusion(models.Model):
    """One conclusion of a meeting: from the moment it is typed a task or a matter."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="conclusions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    becomes = models.CharField(_("becomes"), max_length=15, choices=Becomes)
    task = models.OneToOneField(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusion",
    )
    matter = models.OneToOneField(
        Matter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusion",
    )

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="conclusion_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(becomes="task", task__isnull=False, matter__isnull=True)
                | Q(becomes="recommendation", matter__isnull=False, task__isnull=True),
                name="conclusion_became_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.task or self.matter)


class DialogueQuerySet(PlacedQuerySet["Dialogue"]):
    place = "activity__unit"


class Dialogue(Versioned):
    """How a dialogue was announced and its result made known."""

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="dialogue"
    )
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    announced_where = models.CharField(_("announced where"), max_length=200, blank=True)
    notice_no = models.CharField(_("number of the notice"), max_length=60, blank=True)
    subject = models.TextField(_("subject"), blank=True)
    published_on = models.DateField(_("result published on"), null=True, blank=True)
    published_where = models.CharField(
        _("result published where"), max_length=200, blank=True
    )
    result_no = models.CharField(_("number of the result"), max_length=60, blank=True)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("meetings:dialogue", args=[self.activity_id])
