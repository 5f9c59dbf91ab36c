"""Why the system cannot answer for a while: a short code for each cause that passes.

Everything else is a fault of the program.
"""

import errno
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.transaction import TransactionManagementError

FULL, READ_ONLY, BROKEN = "disk_full", "disk_read_only", "disk_broken"
BUSY, AWAY, SLOW = "database_busy", "database_away", "database_slow"

_FILES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: BROKEN,
}
_SQLITE = {5: BUSY, 6: BUSY, 8: READ_ONLY, 10: BROKEN, 13: FULL, 14: AWAY}
"""By primary result code: busy, locked, readonly, ioerr, full, cantopen."""
_POSTGRES = {
    "08": AWAY,
    "25006": READ_ONLY,
    "40001": BUSY,
    "40P01": BUSY,
    "53100": FULL,
    "53": BUSY,
    "55P03": BUSY,
    "57014": SLOW,
    "57P": AWAY,
    "58": BROKEN,
}
"""By SQLSTATE, the longest beginning first."""
_LONGEST = 10


def cause_of(fault: BaseException | None) -> str:
    """The code of what stands in the way; "" for anything else."""
    for each in chain(fault):
        if code := cause_of_one(each):
            return code
    return ""


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault and what it was raised from."""
    for _step in range(_LONGEST):
        if fault is None:
            return
        yield fault
        # A broken transaction is told of while the first fault is being dealt with.
        behind = isinstance(fault, TransactionManagementError)
        fault = fault.__cause__ or (fault.__context__ if behind else None)


def cause_of_one(fault: BaseException) -> str:
    if isinstance(fault, DatabaseError | InterfaceError):
        return cause_in_database(fault)
    if isinstance(fault, OSError):
        return _FILES.get(fault.errno or 0, "")
    return ""


def cause_in_database(fault: Exception) -> str:
    """What the driver said, which Django keeps behind its own exception."""
    said = fault.__cause__
    if code := getattr(said, "sqlite_errorcode", None):
        return _SQLITE.get(code & 0xFF, "")
    if state := getattr(said, "sqlstate", None):
        return next(
            (_POSTGRES[s] for s in (state, state[:3], state[:2]) if s in _POSTGRES), ""
        )
    # No answer at all: refused, cut off, or no connection free.
    return AWAY if isinstance(fault, OperationalError | InterfaceError) else ""
