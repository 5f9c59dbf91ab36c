"""From where somebody acts: known at the edge, kept apart from what was done."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from danvan.foundation.audit.models import Entry, Origin

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Whence:
    """A client's address and its browser, or the name of a command."""

    address: str = ""
    browser: str = ""


_now: ContextVar[Whence | None] = ContextVar("whence", default=None)


@contextmanager
def coming_from(whence: Whence | None) -> Iterator[None]:
    """Everything recorded inside came from there; None: it is not to be kept."""
    before = _now.set(whence)
    try:
        yield
    finally:
        _now.reset(before)


def note(entries: Iterable[Entry]) -> None:
    """Keep from where these stored entries came, when that is known."""
    whence = _now.get()
    if whence is None:
        return
    Origin.objects.bulk_create(
        [
            Origin(
                entry_id=entry.pk,
                at=entry.at,
                address=whence.address[:45],
                browser=whence.browser[:80],
            )
            for entry in entries
        ],
        batch_size=500,
    )


def forget(at: datetime) -> str:
    """A job: drop addresses and browsers after 90 days."""
    gone, _rows = Origin.objects.filter(at__lt=at - KEPT).delete()
    if not gone:
        return ""
    said = ngettext("%(number)s origin forgotten", "%(number)s origins forgotten", gone)
    return said % {"number": gone}


_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/(\d+)"),
    ("Cốc Cốc", r"\bcoc_coc_browser/(\d+)"),
    ("Opera", r"\bOPR/(\d+)"),
    ("Samsung Internet", r"\bSamsungBrowser/(\d+)"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"\b(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"\bVersion/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/"),
)
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


def browser_of(agent: str) -> str:
    """ "Chrome 131, Android": what helps a person to tell one's own device."""
    agent = agent[:400]
    found = ((name, re.search(pattern, agent)) for name, pattern in _BROWSERS)
    browser = next((f"{name} {match[1]}" for name, match in found if match), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    return ", ".join(filter(None, (browser, system)))
