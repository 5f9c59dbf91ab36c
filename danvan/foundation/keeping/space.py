"""Whether the disk has room, asked before anything is written."""

import shutil
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused

SPARE = 64 * 1024 * 1024
"""What a disk keeps free for everybody else."""
MEGABYTE = 1_000_000


def must_fit(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + SPARE:
        sentence = _(
            "There is no room in %(folder)s: %(wanted)d MB are needed, "
            "%(free)d MB are free"
        )
        words = {
            "folder": folder,
            "wanted": (wanted + SPARE) // MEGABYTE + 1,
            "free": free // MEGABYTE,
        }
        raise Refused(sentence % words)


def size_of(connection: BaseDatabaseWrapper) -> int:
    """Bytes of the database; packed rows take less."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        found: int = cursor.fetchone()[0]
        return found
