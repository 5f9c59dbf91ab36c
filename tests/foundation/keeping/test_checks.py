"""What is said of the database when the server is prepared."""

import os
from contextlib import contextmanager

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from danvan.foundation.keeping import checks
from danvan.foundation.keeping.connecting import reaching
from danvan.shared.databases import Patience


def test_a_postgresql_that_is_too_old_stops_the_start():
    (fault,) = checks.postgres_version(14)
    assert fault.id == "keeping.E001"
    assert fault.is_serious()
    assert checks.postgres_version(15) == []


def test_an_unmended_sqlite_is_warned_of():
    (warning,) = checks.sqlite_version((3, 51, 2))
    assert warning.id == "keeping.W001"
    assert not warning.is_serious()
    assert checks.sqlite_version((3, 51, 3)) == []


def test_the_checks_are_asked_of_the_database_itself(db):
    said = {each.id for each in run_checks(databases=["default"])}
    assert "keeping.E001" not in said
    assert connection.vendor == "sqlite" or "keeping.W001" not in said


@contextmanager
def limited():
    told = connection.settings_dict | {
        "OPTIONS": {"options": Patience(1, 2, 3).options()}
    }
    with reaching(told, "limited") as there:
        yield there


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="PostgreSQL's own")
def test_migrating_may_take_long_but_waits_for_no_lock(transactional_db):
    with limited() as there:
        call_command("migrate", database="limited", verbosity=0)
        with there.cursor() as cursor:
            shown = [
                cursor.execute(f"SHOW {name}").fetchone()[0]
                for name in (
                    "statement_timeout",
                    "lock_timeout",
                    "idle_in_transaction_session_timeout",
                )
            ]
    assert shown == ["0", "2s", "0"]
