"""Opening a backup, whatever closes it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from danvan.foundation.keeping import ciphering, space
from danvan.foundation.keeping.archive import Archive, told_as_damaged
from danvan.shared.refusals import Refused


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a backup, asked for only when it is needed."""

    identities: Callable[[], str] = str
    passphrase: Callable[[], str] = str


@contextmanager
def opened(path: Path, keys: Keys, scratch: Path) -> Iterator[Archive]:
    """The archive, decrypted where need be to a file without a name in `scratch`."""
    try:
        source = path.open("rb")
    except OSError as fault:
        raise Refused(_("The backup cannot be opened: %s") % fault.strerror) from fault
    with source, plain(source, keys, scratch) as readable:
        yield Archive(readable)


@contextmanager
def plain(source: IO[bytes], keys: Keys, scratch: Path) -> Iterator[IO[bytes]]:
    key, body = unlocked(source, keys)
    if body is None:
        yield source
        return
    space.must_fit(scratch, source.seek(0, 2) - source.seek(0))
    with tempfile.TemporaryFile(dir=scratch) as out:
        ciphering.decrypt(body, out, ciphering.identities(key))
        out.seek(0)
        yield out


def unlocked(source: IO[bytes], keys: Keys) -> tuple[str, IO[bytes] | None]:
    """The private key and what it opens; None: nothing is closed."""
    if ciphering.is_encrypted(source):
        key = keys.identities()
        if not key:
            raise Refused(
                _("The backup is encrypted to a public key. Add --identity FILE")
            )
        return key, source
    with told_as_damaged():
        locked = ciphering.open_lock(source, lambda: asked(keys))
    return locked or ("", None)


def asked(keys: Keys) -> str:
    passphrase = keys.passphrase()
    if not passphrase:
        raise Refused(
            _("The backup is locked by a passphrase. Add --passphrase-file FILE")
        )
    return passphrase
