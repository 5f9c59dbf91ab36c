"""Briefings that remember and dialogues with consequences."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Matter
from danvan.records.meetings.choices import Becomes, MinutesState, Part, Said
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
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(agreed_on__isnull=False),
                name="agreed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="final") | Q(final_on__isnull=False),
                name="final_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("meetings:show", args=[self.activity_id])

    @property
    def is_final(self) -> bool:
        return self.state == MinutesState.FINAL


class ConclusionQuerySet(PlacedQuerySet["Conclusion"]):
    place = "activity__unit"

    def standing(self) -> Self:
        return self.filter(withdrawn_on__isnull=True)

    def open(self) -> Self:
        """What became of them is not done: the task, or the recommendation."""
        tasks = Task.objects.open().values("pk")
        matters = Matter.objects.open().values("pk")
        waiting = Q(task__in=tasks) | Q(matter__in=matters)
        return self.standing().filter(waiting)


class Conclusion(Versioned):
    """One conclusion of a meeting: from the moment it is typed a task or a matter.

    `text` is what the meeting concluded, whatever its task is reworded to later.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="conclusions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("conclusion"))
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
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"],
                condition=Q(withdrawn_on__isnull=True),
                name="conclusion_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(becomes="task", task__isnull=False, matter__isnull=True)
                | Q(becomes="recommendation", matter__isnull=False, task__isnull=True),
                name="conclusion_became_something",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(reason=""),
                name="conclusion_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("meetings:show", args=[self.activity_id])

    @property
    def became(self) -> Task | Matter:
        made = self.task or self.matter
        assert made is not None  # noqa: S101 - held by a constraint
        return made


class AgendaLine(models.Model):
    """One line of an agenda that was spoken about, or stood there when it was fixed.

    While the minutes are open the agenda is derived and only lines spoken about are
    kept; final minutes keep them all, so that what is printed changes no more.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="agenda"
    )
    place = models.PositiveSmallIntegerField(_("place on the agenda"), default=0)
    part = models.CharField(_("part of the agenda"), max_length=15, choices=Part)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.TextField(_("item"))
    owner = models.CharField(_("who owes it"), max_length=260, blank=True)
    since = models.DateField(_("open since"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Said, default=Said.NOTHING, blank=True
    )
    said = models.TextField(_("what was said"), blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "subject_type", "subject_id"],
                name="on_an_agenda_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id"], name="agenda_line_subject"
            )
        ]

    def __str__(self) -> str:
        return self.title[:80]


class DialogueQuerySet(PlacedQuerySet["Dialogue"]):
    place = "activity__unit"


class Dialogue(Versioned):
    """How a dialogue was announced and its result made known.

    `announced_for` is the day the notice named: one put off is announced anew.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="dialogue"
    )
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    announced_for = models.DateField(_("announced for"), null=True, blank=True)
    announced_where = models.CharField(_("announced where"), max_length=200, blank=True)
    notice_no = models.CharField(_("number of the notice"), max_length=60, blank=True)
    subject = models.TextField(_("subject of the dialogue"), blank=True)
    published_on = models.DateField(_("result published on"), null=True, blank=True)
    published_where = models.CharField(
        _("result published where"), max_length=200, blank=True
    )
    result_no = models.CharField(_("number of the result"), max_length=60, blank=True)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        constraints = [
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True) | Q(announced_for__isnull=False),
                name="announced_for_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("meetings:dialogue", args=[self.activity_id])


class Question(models.Model):
    """A matter raised elsewhere that a dialogue takes up."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="questions"
    )
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="asked")

    class Meta:
        verbose_name = _("question taken up")
        verbose_name_plural = _("questions taken up")
        constraints = [
            models.UniqueConstraint(fields=["activity", "matter"], name="taken_up_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.matter}"
