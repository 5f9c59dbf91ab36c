"""The year's plan of every level, its tasks, and how far each body is."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
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
    title = models.CharField(_("title"), max_length=200)
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

    def begun(self) -> Self:
        """Tasks people work by: of an issued plan, or of no plan at all."""
        return self.filter(Q(plan__isnull=True) | Q(plan__state=PlanState.ISSUED))


class Task(Versioned):
    """Clear work, person and day; of a plan, or of a conclusion when it has none."""

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
    programme_task = models.CharField(
        _("task of the programme"), max_length=20, blank=True
    )
    text = models.TextField(_("work"))
    body = models.CharField(_("body in charge"), max_length=150)
    owner = models.CharField(_("person in charge"), max_length=100)
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=10, choices=TaskState, default=TaskState.OPEN
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="done_on_a_day",
            )
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="task_unit")]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("plans:task", args=[self.pk])

    def is_late(self, on: date) -> bool:
        """Done after its day, or not done and the day has passed."""
        return self.state != TaskState.CANCELLED and (self.done_on or on) > self.due_on


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
    duty = models.PositiveSmallIntegerField(_("duty"))
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
