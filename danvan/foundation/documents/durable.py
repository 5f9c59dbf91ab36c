"""Stored files that are on the disk, name and all, before their row is committed."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """A new file is written through before it counts, or leaves nothing behind.

    The database writes a commit through to the disk; without this the machine could
    lose its power and come back with the row and half of the file.
    """

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            kept = str(super()._save(name, content))  # type: ignore[misc]
            path = Path(self.path(kept))
            self._write_through(path)
        except BaseException:
            if not was_there:
                path.unlink(missing_ok=True)  # half a file, on a disk that is full
            raise
        return kept

    def _write_through(self, path: Path) -> None:
        """The content, then the names of the folders down to it."""
        write_through(path)
        for folder in path.parents:
            write_through(folder)
            if folder == Path(self.location):
                break


def write_through(path: Path) -> None:
    """A file's content, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
