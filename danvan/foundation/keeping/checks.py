"""What is said of the database when the server is prepared."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import connections

OLDEST_POSTGRES = 15
MENDED_SQLITE = (3, 51, 3)


@register(Tags.database)
def check_version(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A PostgreSQL that is too old is an error, an unmended SQLite a warning."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "sqlite":
            found += sqlite_version(sqlite3.sqlite_version_info)
        else:
            with connection.temporary_connection():
                major = connection.get_database_version()[0]
            found += postgres_version(major)
    return found


def postgres_version(major: int) -> list[CheckMessage]:
    if major >= OLDEST_POSTGRES:
        return []
    said = f"PostgreSQL {major} is too old; {OLDEST_POSTGRES} or newer is needed."
    return [Error(said, id="keeping.E001")]


def sqlite_version(version: tuple[int, ...]) -> list[CheckMessage]:
    if version >= MENDED_SQLITE:
        return []
    return [
        Warning(
            f"SQLite {'.'.join(map(str, version))} has a rare fault of its write-ahead "
            "log that was mended in 3.51.3.",
            hint="Make backups, and use PostgreSQL where many people write.",
            id="keeping.W001",
        )
    ]
