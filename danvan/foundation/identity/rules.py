"""How long a guesser waits, who needs a second factor, and what codes look like."""

import ipaddress
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from danvan.foundation.access.rules import Role
from danvan.foundation.units.rules import Level


class Factor(StrEnum):
    """By what a person has proved who he or she is."""

    PASSWORD = "password"  # noqa: S105 - the name of a factor
    OPENID = "openid"
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY = "recovery_code"


STRONG = {Factor.TOTP, Factor.PASSKEY, Factor.RECOVERY}
"""What only somebody with the second factor can give."""

COUNTED = timedelta(hours=24)
"""How long a try that failed is remembered."""

FREE_TRIES = {"here": 10, "account": 30, "address": 100}
"""One name from one place; one name from anywhere; any name from one place."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)

HALFWAY = timedelta(minutes=10)
"""How long a person who gave the password may look for the second factor."""

CHALLENGE = timedelta(minutes=5)
"""How long a passkey may take to answer."""

FRESH = timedelta(minutes=15)
"""How long a proof counts for changing one's factors."""

KNOWN_DEVICE = timedelta(days=180)
DEVICE_ACCOUNTS = 5

RECOVERY_CODES = 10
_CLEAR_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def wait_after(failures: int, free: int) -> timedelta:
    """None for the free tries, then a minute, doubled by every further failure."""
    if failures < free:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)


def free_at(failures: Sequence[datetime], free: int) -> datetime | None:
    """When the next try is open, given the failures in their order."""
    return failures[-1] + wait_after(len(failures), free) if failures else None


def rounded_up(moment: datetime) -> datetime:
    """The next full minute: a clock without seconds must not promise too early."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def network(address: str) -> str:
    """What one visitor holds: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004 - the version's name
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


def needs_second_factor(held: Iterable[tuple[str, int]]) -> bool:
    """Whether one of these roles, each with the level of its unit, asks for it."""
    return any(
        role == Role.ADMINISTRATOR or level == Level.PROVINCE for role, level in held
    )


def recovery_code() -> str:
    """Sixteen letters and digits (79 bits), in groups that are read aloud easily."""
    letters = [secrets.choice(_CLEAR_LETTERS) for _letter in range(16)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def bare(code: str) -> str:
    """A code as it was made, however it was typed: "AB cd" → "abcd"."""
    return re.sub(r"[\W_]+", "", code).casefold()
