"""Rows that hold for a time: half-open periods, valid_from <= day < valid_to."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def in_force(on: date, prefix: str = "") -> Q:
    """The condition that a row, or the row behind `prefix__`, holds on that day."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_to"
    return Q(**{f"{start}__lte": on}) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on})
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
    )


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    def in_force(self, on: date) -> Self:
        return self.filter(in_force(on))

    def open(self) -> Self:
        return self.filter(valid_to__isnull=True)


class Dated(models.Model):
    """A row that holds from a day until, but not on, another."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
