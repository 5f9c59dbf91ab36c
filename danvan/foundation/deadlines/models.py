"""The working calendar, and the clocks that run on it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.deadlines.rules import Rung
from danvan.foundation.units.models import PlacedQuerySet, Unit
from danvan.shared.dates import short


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def standing(self) -> Self:
        return self.filter(is_removed=False)

    def of_year(self, year: int) -> Self:
        return self.filter(day__year=year)


class CalendarDay(Versioned):
    """A day that breaks the rule "Monday to Friday": a holiday or a day worked.

    `is_bundled`: as the delivered file has it, so that the next file may change it.
    One that a person changed or took out stays as that person left it.
    """

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("offices work"))
    name = models.CharField(_("name"), max_length=100)
    source = models.CharField(_("decided by"), max_length=200, blank=True)
    is_bundled = models.BooleanField(_("as delivered"), default=False)
    is_removed = models.BooleanField(_("taken out"), default=False)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of the working calendar")
        verbose_name_plural = _("days of the working calendar")

    def __str__(self) -> str:
        return f"{short(self.day)}: {self.name}"


class ClockQuerySet(PlacedQuerySet["Clock"]):
    def of(self, subject: models.Model) -> Self:
        return self.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        )

    def running(self) -> Self:
        return self.filter(stopped_on__isnull=True)

    def touched_by(self, first: date, last: date) -> Self:
        """Those whose due day follows from the calendar of these days."""
        forwards = Q(is_before=False, started_on__lt=last, due_on__gte=first)
        back = Q(is_before=True, started_on__gt=first, due_on__lte=last)
        return self.filter(forwards | back, is_named=False)


class Clock(Versioned):
    """Something a unit owes by a day. The terms are those in force when it began.

    `first_due_on` is the day first promised; `due_on`, the last day in time, may move
    with the working calendar, a pause or a postponement. Counted back from an event,
    `started_on` is the day of the event. `is_named`: a person named the due day, so
    that no calendar moves it. `paused_on`: it stands still since then.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("owed by")
    )
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    rule = models.CharField(_("rule"), max_length=60)
    title = models.CharField(_("what is owed"), max_length=200)
    path = models.CharField(_("page"), max_length=200)
    started_on = models.DateField(_("counted from"))
    due_on = models.DateField(_("due on"))
    first_due_on = models.DateField(_("first due on"))
    days = models.PositiveSmallIntegerField(_("days"))
    is_working_days = models.BooleanField(_("counts working days"))
    is_before = models.BooleanField(_("counted back from the event"), default=False)
    is_named = models.BooleanField(_("day named by a person"), default=False)
    warn = models.PositiveSmallIntegerField()
    climb = models.PositiveSmallIntegerField()
    climb_again = models.PositiveSmallIntegerField()
    paused_on = models.DateField(_("paused since"), null=True, blank=True)
    stopped_on = models.DateField(_("done on"), null=True, blank=True)
    dropped = models.BooleanField(_("no longer owed"), default=False)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "rule"],
                condition=Q(stopped_on__isnull=True),
                name="one_running_clock",
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="clock_subject"),
            models.Index(
                fields=["due_on", "unit"],
                condition=Q(stopped_on__isnull=True),
                name="clock_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({short(self.due_on)})"

    def get_absolute_url(self) -> str:
        return reverse("deadlines:clock", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.stopped_on is None

    @property
    def is_late(self) -> bool:
        """Done after its day; of a running one only the rung can tell."""
        return bool(self.stopped_on and self.stopped_on > self.due_on)


class Pause(models.Model):
    """A stretch in which a clock stood still, and why; no end: it still does."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="pause_says_why"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="pause_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(ends__isnull=True), name="one_open_pause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.reason}"


class Climb(models.Model):
    """The day a late clock reached a rung, and the unit that hears of it from then.

    `due_on` is the day that was missed: postponed and missed again, it climbs again.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="climbs")
    rung = models.SmallIntegerField(_("rung"), choices=Rung)
    on = models.DateField(_("on"))
    due_on = models.DateField(_("due on"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("heard by")
    )

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "rung", "due_on", "unit"], name="climbed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} → {self.unit}"
