"""The files behind records: which lie there, which a row names."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from danvan.foundation.keeping.tables import Table

CHECKSUM = "kept_sha256"
"""The field in which a row with a file says what was kept of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the store by its path below it."""

    name: str
    path: Path
    size: int
    changed: float


def walk(root: Path) -> Iterator[Found]:
    """Plain files only; a link is nobody's record."""
    for folder, inner, names in os.walk(root):
        inner.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if not path.is_symlink() and path.is_file():
                told = path.stat()
                short = path.relative_to(root).as_posix()
                yield Found(short, path, told.st_size, told.st_mtime)


def named(tables: list[Table], connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Each file that a row names → the checksum it was kept with, where one is told."""
    found: dict[str, str] = {}
    for table in tables:
        rows = table.model._base_manager.using(connection.alias)
        told = {field.name for field in table.fields}
        for field in table.fields:
            if isinstance(field, models.FileField):
                sums = CHECKSUM if CHECKSUM in told else field.name
                pairs = rows.values_list(field.name, sums).iterator()
                found |= {name: sha if sums == CHECKSUM else "" for name, sha in pairs}
    found.pop("", None)
    return found


def size(root: Path) -> int:
    return sum(each.size for each in walk(root))
