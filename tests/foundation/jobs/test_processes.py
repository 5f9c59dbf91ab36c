"""Real processes on one database: a worker is killed, another finishes the job."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from danvan.foundation.jobs.models import Run
from tests.house.tree import ROOT

PATIENCE = 30

pytestmark = pytest.mark.django_db(transaction=True)

SETTINGS = """
from danvan.config.settings import *
DATABASES = {database}
JOB = "tests.foundation.jobs.tasks.mark"
DANVAN_JOBS = [{{"name": "dấu", "call": JOB, "every": 1440}}]
"""


@pytest.fixture
def worker(tmp_path):
    """Start `manage.py worker` on the test's own database under a name."""
    database = dict(settings.DATABASES["default"], TEST={})
    database["NAME"] = str(connection.settings_dict["NAME"])
    source = SETTINGS.format(database={"default": plain(database)})
    (tmp_path / "worker_settings.py").write_text(source, encoding="utf-8")
    started = []

    def start(name: str, *words: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "worker_settings",
            "PYTHONPATH": str(tmp_path),
            "WORKER": name,
            "MARKS": str(tmp_path / "marks"),
        }
        command = [sys.executable, str(ROOT / "manage.py"), "worker", *words]
        process = subprocess.Popen(command, env=environment, cwd=ROOT)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def plain(value):
    """As it may be written into a settings file."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, Path) else value


def marks(folder: Path) -> list[str]:
    path = folder / "marks"
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


def wait_for(mark: str, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while mark not in marks(folder):
        assert time.monotonic() < until, marks(folder)
        time.sleep(0.05)


def test_a_killed_workers_job_is_finished_by_another(worker, tmp_path):
    victim = worker("victim")
    wait_for("victim began", tmp_path)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    left = Run.objects.get()
    assert left.finished_at is None

    worker("early", "--once").wait(PATIENCE)
    assert marks(tmp_path) == ["victim began"]
    Run.objects.update(claimed_until=left.began_at)
    worker("heir", "--once").wait(PATIENCE)
    worker("late", "--once").wait(PATIENCE)

    assert marks(tmp_path) == ["victim began", "heir began", "heir ended"]
    run = Run.objects.get()
    assert (run.attempts, run.finished_at is not None) == (2, True)


def test_two_workers_on_one_database_run_it_once(worker, tmp_path):
    pair = [worker("one", "--once"), worker("two", "--once")]
    assert [process.wait(PATIENCE) for process in pair] == [0, 0]

    assert len(marks(tmp_path)) == 2
    assert Run.objects.get().attempts == 1


def test_a_worker_told_to_stop_ends_cleanly(worker, tmp_path):
    process = worker("one")
    wait_for("one ended", tmp_path)
    process.send_signal(signal.SIGTERM)

    assert process.wait(PATIENCE) == 0
