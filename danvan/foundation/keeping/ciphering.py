"""Encryption with age: to public keys, or to a key that a passphrase locks.

The age tools open both without this software, too; docs/operations.md says how.
"""

import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import pyrage
from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused

MAGIC = b"age-encryption.org/"
KEY, BODY = "key.age", "backup.tar.age"
LONGEST_KEY = 4_096


def recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Public keys as they are printed: age1…"""
    try:
        return [pyrage.x25519.Recipient.from_str(text.strip()) for text in texts]
    except pyrage.RecipientError as fault:
        raise Refused(
            _("A public key of age begins with age1; this is none")
        ) from fault


def identities(text: str) -> list[pyrage.x25519.Identity]:
    """Private keys from a file as age-keygen writes it; its remarks begin with #."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [
            pyrage.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
    except pyrage.IdentityError as fault:
        raise Refused(_("The file holds no private key of age")) from fault
    if not found:
        raise Refused(_("The file holds no private key of age"))
    return found


@contextmanager
def encrypting(
    out: IO[bytes], to: Sequence[pyrage.x25519.Recipient]
) -> Iterator[IO[bytes]]:
    """What is written here arrives in `out` encrypted; nothing plain touches a disk."""
    reading, writing = os.pipe()
    faults: list[Exception] = []

    def work() -> None:
        with os.fdopen(reading, "rb") as plain:
            try:
                pyrage.encrypt_io(plain, out, to)
            except Exception as fault:  # noqa: BLE001 - told to the thread that writes
                faults.append(fault)

    thread = threading.Thread(target=work, name="age")
    thread.start()
    try:
        with os.fdopen(writing, "wb") as plain:
            yield plain
    except BrokenPipeError:
        thread.join()
        raise OSError(f"Encrypting stopped: {faults[:1]}") from None
    finally:
        thread.join()
    if faults:
        raise OSError(f"Encrypting stopped: {faults[0]}") from faults[0]


@contextmanager
def locking(out: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    """A tar of two: a new key locked by the passphrase, and what is encrypted to it."""
    identity = pyrage.x25519.Identity.generate()
    key = pyrage.passphrase.encrypt(str(identity).encode(), passphrase)
    write_head(out, KEY, len(key))
    out.write(key.ljust(padded(len(key)), b"\0"))
    place = out.tell()
    write_head(out, BODY, 0)
    with encrypting(out, [identity.to_public()]) as plain:
        yield plain
    size = out.tell() - place - tarfile.BLOCKSIZE
    out.write(bytes(padded(size) - size + 2 * tarfile.BLOCKSIZE))
    end = out.tell()
    out.seek(place)
    write_head(out, BODY, size)  # now that its length is known
    out.seek(end)


def write_head(out: IO[bytes], name: str, size: int) -> None:
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    out.write(head.tobuf(tarfile.GNU_FORMAT))


def padded(size: int) -> int:
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE


def is_encrypted(source: IO[bytes]) -> bool:
    found = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return found


def open_lock(
    source: IO[bytes], passphrase: Callable[[], str]
) -> tuple[str, IO[bytes]] | None:
    """The key in a locked backup, and what it opens; None: it has no lock."""
    with tarfile.open(fileobj=source, mode="r:") as outer:
        key = outer.next()
        body = outer.next() if key and key.name == KEY else None
        box = outer.extractfile(key) if key and body and body.name == BODY else None
        inner = outer.extractfile(body) if body and box else None
        if box is None or inner is None:
            source.seek(0)
            return None
        locked = box.read(LONGEST_KEY)
    try:
        opened: bytes = pyrage.passphrase.decrypt(locked, passphrase())
    except pyrage.DecryptError as fault:
        raise Refused(_("The passphrase does not open this backup")) from fault
    return opened.decode(), inner


def decrypt(
    source: IO[bytes], out: IO[bytes], keys: Sequence[pyrage.x25519.Identity]
) -> None:
    try:
        pyrage.decrypt_io(source, out, keys)
    except (pyrage.DecryptError, tarfile.TarError, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno:
            raise  # the disk's own fault
        raise Refused(
            _("The key does not open this backup, or the backup is damaged")
        ) from fault
