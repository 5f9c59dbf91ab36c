"""A daily sample of each drill of deploy/drills: real servers, really killed."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.house.tree import ROOT

VENDOR = connection.vendor
only = {
    name: pytest.mark.skipif(name != VENDOR, reason=f"A drill on {name}")
    for name in ("sqlite", "postgresql")
}


def drill(name, *words):
    """What it said; a drill that is broken fails with it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DANVAN_")}
    done = subprocess.run(
        [sys.executable, "-m", f"deploy.drills.{name}", *words],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_was_acknowledged_survives_kill_nine():
    said = drill("kill_nine", "--rounds", "3", "--database", VENDOR)

    assert said.splitlines()[-1].startswith("Held: {'acknowledged': ")


@only["postgresql"]
def test_the_database_goes_away_and_comes_back():
    said = drill("database_away", "--database", "postgresql")

    assert said.startswith("Held: database_away")


@only["sqlite"]
def test_a_full_disk_is_told_and_loses_nothing():
    assert "Held: disk full" in drill("disk")


@only["sqlite"]
def test_a_line_that_breaks_leaves_nothing():
    assert drill("cut_off").startswith("Held: cut off")
