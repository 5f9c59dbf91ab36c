"""How the jobs of the installation fare."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.jobs.models import Run
from danvan.foundation.jobs.registry import Job, jobs
from danvan.foundation.jobs.rules import ATTEMPTS


@dataclass(frozen=True, slots=True)
class Standing:
    """A job with its newest run, the newest that ended well, and its next slot."""

    job: Job
    newest: Run | None
    done: Run | None
    following: datetime
    at: datetime

    @property
    def state(self) -> str:
        """In words: where the newest run stands."""
        run = self.newest
        if run is None:
            return _("Has not run yet")
        if run.finished_at:
            return _("Ran")
        if run.claimed_until > self.at:
            return _("Waits to try again") if run.fault else _("Running now")
        return _("Given up") if run.attempts >= ATTEMPTS else _("Interrupted")

    @property
    def tone(self) -> str:
        """The badge's tone."""
        run = self.newest
        if run is None:
            return "neutral"
        if run.finished_at:
            return "good"
        return "bad" if run.fault else "info"

    @property
    def fault(self) -> str:
        """Why the newest run failed; what failed and then succeeded is over."""
        run = self.newest
        return run.fault if run and not run.finished_at else ""


def standings(at: datetime) -> list[Standing]:
    """Every job of the list, in its order, by two queries."""
    newest = newest_runs(Run.objects.all())
    done = newest_runs(Run.objects.filter(finished_at__isnull=False))
    now = timezone.localtime(at)
    return [
        Standing(
            job, newest.get(job.name), done.get(job.name), job.when.following(now), at
        )
        for job in jobs()
    ]


def newest_runs(runs: models.QuerySet[Run]) -> dict[str, Run]:
    """Job → its run that began last."""
    last = runs.filter(job=OuterRef("job")).order_by("-began_at", "-pk").values("pk")
    return {run.job: run for run in runs.filter(pk=Subquery(last[:1]))}
