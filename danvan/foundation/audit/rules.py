"""How the log is chained: each entry's digest holds the digest before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

BEGINNING = "0" * 64
"""What stands before the first link."""

SETTLED = timedelta(hours=1)
"""No transaction is open for so long: a smaller number that comes later was put in."""


def canonical(values: Mapping[str, Any]) -> str:
    """One spelling of an entry, the same from every database.

    Empty columns are left out, so that a column added later changes no old digest.
    """
    told = {name: spelled(value) for name, value in values.items()}
    kept = {name: value for name, value in told.items() if value not in (None, "", {})}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def spelled(value: Any) -> Any:
    """Whole figures as integers: PostgreSQL gives 100 back for 1e2."""
    if isinstance(value, dict):
        return {str(key): spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spelled(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def digest_of(
    previous: str, *, number: int, at: datetime, values: Mapping[str, Any]
) -> str:
    """SHA-256 over the digest before, the place and time of the link, the entry."""
    words = (previous, str(number), str(spelled(at)), canonical(values))
    return hashlib.sha256("\n".join(words).encode("ascii")).hexdigest()


class Order:
    """Tells an entry whose number was used up long before it was linked.

    Numbers are given in order, and whatever is there is linked together; so only what
    was put in by hand comes with a number below those linked an hour before.
    """

    def __init__(self) -> None:
        self.recent: list[tuple[datetime, int]] = []
        self.settled = 0

    def passes(self, number: int, at: datetime) -> bool:
        """Whether the next entry comes in its time; then it is remembered."""
        while self.recent and self.recent[0][0] <= at - SETTLED:
            self.settled = max(self.settled, self.recent.pop(0)[1])
        in_time = number > self.settled
        self.remember(number, at)
        return in_time

    def remember(self, number: int, at: datetime) -> None:
        """One highest number for everything linked at one moment."""
        if self.recent and self.recent[-1][0] == at:
            self.recent[-1] = at, max(number, self.recent[-1][1])
        else:
            self.recent.append((at, number))


def parse_anchor(typed: str) -> tuple[int, str] | None:
    """(number, digest) of "DIGEST@NUMBER"; None when it is not of that form."""
    digest, _at, number = typed.strip().lower().partition("@")
    hexadecimal = len(digest) == len(BEGINNING) and not set(digest) - set(
        "0123456789abcdef"
    )
    if not (hexadecimal and number.isdecimal() and number.isascii()):
        return None
    return int(number), digest


def stretch(first: int, last: int) -> str:
    """ "5" or "5–7"."""
    return str(first) if first == last else f"{first}–{last}"
