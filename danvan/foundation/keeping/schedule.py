"""What the nights do: a backup, its old ones let go, and a look at the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.keeping import making, rules
from danvan.foundation.keeping.making import Lock, Made

ABANDONED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the administrator, with the tone of its box."""

    tone: str
    sentence: str


def back_up(at: datetime) -> str:
    """A job: one backup of the night, then the old ones go."""
    folder: Path | None = settings.DANVAN_BACKUP_DIR
    if folder is None:
        return _("DANVAN_BACKUP_DIR is not set")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(folder) as is_mine:
        if not is_mine:
            return _("Another process is making a backup")
        made = making.make(folder, at=at, lock=Lock(settings.DANVAN_BACKUP_RECIPIENTS))
        gone = let_go(folder, at)
    return summary(made, gone)


def summary(made: Made, gone: int) -> str:
    told = made.manifest
    words = {
        "name": made.path.name,
        "rows": told.rows,
        "files": len(told.files),
        "size": made.path.stat().st_size // 1_000_000 + 1,
        "gone": gone,
        "faults": len(told.missing) + len(told.damaged),
    }
    return (
        _(
            "%(name)s: %(rows)d rows, %(files)d files, %(size)d MB; files missing or "
            "damaged: %(faults)d; old backups removed: %(gone)d"
        )
        % words
    )


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is at it in this folder; the lock ends with its process."""
    with (folder / ".danvan-backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def let_go(folder: Path, at: datetime) -> int:
    """Remove what the rule does not keep, and what a killed process left half."""
    there = {path: made for path in folder.iterdir() if (made := made_at(path))}
    keep = rules.kept(there.values(), rules.Keep(*settings.DANVAN_BACKUP_KEEP))
    old = [path for path, made in there.items() if made not in keep]
    for path in [*old, *halves(folder, at)]:
        path.unlink(missing_ok=True)
    return len(old)


def made_at(path: Path) -> datetime | None:
    return rules.made_at(path.name)


def halves(folder: Path, at: datetime) -> Iterator[Path]:
    before = (at - ABANDONED).timestamp()
    for path in folder.glob(f".danvan-*{rules.PART}"):
        if path.stat().st_mtime < before:
            yield path


def newest(folder: Path) -> datetime | None:
    """When the last whole backup was made."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return None
    times = [made for name in names if (made := rules.made_at(name))]
    return timezone.make_aware(max(times)) if times else None


def notice(at: datetime) -> Notice:
    """For the page of jobs: how old the last good backup is."""
    folder: Path | None = settings.DANVAN_BACKUP_DIR
    if folder is None:
        return Notice(
            "warning",
            _("No backup is made at night: DANVAN_BACKUP_DIR is not set."),
        )
    last = newest(folder)
    if last is None:
        return Notice("warning", _("There is no backup yet in DANVAN_BACKUP_DIR."))
    hours = int((at - last).total_seconds() // 3600)
    old = ngettext(
        "The last good backup is %(hours)d hour old.",
        "The last good backup is %(hours)d hours old.",
        hours,
    ) % {"hours": hours}
    return Notice("info" if at - last <= rules.STALE else "warning", old)


def check_database(at: datetime) -> str:
    """A job on SQLite: the log goes back into the file, and the file is examined."""
    if connection.vendor != "sqlite":
        return _("PostgreSQL looks after itself")
    with connection.cursor() as cursor:
        is_busy = not log_goes_back(cursor)
        said = [row[0] for row in cursor.execute("PRAGMA integrity_check(10)")]
        loose = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if said != ["ok"] or loose:
        faults = "; ".join([text for text in said if text != "ok"])
        rows = ", ".join(f"{table} {row}" for table, row, *_rest in loose[:10])
        raise BrokenDatabase(f"{faults} {rows}".strip())
    return _("Whole; the log is still in use") if is_busy else _("Whole")


def log_goes_back(cursor: CursorWrapper) -> bool:
    """Whether the whole log went into the file; not while somebody uses it."""
    try:
        return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except OperationalError:
        return False


class BrokenDatabase(Exception):
    """SQLite found its own file damaged: restore the last good backup."""
