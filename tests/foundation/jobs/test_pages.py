"""What an administrator is told about the jobs, on the page and at the command line."""

import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from danvan.foundation.jobs import actions
from danvan.foundation.jobs.models import Run
from tests import factories
from tests.foundation.jobs import tasks
from tests.house.tree import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(factories.administrator(factories.unit()))

    def read() -> str:
        answer = client.get(reverse("jobs:index"))
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def jobs(*words: str) -> str:
    out = StringIO()
    call_command("jobs", *words, stdout=out)
    return out.getvalue()


def test_a_fault_is_shown_until_the_job_succeeds(only, clock, page):
    only("note")
    assert "Chưa chạy lần nào" in page()
    tasks.FAULTS.append(ValueError("địa chỉ sai"))
    actions.run_due(clock)
    assert "ValueError: địa chỉ sai" in page()
    assert "ValueError: địa chỉ sai" in jobs()
    clock.pass_(minutes=5)
    actions.run_due(clock)

    assert "địa chỉ sai" not in page()
    assert "08:05 05/3/2024" in page()
    assert "08:05 05/3/2024" in jobs()


def test_a_job_is_run_by_hand_and_says_what_it_did(only):
    only("note")

    assert jobs("run", "thử").strip() == "1"
    assert Run.objects.get().finished_at


def test_a_job_run_by_hand_that_fails_says_why(only):
    only("note")
    tasks.FAULTS.append(ValueError("địa chỉ sai"))

    with pytest.raises(CommandError, match="địa chỉ sai"):
        jobs("run", "thử")


def test_an_unknown_job_is_answered_with_the_known_ones(only):
    only("note")

    with pytest.raises(CommandError, match="thử"):
        jobs("run", "mất")


@pytest.mark.parametrize(
    ("scheduler", "module", "expected"),
    [
        ("inside", "danvan.config.wsgi", True),
        ("off", "danvan.config.wsgi", False),
        ("inside", "danvan.config.urls", False),
    ],
)
def test_only_a_server_looks_for_jobs_and_only_when_told(
    scheduler, module, expected, tmp_path
):
    script = (
        "import os, threading, django; django.setup();"
        f"import {module};"
        "print(any(t.name == 'jobs' and t.daemon for t in threading.enumerate()));"
        "os._exit(0)"
    )
    said = subprocess.run(
        [sys.executable, "-u", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
            "DANVAN_DATA": str(tmp_path),
            "DANVAN_SCHEDULER": scheduler,
            "DANVAN_DEMO": "0",
        },
    )

    assert said.stdout.strip() == str(expected)
