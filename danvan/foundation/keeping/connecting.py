"""Reaching a database beside Django's own settings, in this thread alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from django.utils.connection import ConnectionProxy

from danvan.shared import databases

SCRATCH = "scratch"
READING = "reading"
RESTORING = "restoring"
SOURCE, TARGET = "source", "target"


@contextmanager
def reaching(told: dict[str, Any], alias: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection under a name; queries reach it by `using(alias)`.

    Held by this thread only: the settings, which all threads share, stay as they are.
    """
    usual = connections.settings[DEFAULT_DB_ALIAS]
    rest = {
        name: usual[name] for name in ("ATOMIC_REQUESTS", "AUTOCOMMIT", "TIME_ZONE")
    }
    blank = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), "")
    once = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    words = blank | rest | told | once | {"TEST": {"MIRROR": None, "NAME": None}}
    made: BaseDatabaseWrapper = load_backend(told["ENGINE"]).DatabaseWrapper(
        words, alias
    )
    connections[alias] = made
    try:
        yield made
    finally:
        made.close()
        del connections[alias]


@contextmanager
def standing_in(alias: str) -> Iterator[None]:
    """Let everything that names no database read this one."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """The installation's database as it is at one moment, while others write to it."""
    with (
        reaching(
            unhurried(connections[DEFAULT_DB_ALIAS], is_reading=True), READING
        ) as it,
        transaction.atomic(using=READING),
    ):
        with it.cursor() as cursor:  # the first reading fixes the moment
            cursor.execute("SELECT count(*) FROM django_migrations")
        yield it


@contextmanager
def scratch(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """An empty SQLite of its own, as quick as something thrown away may be."""
    told = databases.sqlite(folder / "scratch.sqlite3")
    told["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=MEMORY;PRAGMA synchronous=OFF"
    )
    with reaching(told, SCRATCH) as it:
        yield it


def unhurried(
    connection: BaseDatabaseWrapper | ConnectionProxy, *, is_reading: bool = False
) -> dict[str, Any]:
    """The same database without time limits and without a pool."""
    told = dict(connection.settings_dict)
    options = {k: v for k, v in told["OPTIONS"].items() if k not in {"pool", "options"}}
    if connection.vendor == "postgresql":
        options["options"] = limits(is_reading=is_reading)
        if is_reading:
            options["isolation_level"] = repeatable_read()
    elif is_reading:
        options["transaction_mode"] = "DEFERRED"  # takes no writer's place
        options["init_command"] += ";PRAGMA query_only=1"
    return told | {"OPTIONS": options}


def limits(*, is_reading: bool) -> str:
    none = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    return f"{none} -c default_transaction_read_only={'on' if is_reading else 'off'}"


def repeatable_read() -> object:
    from psycopg import IsolationLevel

    return IsolationLevel.REPEATABLE_READ
