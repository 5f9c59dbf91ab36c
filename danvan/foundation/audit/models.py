"""Who changed what, when, and for which unit."""

from django.db import models
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
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.verb} {self.subject}"


class Versioned(models.Model):
    """A record that two people may edit: a save must name the version it read."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
