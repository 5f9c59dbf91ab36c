"""Which job ran for which moment: what makes a job run once, and again when killed."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.foundation.jobs.rules import ATTEMPTS


class Run(models.Model):
    """One job for one slot of time ("2024-03-05", "2024-03-05T08:15").

    Claimed until a moment; a worker that dies lets go when that moment has passed.
    """

    job = models.CharField(_("job"), max_length=60)
    slot = models.CharField(_("for"), max_length=20)
    began_at = models.DateTimeField(_("began"))
    claimed_until = models.DateTimeField(_("claimed until"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    said = models.CharField(_("what it did"), max_length=300, blank=True)
    fault = models.CharField(_("fault"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="job_once_a_slot")
        ]
        indexes = [models.Index(fields=["job", "began_at"], name="run_of_job")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"

    def is_free(self, at: datetime) -> bool:
        """Nobody finished it, works at it or has tried often enough."""
        tired = self.attempts >= ATTEMPTS
        return not (self.finished_at or tired or self.claimed_until > at)
