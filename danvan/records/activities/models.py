"""What a commune did: briefings, dialogues, trainings and the rest of the year."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import Lineage, PlacedQuerySet, Unit
from danvan.records.activities import kinds
from danvan.records.activities.choices import Evidence, Status
from danvan.records.blocs.models import Member
from danvan.shared.dates import short

PENDING = (Status.PLANNED, Status.POSTPONED)


class DirectiveQuerySet(PlacedQuerySet["Directive"]):
    def applying_to(self, unit: Unit) -> Self:
        """On the list of the unit or of one above it, in the boundaries of then or now.

        A new unit carries on the lists of the units it inherited from.
        """
        heirs = Lineage.objects.filter(origin=unit).values("heir")
        above = Unit.objects.filter(
            Q(pk__in=heirs) | Q(children__in=heirs) | Q(children__children__in=heirs)
        )
        origins = Lineage.objects.filter(heir__in=above.values("pk"))
        return self.filter(unit__in=origins.values("origin"))

    def listed(self, on: date) -> Self:
        """Not taken off by that day."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))


class Directive(Versioned):
    """A directive or resolution on a year's list of what people are to be told."""

    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("listed by"),
    )
    year = models.SmallIntegerField(_("year"))
    number = models.CharField(_("number and symbol"), max_length=60)
    about = models.CharField(_("about"), max_length=300)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    listed_on = models.DateField(_("listed on"))
    withdrawn_on = models.DateField(_("taken off the list on"), null=True, blank=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("document to be disseminated")
        verbose_name_plural = _("documents to be disseminated")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="directive_listed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.about}"


class AudienceQuerySet(PlacedQuerySet["Audience"]):
    pass


class Audience(Versioned):
    """How many people of a commune a document is meant for, and who says so."""

    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, related_name="audiences"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    count = models.PositiveIntegerField(_("people the document is meant for"))
    source = models.CharField(_("source of the figure"), max_length=200)
    declared_on = models.DateField(_("declared on"))

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "unit"], name="audience_declared_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="audience_positive"),
            models.CheckConstraint(
                condition=~Q(source=""), name="audience_names_its_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.count}"


class ActivityQuerySet(PlacedQuerySet["Activity"]):
    def held(self) -> Self:
        return self.filter(status=Status.HELD)

    def standing(self) -> Self:
        return self.exclude(status=Status.WITHDRAWN)

    def pending(self) -> Self:
        """Planned or postponed: a day was named, nothing was held yet."""
        return self.filter(status__in=PENDING)

    def newest_first(self) -> Self:
        return self.order_by("-on", "-pk")


class Activity(Versioned):
    """One thing planned or held at a unit. `kind` and `chair` name programme data.

    `year` is the year it counts for; an evaluation of 2024 may be held in 2025.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("commune"),
    )
    kind = models.CharField(_("kind of activity"), max_length=60)
    year = models.SmallIntegerField(_("counts for the year"))
    on = models.DateField(_("date"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.HELD
    )
    title = models.CharField(_("title"), max_length=200)
    chair = models.CharField(_("chaired by"), max_length=60, blank=True)
    chair_name = models.CharField(_("name of the chair"), max_length=100, blank=True)
    venue = models.CharField(_("place"), max_length=150, blank=True)
    host = models.CharField(_("held by"), max_length=60, blank=True)
    counterpart = models.CharField(_("other side"), max_length=150, blank=True)
    language = models.CharField(_("language taught"), max_length=60, blank=True)
    attended = models.PositiveIntegerField(_("people attending"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    evidence = models.SmallIntegerField(
        _("evidence"), choices=Evidence, default=Evidence.NONE
    )
    directive = models.ForeignKey(
        Directive,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("document disseminated"),
    )
    reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    criteria = models.TextField(_("criteria"), blank=True)
    status_reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=F("on__year") - 1)
                & Q(year__lte=F("on__year") + 1),
                name="activity_year_near_its_date",
            ),
            models.CheckConstraint(
                condition=Q(reached__isnull=True) | Q(directive__isnull=False),
                name="reach_names_its_document",
            ),
            models.CheckConstraint(
                condition=Q(host="") | ~Q(status=Status.HELD) | ~Q(counterpart=""),
                name="host_names_the_other_side",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "year", "status", "on", "unit", "chair", "evidence"],
                name="activity_counted",
            ),
            models.Index(fields=["unit", "year", "on"], name="activity_unit_year"),
            models.Index(
                fields=["-on", "-id"],
                condition=~Q(status=Status.WITHDRAWN),
                name="activity_newest",
            ),
            models.Index(
                fields=[
                    *("year", "status", "unit", "directive"),
                    *("on", "reached", "evidence"),
                ],
                condition=Q(directive__isnull=False),
                name="activity_reach",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({short(self.on)})"

    def get_absolute_url(self) -> str:
        return reverse("activities:show", args=[self.pk])

    @property
    def written_with(self) -> Permission:
        """What the programme asks of whoever writes this kind of record."""
        return kinds.writing(kinds.find(self.kind))


class Need(models.Model):
    """How many officials want a language class; a count, never a name."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="needs"
    )
    language = models.CharField(_("language"), max_length=60)
    wanting = models.PositiveIntegerField(_("officials who want the class"))

    class Meta:
        verbose_name = _("need for a language class")
        verbose_name_plural = _("needs for language classes")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "language"], name="need_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.language} {self.wanting}"


class Attendance(models.Model):
    """A member took part in a training."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="attendances"
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="attendances"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["member", "activity"], name="attended_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.activity}"
