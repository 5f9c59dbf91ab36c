"""From SQLite to PostgreSQL and back, equal to the byte."""

import os
import threading
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from danvan.foundation.keeping import making, moving, reading, restoring, states
from danvan.foundation.keeping.connecting import (
    SOURCE,
    TARGET,
    reaching,
    standing_in,
    unhurried,
)
from danvan.foundation.keeping.reading import Keys
from danvan.foundation.keeping.restoring import Place
from danvan.records.activities.models import Activity
from danvan.shared import databases
from danvan.shared.refusals import Refused
from tests.runner import postgres

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="begins on SQLite, reaches PostgreSQL"
)


@pytest.fixture(scope="module")
def migrated():
    """A PostgreSQL with one database of today's tables, to be copied."""
    with postgres.server() as address:
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("CREATE DATABASE migrated")
        yield address


@pytest.fixture
def emptied(migrated, transactional_db):
    """A maker of empty databases there: name → what Django is told of it."""
    told = databases.postgres(migrated.replace("/postgres?", "/migrated?"))
    with reaching(told, "template") as there:
        states.bring_to(states.known(), there)

    def make(name: str) -> dict:
        with psycopg.connect(migrated, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
        return told | {"NAME": name}

    return make


@contextmanager
def both_ends(told):
    with (
        reaching(unhurried(connection), SOURCE) as source,
        reaching(told, TARGET) as to,
    ):
        yield source, to


def test_moved_to_postgresql_and_back_equal_to_the_byte(emptied, records, tmp_path):
    at = timezone.now()
    made = making.make(tmp_path / "backups", at=at)
    with both_ends(emptied("moved")) as (source, target):
        here = list(moving.proofs(source, at))
        carried = moving.move(source, target, at=at, told=str)
        there = list(moving.proofs(target, at))
        with pytest.raises(Refused):
            moving.move(source, target, at=at, told=str)
        with standing_in(TARGET):
            back = making.make(tmp_path / "back", at=at)

    assert len(here) > 5
    assert here == there
    assert carried == {
        name: table.tally for name, table in made.manifest.tables.items()
    }
    assert made.manifest.tables == back.manifest.tables
    assert back.manifest.database == "postgresql"
    told = emptied("restored")
    with (
        reaching(told, TARGET) as target,
        reading.opened(made.path, Keys(), tmp_path) as archive,
    ):
        restoring.restore(archive, Place(target, tmp_path / "f", tmp_path), str)
        assert Activity.objects.using(TARGET).count() == 6


def test_nobody_writes_to_sqlite_meanwhile(emptied, records):
    refused: list[Exception] = []

    def write() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")
            Activity.objects.update(title="meanwhile")
        except OperationalError as fault:
            refused.append(fault)
        finally:
            connections.close_all()

    def told(_words: str) -> None:
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()

    with both_ends(emptied("locked")) as (source, target):
        moving.move(source, target, at=timezone.now(), told=told)

    assert len(refused) == 3
    assert not Activity.objects.filter(title="meanwhile").exists()


def test_a_dry_run_writes_nothing(migrated, records):
    told = databases.postgres(migrated)
    with both_ends(told) as (source, target):
        counted = moving.move(source, target, at=timezone.now(), told=str, is_dry=True)
        assert target.introspection.table_names() == []
    assert counted["activities_activity"].rows == 6


def test_a_difference_in_what_is_computed_stops_it(emptied, records, settings):
    settings.DANVAN_PROOFS = [f"{__name__}.different"]
    with both_ends(emptied("different")) as (source, target):
        with pytest.raises(Refused):
            moving.move(source, target, at=timezone.now(), told=str)
        assert not Activity.objects.using(TARGET).exists()


def different(at):
    yield "a figure", connection.vendor.encode()
