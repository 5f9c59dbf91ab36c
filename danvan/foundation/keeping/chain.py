"""The audit log's chain, as a copy of the database has it."""

from dataclasses import asdict
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from danvan.foundation.audit import queries
from danvan.foundation.keeping.connecting import standing_in


def head(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Where it ends."""
    with standing_in(connection.alias):
        return asdict(queries.head())


def faults(connection: BaseDatabaseWrapper, end: dict[str, Any] | None) -> list[str]:
    """What is wrong with it, in sentences; its end has to be the one named."""
    anchor = (end["number"], end["digest"]) if end and end["number"] else None
    with standing_in(connection.alias):
        return queries.verify(anchor).faults
