"""Figures for Prometheus: for whoever brings the token, and nobody else."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from danvan.config import counting
from danvan.foundation.documents.actions import attach
from danvan.foundation.jobs.models import Run
from danvan.foundation.keeping.rules import name_at
from danvan.shared.refusals import Refused
from tests import factories

pytestmark = pytest.mark.django_db

TOKEN = "ma-rieng-cua-may-theo-doi"


@pytest.fixture
def token(settings):
    settings.DANVAN_METRICS_TOKEN = TOKEN


def read(client, sent=f"Bearer {TOKEN}"):
    return client.get("/metrics", headers={"Authorization": sent} if sent else {})


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "sent", ["", "Bearer ", "Bearer khác", TOKEN, f"Basic {TOKEN}"]
)
def test_without_the_token_there_is_no_such_page(client, sent):
    assert read(client, sent).status_code == 404


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer"])
def test_where_no_token_is_set_nobody_reads(client, settings, sent):
    settings.DANVAN_METRICS_TOKEN = ""

    assert read(client, sent).status_code == 404


@pytest.mark.usefixtures("token")
def test_requests_jobs_and_the_database_are_told(client, settings):
    at = datetime(2024, 3, 5, 1, tzinfo=UTC)
    names = [job["name"] for job in settings.DANVAN_JOBS]
    Run.objects.create(
        job=names[0], slot="2024-03-05", began_at=at, claimed_until=at, finished_at=at
    )
    Run.objects.create(
        job=names[1], slot="2024-03-05", began_at=at, claimed_until=at, fault="Hỏng"
    )
    client.get("/healthz")

    answer = read(client)

    text = answer.content.decode()
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["danvan_database_up",] == 1
    assert found["danvan_job_last_done_timestamp_seconds", names[0]] == at.timestamp()
    assert found["danvan_job_failing", names[0]] == 0
    assert found["danvan_job_failing", names[1]] == 1
    assert found["danvan_requests_total", "2xx", "GET", "healthz"] >= 1
    assert found["danvan_request_seconds_count", "healthz"] >= 1
    assert found["danvan_audit_unlinked",] == 0
    assert "Hỏng" not in text


@pytest.mark.usefixtures("token")
def test_the_age_of_the_last_backup_is_told(client, settings, tmp_path):
    name = "danvan_backup_newest_timestamp_seconds"
    settings.DANVAN_BACKUP_DIR = None
    unset = name in read(client).content.decode()
    settings.DANVAN_BACKUP_DIR = tmp_path
    none = f"{name} 0.0" in read(client).content.decode()
    at = datetime(2024, 3, 5, 1, 30, tzinfo=timezone.get_current_timezone())
    (tmp_path / name_at(at, ".tar")).touch()

    told = read(client).content.decode()

    (line,) = [line for line in told.splitlines() if line.startswith(f"{name} ")]
    assert (unset, none) == (False, True)
    assert float(line.split()[1]) == at.timestamp()


def test_what_is_refused_is_counted(client):
    names = ("danvan_uploads_refused_total", "danvan_sign_ins_failed_total")
    before = [REGISTRY.get_sample_value(name) or 0 for name in names]
    commune = factories.unit()
    clerk = factories.clerk(commune)
    client.post("/accounts/sign-in/", {"username": "ai-do", "password": "sai-mat-khau"})

    with pytest.raises(Refused):
        attach(
            factories.activity(commune),
            commune,
            SimpleUploadedFile("ma.exe", b"MZ"),
            by=clerk,
            at=factories.noon(date(2024, 3, 6)),
        )

    after = [REGISTRY.get_sample_value(name) for name in names]
    assert after == [value + 1 for value in before]


SHARE = """
import sys
from pathlib import Path
from danvan.config import counting
counting.MEMORY = Path(sys.argv[1])
counting.share_counts()
from danvan.shared import metrics
metrics.UPLOADS_REFUSED.inc()
"""
READ = """
import os
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry, os.environ["PROMETHEUS_MULTIPROC_DIR"])
print(generate_latest(registry).decode())
"""


def test_processes_of_one_server_count_together(tmp_path):
    for _worker in range(2):
        subprocess.run([sys.executable, "-c", SHARE, str(tmp_path)], check=True)

    said = subprocess.run(
        [sys.executable, "-c", SHARE + READ, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
    )

    assert "danvan_uploads_refused_total 3.0" in said.stdout


def test_folders_of_servers_that_are_gone_are_cleared(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "MEMORY", tmp_path)
    monkeypatch.setenv(counting.FOLDER, "")
    counting.share_counts()
    (mine,) = tmp_path.iterdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = mine.with_name(mine.name.replace(str(os.getppid()), str(gone.pid)))
    left.mkdir()
    other = tmp_path / "somebody-elses"
    other.mkdir()

    counting.share_counts()

    assert {path for path in tmp_path.iterdir() if path.is_dir()} == {mine, other}
    assert os.environ[counting.FOLDER] == str(mine)
