"""What a backup is called, which ones are kept, and which names may be unpacked."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

PLAIN, SEALED, LOCKED = ".tar", ".tar.age", ".locked.tar"
PART = ".part"
"""What a backup ends with until it is whole."""
STALE = timedelta(days=2)
"""From here on the last good backup is called old."""

_NAME = re.compile(r"danvan-(\d{8}-\d{6})(?:\.tar|\.tar\.age|\.locked\.tar)")
_STAMP = "%Y%m%d-%H%M%S"


def name_at(at: datetime, ending: str) -> str:
    """`at` is a local time; the zone is left out, so names sort as they were made."""
    return f"danvan-{at:{_STAMP}}{ending}"


def made_at(name: str) -> datetime | None:
    """When a backup was made, told by its name; None for anything else."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _STAMP) if found else None  # noqa: DTZ007 - local, as the name says
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months keep their newest backup."""

    days: int
    weeks: int
    months: int


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """The newest of each of the last days, weeks and months that have any."""
    newest = sorted(moments, reverse=True)
    return (
        newest_of(newest, keep.days, lambda at: at.date())
        | newest_of(newest, keep.weeks, lambda at: at.isocalendar()[:2])
        | newest_of(newest, keep.months, lambda at: (at.year, at.month))
        | set(newest[:1])
    )


def newest_of(
    newest: list[datetime], count: int, period: Callable[[datetime], object]
) -> set[datetime]:
    first: dict[object, datetime] = {}
    for at in newest:
        first.setdefault(period(at), at)
    return set(list(first.values())[:count])


def is_safe(name: str) -> bool:
    """A path that stays below the folder it is unpacked into."""
    path = PurePosixPath(name)
    return (
        bool(name)
        and name == str(path)
        and not path.is_absolute()
        and not {"..", "."} & set(path.parts)
        and not re.search(r"[\\\x00-\x1f]", name)
    )
