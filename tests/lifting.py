"""Tests alone may change the log: to empty the database, and to see a change found."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from danvan.foundation.audit import guards


@contextmanager
def lifted() -> Iterator[None]:
    """The database lets the log be changed inside, and refuses again afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in guards.names(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
    try:
        yield
    finally:
        with transaction.atomic():
            guards.put(connection)
