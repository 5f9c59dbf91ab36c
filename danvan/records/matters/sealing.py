"""The box a name lies in: encrypted, padded, and bound to its matter.

Two boxes of one person have nothing in common, so neither an index nor an order over
them tells who spoke twice. Which keys there are, `danvan.shared.keys` says.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from danvan.shared.keys import keys
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
