"""Columns that both databases compare alike."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class OrderKeyField(models.CharField):
    """ASCII from shared.text.sort_key, compared byte by byte whatever the locale.

    SQLite does so by itself; PostgreSQL needs the collation "C", which SQLite lacks.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
