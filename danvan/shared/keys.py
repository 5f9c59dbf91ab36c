"""Keys that seal what must not be read from a copy of the database.

`settings.SEAL_KEYS` are the keys, the first one seals; where there are none, one is
made once and kept in the data directory.
"""

import base64
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def keys() -> Sequence[str]:
    given: Sequence[str] = getattr(settings, "SEAL_KEYS", ())
    return given or [own_key(Path(settings.DATA))]


def own_key(data: Path) -> str:
    """The key in the data directory, made once; two makers at once agree on one."""
    path = data / "seal_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(Fernet.generate_key())
        write_through(fresh)  # without it a power failure could take every name
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        write_through(data)
    return path.read_text(encoding="ascii").strip()


def write_through(path: Path) -> None:
    """Wait until the file, or the names in the folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def derived(purpose: str) -> list[bytes]:
    """A key of its own for each purpose, one from every key above."""
    made = []
    for key in keys():
        hkdf = HKDF(SHA256(), length=32, salt=None, info=purpose.encode())
        made.append(base64.urlsafe_b64encode(hkdf.derive(key.encode())))
    return made


def fernet(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in derived(purpose)])
