"""/metrics for Prometheus: what the processes counted, and what the database knows."""

import os
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from danvan.config.counting import FOLDER
from danvan.foundation.audit import queries as audit
from danvan.foundation.jobs import queries as jobs
from danvan.foundation.keeping.schedule import newest
from danvan.shared.outages import cause_of


@require_safe
@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Only for whoever brings the token; for all others there is no such page.

    No address is trusted: behind a proxy everybody comes from this machine.
    """
    token = settings.DANVAN_METRICS_TOKEN
    sent = request.headers.get("Authorization", "")
    if not token or not constant_time_compare(sent, f"Bearer {token}"):
        raise Http404
    registry = CollectorRegistry()
    if folder := os.environ.get(FOLDER):
        MultiProcessCollector(registry, folder)
    counted = generate_latest(registry if folder else REGISTRY)
    kept = CollectorRegistry()
    kept.register(Kept())
    return HttpResponse(
        counted + generate_latest(kept), content_type=CONTENT_TYPE_LATEST
    )


class Kept:
    """What the database knows of, told at the moment of asking."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("danvan_database_up", "1 when the database answers")
        try:
            families = [*of_jobs(), of_audit()]
        except Exception as fault:
            if not cause_of(fault):
                raise
            families = []
        up.add_metric([], 1 if families else 0)
        yield from (up, *families, *of_backups())


def of_jobs() -> Iterator[Metric]:
    done = GaugeMetricFamily(
        "danvan_job_last_done_timestamp_seconds",
        "When the job last ended well",
        labels=["job"],
    )
    failing = GaugeMetricFamily(
        "danvan_job_failing", "1 when the newest run failed", labels=["job"]
    )
    for standing in jobs.standings(timezone.now()):
        if standing.done and standing.done.finished_at:
            done.add_metric([standing.job.name], standing.done.finished_at.timestamp())
        failing.add_metric([standing.job.name], 1 if standing.fault else 0)
    yield done
    yield failing


def of_audit() -> Metric:
    unlinked = GaugeMetricFamily(
        "danvan_audit_unlinked", "Entries of the audit log that wait for their link"
    )
    unlinked.add_metric([], audit.waiting())
    return unlinked


def of_backups() -> Iterator[Metric]:
    """Nothing where no backup is made at night; 0 where none was made yet."""
    folder = settings.DANVAN_BACKUP_DIR
    if folder is None:
        return
    last = newest(folder)
    made = GaugeMetricFamily(
        "danvan_backup_newest_timestamp_seconds", "When the last whole backup was made"
    )
    made.add_metric([], last.timestamp() if last else 0)
    yield made
