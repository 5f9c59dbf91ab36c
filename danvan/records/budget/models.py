"""Money for the programme: estimate, approved, allocated, spent. Whole đồng."""

import uuid
from typing import Self

from django.db import models
from django.db.models import FloatField, Q, Sum
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import PlacedQuerySet, Unit
from danvan.shared.money import dong

WITHDRAWN = "withdrawn"
"""The state that asks for expenses taken back; they count no more."""


class LineQuerySet(PlacedQuerySet["Line"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def with_spent(self) -> Self:
        """With what was spent, and its share of what was allocated."""
        spent = Sum("expenses__amount", filter=Q(expenses__withdrawn_at__isnull=True))
        return self.annotate(spent=Coalesce(spent, 0)).annotate(
            spent_share=Cast("spent", FloatField()) / NullIf("allocated", 0)
        )


class Line(Versioned):
    """One line of a unit's budget for a year.

    What is spent never exceeds what is allocated, nor that what is approved; the
    last holds here, the first in `actions` under a lock on the line.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    year = models.SmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=60)
    programme_task = models.CharField(
        _("task of the programme"), max_length=20, blank=True
    )
    text = models.CharField(_("for what"), max_length=200)
    estimate = models.PositiveBigIntegerField(_("estimate"))
    approved = models.PositiveBigIntegerField(_("approved"), null=True, blank=True)
    approved_no = models.CharField(_("approved by"), max_length=60, blank=True)
    allocated = models.PositiveBigIntegerField(_("allocated"), null=True, blank=True)
    allocated_no = models.CharField(_("allocated by"), max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(allocated__isnull=True)
                | Q(approved__isnull=False, allocated__lte=models.F("approved")),
                name="allocated_within_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True) | ~Q(approved_no=""),
                name="approval_names_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(allocated__isnull=True) | ~Q(allocated_no=""),
                name="allocation_names_its_paper",
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="line_unit_year")]

    def __str__(self) -> str:
        return f"{self.text} ({self.year})"

    def get_absolute_url(self) -> str:
        return reverse("budget:show", args=[self.pk])


class ExpenseQuerySet(PlacedQuerySet["Expense"]):
    place = "line__unit"

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def in_state(self, state: str) -> Self:
        """Those that count, those withdrawn, or all."""
        if not state:
            return self
        return self.filter(withdrawn_at__isnull=state != WITHDRAWN)


class Expense(models.Model):
    """Money spent from a line, with its voucher."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="expenses")
    on = models.DateField(_("spent on"))
    amount = models.PositiveBigIntegerField(_("amount"))
    text = models.CharField(_("for what"), max_length=200)
    voucher_no = models.CharField(_("voucher"), max_length=60)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_positive")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {dong(self.amount)}"

    def get_absolute_url(self) -> str:
        """The page of its line."""
        return reverse("budget:show", args=[self.line_id])
