"""The box a name lies in: encrypted, padded, and bound to its matter.

Two boxes of one person have nothing in common, so neither an index nor an order over
them tells who spoke twice. `settings.SEAL_KEYS` are the keys, the first one seals;
where there are none, one is made once and kept in the data directory.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from danvan.foundation.documents.durable import write_through
from danvan.shared.refusals import Refused

BLOCK = 512
"""Contents are filled up to a multiple of this, so that no length tells a name."""


@dataclass(frozen=True, slots=True, repr=False)
class Speaker:
    """Who raised a matter. Never printed: its text would end in a log."""

    name: str
    contact: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.contact)


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


def fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys()])


@sensitive_variables()
def close(speaker: Speaker, matter: UUID) -> bytes:
    """A sealed box that opens for this matter only."""
    words = {"of": matter.hex, "name": speaker.name, "contact": speaker.contact}
    plain = json.dumps(words, ensure_ascii=False).encode()
    return fernet().encrypt(plain.ljust(-(-len(plain) // BLOCK) * BLOCK))


@sensitive_variables()
def open_(box: bytes, matter: UUID) -> Speaker:
    try:
        words = json.loads(fernet().decrypt(box))
    except InvalidToken as fault:
        raise broken() from fault
    if words.pop("of") != matter.hex:
        raise broken()
    return Speaker(**words)


def broken() -> Refused:
    return Refused(
        _(
            "The sealed name cannot be opened: its key is missing. Tell the "
            "administrator; the matter itself is complete"
        )
    )


def reclose(box: bytes) -> bytes:
    """The same content under the first key and a fresh number."""
    try:
        return fernet().rotate(box)
    except InvalidToken as fault:
        raise broken() from fault
