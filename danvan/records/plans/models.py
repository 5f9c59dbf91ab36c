"""The year's plan of every level, its tasks, and how far each body is."""

import textwrap
import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet, Unit
from danvan.records.activities.models import Activity
from danvan.records.plans.choices import PlanState, Standing, TaskState


class PlanQuerySet(PlacedQuerySet["Plan"]):
    def standing(self) -> Self:
        return self.exclude(state=PlanState.WITHDRAWN)

    def issued(self) -> Self:
        return self.filter(state=PlanState.ISSUED)


class Plan(Versioned):
    """One unit's plan for a year. `issued` is the activity the scorecard counts."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("unit")
    )
    year = models.SmallIntegerField(_("year"))
    above = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        verbose_name=_("derived from"),
    )
    title = models.CharField(_("title of the plan"), max_length=200)
    aim = models.TextField(_("aim"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT
    )
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issue = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("record of the issue"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state="withdrawn"),
                name="one_plan_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (Q(issued_on__isnull=False) & ~Q(number="")),
                name="issued_with_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:show", args=[self.pk])


class TaskQuerySet(PlacedQuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def standing(self) -> Self:
        """Without those that a draft left out."""
        return self.exclude(state=TaskState.LEFT_OUT)

    def begun(self) -> Self:
        """Tasks people work by: of an issued plan, or of no plan at all."""
        return self.standing().filter(
            Q(plan__isnull=True) | Q(plan__state=PlanState.ISSUED)
        )

    def owed(self) -> Self:
        """All but the cancelled: what a figure of progress is a part of."""
        return self.exclude(state__in=(TaskState.CANCELLED, TaskState.LEFT_OUT))

    def of_year(self, year: int) -> Self:
        """Of the year's plan; without a plan, due in the year."""
        return self.filter(Q(plan__year=year) | Q(plan__isnull=True, due_on__year=year))


def late(on: date) -> Q:
    """Done after its day, carried on, or not done though the day has passed."""
    return (
        Q(state=TaskState.DONE, done_on__gt=F("due_on"))
        | Q(state=TaskState.OPEN, due_on__lt=on)
        | Q(state=TaskState.CARRIED)
    )


class Task(Versioned):
    """Clear work, person and day; of a plan, or of a conclusion when it has none.

    `above` is the task of the higher plan it was derived from, `continues` the one of
    an earlier plan it goes on with.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("plan"),
    )
    above = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        verbose_name=_("derived from"),
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued",
        verbose_name=_("goes on with"),
    )
    programme_task = models.CharField(
        _("task of the programme"), max_length=20, blank=True
    )
    text = models.TextField(_("what is to be done"))
    body = models.CharField(_("body in charge"), max_length=150, blank=True)
    body_fold = models.CharField(max_length=150, blank=True, editable=False)
    owner = models.CharField(_("person in charge"), max_length=100, blank=True)
    given_on = models.DateField(_("task given on"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=10, choices=TaskState, default=TaskState.OPEN
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="done_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""),
                name="cancelled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="task_unit")]

    def __str__(self) -> str:
        return textwrap.shorten(self.text, 80, placeholder="…")

    def get_absolute_url(self) -> str:
        return reverse("plans:task", args=[self.pk])

    def is_late(self, on: date) -> bool:
        """As `late` counts it."""
        if self.state == TaskState.DONE:
            return bool(self.done_on and self.done_on > self.due_on)
        if self.state == TaskState.OPEN:
            return on > self.due_on
        return self.state == TaskState.CARRIED


class ResponsibilityQuerySet(PlacedQuerySet["Responsibility"]):
    pass


class Responsibility(Versioned):
    """How far a body of the programme is with one of its duties in a year.

    `duty` is the place of the duty in the body's list, counted from 1.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    year = models.SmallIntegerField(_("year"))
    body = models.CharField(_("body"), max_length=60)
    duty = models.PositiveSmallIntegerField(_("number of the duty"))
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.NOT_BEGUN
    )
    note = models.TextField(_("what was done"), blank=True)
    on = models.DateField(_("as of"))

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "body", "duty"], name="responsibility_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.duty} ({self.year})"
