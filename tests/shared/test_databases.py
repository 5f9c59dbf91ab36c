"""What Django is told of a database, and that SQLite keeps what it acknowledged."""

import os
import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction

from danvan.config import env
from danvan.foundation.keeping.connecting import reaching
from danvan.shared import databases
from danvan.shared.databases import Patience


@contextmanager
def sqlite(tmp_path, alias: str):
    with reaching(databases.sqlite(tmp_path / "x.sqlite3"), alias) as there:
        yield there


def asked(there, question: str):
    with there.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_sqlite_writes_ahead_and_through_to_the_disk(db, tmp_path):
    with sqlite(tmp_path, "a") as there:
        assert asked(there, "PRAGMA journal_mode") == "wal"
        assert asked(there, "PRAGMA synchronous") == 2  # FULL
        assert asked(there, "PRAGMA foreign_keys") == 1
        assert asked(there, "PRAGMA mmap_size") == 0


def test_sqlite_has_one_writer_and_readers_who_do_not_wait(db, tmp_path):
    with sqlite(tmp_path, "a") as one, sqlite(tmp_path, "b") as other:
        with one.cursor() as cursor:
            cursor.execute("CREATE TABLE t (n)")
        with other.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        with transaction.atomic(using="a"):  # takes the writer's place at once
            with one.cursor() as cursor:
                cursor.execute("INSERT INTO t VALUES (1)")
            assert asked(other, "SELECT count(*) FROM t") == 0
            with (
                pytest.raises(OperationalError, match="locked"),
                transaction.atomic(using="b"),
            ):
                pass
        assert asked(other, "SELECT count(*) FROM t") == 1


def test_a_second_writer_waits_for_the_first(db, tmp_path):
    begun = threading.Event()

    def first() -> None:
        with sqlite(tmp_path, "a") as one, transaction.atomic(using="a"):
            with one.cursor() as cursor:
                cursor.execute("INSERT INTO t VALUES (1)")
            begun.set()
            threading.Event().wait(0.3)

    with sqlite(tmp_path, "b") as other:
        with other.cursor() as cursor:
            cursor.execute("CREATE TABLE t (n)")
        writer = threading.Thread(target=first)
        writer.start()
        begun.wait(10)
        with transaction.atomic(using="b"), other.cursor() as cursor:
            cursor.execute("INSERT INTO t VALUES (2)")
        writer.join()
        assert asked(other, "SELECT group_concat(n) FROM t") == "1,2"


def test_an_address_becomes_a_database():
    told = databases.postgres("postgresql://u%40x:p%3A@db.example:5433/dan%20van")
    assert told["NAME"] == "dan van"
    assert (told["USER"], told["PASSWORD"]) == ("u@x", "p:")
    assert (told["HOST"], told["PORT"]) == ("db.example", "5433")
    assert told["OPTIONS"] == {"application_name": "danvan"}
    assert told["CONN_MAX_AGE"] == 60


def test_limits_and_a_pool_are_handed_over():
    told = databases.postgres(
        "postgresql:///danvan?host=/run/pg&options=-c%20work_mem%3D8MB",
        patience=Patience(statement=30, lock=0, idle=60),
        pool=8,
    )
    assert told["HOST"] == "/run/pg"
    assert told["OPTIONS"]["options"] == (
        "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s "
        "-c work_mem=8MB"
    )
    assert told["OPTIONS"]["pool"]["max_size"] == 8
    assert told["CONN_MAX_AGE"] == 0  # a pool takes no lasting connections


@pytest.mark.parametrize("address", ["mysql://h/x", "postgresql://h", "h/x"])
def test_another_address_refuses_to_start(monkeypatch, tmp_path, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be postgresql"):
        env.database(tmp_path)


@pytest.mark.parametrize("value", ["-1", "soon"])
def test_a_limit_that_is_no_number_refuses_to_start(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///x")
    monkeypatch.setenv("DANVAN_DB_LOCK_TIMEOUT", value)
    with pytest.raises(ImproperlyConfigured, match="DANVAN_DB_LOCK_TIMEOUT"):
        env.database(tmp_path)


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="PostgreSQL's own")
def test_a_held_row_is_given_up_on(transactional_db):
    """PostgreSQL says so within a second, and the connection goes on working."""
    usual = connection.settings_dict
    short = usual | {"OPTIONS": {"options": Patience(30, 1, 60).options()}}
    with (
        reaching(short, "a") as one,
        reaching(short, "b") as other,
        transaction.atomic(using="a"),
    ):
        with one.cursor() as cursor:
            cursor.execute("LOCK TABLE units_unit IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            asked(other, "SELECT count(*) FROM units_unit")
        assert asked(other, "SELECT 1") == 1
        assert asked(other, "SHOW statement_timeout") == "30s"
