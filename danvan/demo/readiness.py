"""Whether a database is empty, and the lock under which it is filled."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from danvan.foundation.access.models import User
from danvan.records.activities.models import Activity, Directive
from danvan.records.blocs.models import Bloc

LOCK = 6_202_301
"""Any number that nothing else of the project locks on PostgreSQL."""
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
PATIENCE = 10 * 60 * 1000
"""Milliseconds SQLite waits for somebody else's filling to end."""


def in_use() -> bool:
    """Somebody has begun to work; units alone are no work yet."""
    return any(
        model._default_manager.exists() for model in (Bloc, User, Activity, Directive)
    )


@contextmanager
def alone() -> Iterator[None]:
    """One transaction at a time; whoever comes second sees what the first made."""
    if connection.vendor == "sqlite":
        with patient(), transaction.atomic():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for limit in LIMITS:  # whoever comes second waits for minutes
            cursor.execute(f"SET LOCAL {limit} = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


@contextmanager
def patient() -> Iterator[None]:
    """SQLite begins by taking the only place of a writer; wait for it for minutes."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
