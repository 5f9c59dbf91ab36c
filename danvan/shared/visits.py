"""What is known of the request at work: for the log and for a page about a fault."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass

_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Not mistaken for one another when read out on the telephone."""


def new_reference() -> str:
    """Eight letters and digits in two groups, like 7K3F-92QD."""
    letters = "".join(secrets.choice(_CLEAR) for _letter in range(8))
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(slots=True)
class Visit:
    """One request: its reference, its view and who sent it, by number only."""

    reference: str
    view: str = ""
    user: int | None = None
    cause: str = ""
    """Why it could not be answered; a code of `outages`."""


CURRENT: ContextVar[Visit | None] = ContextVar("visit", default=None)


def reference() -> str:
    """The number a person can name; a fresh one outside any request."""
    visit = CURRENT.get()
    return visit.reference if visit else new_reference()
