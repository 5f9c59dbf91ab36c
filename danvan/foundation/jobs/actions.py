"""Running what is due: claimed in the database, done once, tried again when it failed.

No transaction is open and no lock is held while a job works; two short statements
before and after it decide who works and what became of it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.jobs.models import Run
from danvan.foundation.jobs.registry import Job, jobs
from danvan.foundation.jobs.rules import LEASE, by_hand, pause_after

KEPT = timedelta(days=30)

type Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


def run_due(clock: Clock) -> int:
    """Run every job that is due and that nobody else runs; how many were run."""
    ran = 0
    for job in jobs():
        at = clock()
        slot = job.when.slot(timezone.localtime(at))
        run = claim(job.name, slot, at) if slot else None
        if run:
            execute(job, run, clock)
            ran += 1
    return ran


def run_now(job: Job, clock: Clock) -> Run:
    """Run one because somebody asks for it; its own slots stay as they are."""
    at = clock()
    slot = by_hand(timezone.localtime(at))
    run = begin(job.name, slot, at) or Run.objects.get(job=job.name, slot=slot)
    execute(job, run, clock)
    run.refresh_from_db()
    return run


def claim(job: str, slot: str, at: datetime) -> Run | None:
    """The run, when it is this caller's to work at."""
    run = Run.objects.filter(job=job, slot=slot).first()
    if run is None:
        return begin(job, slot, at)
    return take_over(run, at) if run.is_free(at) else None


def begin(job: str, slot: str, at: datetime) -> Run | None:
    """The first attempt; None when another process was faster."""
    try:
        with transaction.atomic():
            return Run.objects.create(
                job=job, slot=slot, began_at=at, claimed_until=at + LEASE
            )
    except IntegrityError:
        return None


def take_over(run: Run, at: datetime) -> Run | None:
    """Another attempt at what failed, or at what a killed process left."""
    fault = run.fault or _("The process ended while the job was running")
    taken = mine(run).update(
        attempts=F("attempts") + 1, claimed_until=at + LEASE, fault=fault
    )
    if not taken:
        return None
    run.attempts += 1
    return run


def mine(run: Run) -> models.QuerySet[Run]:
    """The row as long as nobody else has taken the run over or finished it."""
    return Run.objects.filter(
        pk=run.pk, attempts=run.attempts, finished_at__isnull=True
    )


def execute(job: Job, run: Run, clock: Clock) -> None:
    """Let the job work and keep what it said, or in words why it failed."""
    try:
        said = job.function()(at=clock())
    except Exception as fault:
        log.exception("Job %s failed for %s", job.name, run.slot)
        words = f"{type(fault).__name__}: {fault}"[:300]
        retry = clock() + pause_after(run.attempts)
        mine(run).update(fault=words, claimed_until=retry)
    else:
        words = said[:300] if isinstance(said, str) else ""
        mine(run).update(finished_at=clock(), said=words)


def forget(at: datetime) -> None:
    """A job itself: drop what ran long ago."""
    Run.objects.filter(began_at__lt=at - KEPT).delete()
