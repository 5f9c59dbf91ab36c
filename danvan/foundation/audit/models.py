"""Who changed what, when, and for which unit."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act of one person. No foreign key leaves it: it outlives what it names."""

    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(_("actor's number"), null=True)
    actor = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("act"), max_length=60)
    subject_type = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.CharField(_("record number"), max_length=40)
    subject = models.CharField(_("record"), max_length=300)
    unit_id = models.BigIntegerField(_("unit's number"), null=True)
    year_from = models.SmallIntegerField(_("first year touched"), null=True)
    year_to = models.SmallIntegerField(_("last year touched"), null=True)
    changes = models.JSONField(_("before and after"), default=dict)
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["unit_id", "at"], name="audit_unit_at"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["actor_id", "at"], name="audit_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.verb} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("journal:show", args=[self.pk])

    @property
    def is_edit(self) -> bool:
        """Whether a room lets people take back what it tells of."""
        return self.verb in settings.DANVAN_UNDO and bool(self.changes)


class Link(models.Model):
    """One link of the chain over the entries; written once, never changed.

    Entries are linked after they are committed, in the order in which that is seen, so
    that no writer waits for another; see docs/decisions.
    """

    number = models.BigIntegerField(_("place in the chain"), unique=True)
    entry_id = models.BigIntegerField(_("entry's number"), unique=True)
    at = models.DateTimeField(_("linked"))
    previous = models.CharField(_("digest before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("link of the audit chain")
        verbose_name_plural = _("links of the audit chain")

    def __str__(self) -> str:
        return f"{self.digest}@{self.number}"


class Origin(models.Model):
    """From where an act came: personal data, kept for 90 days, no part of the chain."""

    entry_id = models.BigIntegerField(_("entry's number"), unique=True)
    at = models.DateTimeField(_("when"), db_index=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    browser = models.CharField(_("browser or command"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("origin of an act")
        verbose_name_plural = _("origins of acts")

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.address, self.browser)))


class Versioned(models.Model):
    """A record that two people may edit: a save must name the version it read."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
