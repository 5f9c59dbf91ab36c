"""Clearing away files that no record names."""

import logging
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from danvan.foundation.documents.models import FOLDER, Attachment, original_of
from danvan.foundation.documents.uploads import incoming

logger = logging.getLogger(__name__)

SETTLED = timedelta(hours=24)
"""Far longer than any sending takes: what is younger may still get its row."""
FORGOTTEN = timedelta(days=7)
"""A temporary upload that nobody came back to."""
BATCH = 500
_OURS = re.compile(r"[0-9a-f]{32}(?:_\w+)?(?:\.webp)?")


def sweep(at: datetime) -> dict[str, int]:
    """Remove old files without a row, and uploads left behind; safe to repeat."""
    counts = {"attachments": sweep_store(at), "uploads": sweep_uploads(at)}
    if any(counts.values()):
        logger.warning("Swept %(attachments)d files, %(uploads)d uploads", counts)
    return counts


def sweep_store(at: datetime) -> int:
    """Files of the store that neither a standing nor a withdrawn row names."""
    gone = 0
    for folder in folders():
        names = list(settled(folder, at))
        for start in range(0, len(names), BATCH):
            batch = names[start : start + BATCH]
            rows = Attachment.objects.filter(pk__in={number_of(name) for name in batch})
            kept = set(rows.values_list("file", flat=True))
            for name in batch:
                if original_of(name) not in kept:
                    default_storage.delete(name)
                    gone += 1
    return gone


def number_of(name: str) -> uuid.UUID:
    """The row that a file of the store was written for."""
    return uuid.UUID(name.rpartition("/")[2][:32])


def folders() -> list[str]:
    try:
        found = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{name}" for name in found]


def settled(folder: str, at: datetime) -> Iterator[str]:
    """Files of ours that have lain there long enough."""
    for file in default_storage.listdir(folder)[1]:
        name = f"{folder}/{file}"
        if not _OURS.fullmatch(file):
            continue
        try:
            changed = default_storage.get_modified_time(name)
        except FileNotFoundError:  # taken away meanwhile
            continue
        if changed < at - SETTLED:
            yield name


def sweep_uploads(at: datetime) -> int:
    """Whatever a process that was killed left among the temporary uploads."""
    root = Path(settings.DATA) / "uploads"
    gone = 0
    for path in sorted(root.rglob("*"), reverse=True):
        age = SETTLED if path.is_relative_to(incoming()) else FORGOTTEN
        if path in {root, incoming()} or not older(path, at - age):
            continue
        gone += remove(path)
    return gone


def older(path: Path, moment: datetime) -> bool:
    try:
        return path.lstat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def remove(path: Path) -> int:
    """1 for a file that went; an empty folder goes uncounted, a full one stays."""
    try:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
            return 0
        path.unlink(missing_ok=True)
    except OSError:
        return 0
    return 1
