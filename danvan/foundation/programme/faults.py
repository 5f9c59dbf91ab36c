"""What is wrong with a programme file, said to the person who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault; line 0 is the whole file, `where` a path like targets[4].title."""

    line: int
    where: str
    message: str

    def __str__(self) -> str:
        """`12: reason`, ready to stand behind `FILE:`; no number for the whole file."""
        return f"{self.line}: {self.message}" if self.line else f" {self.message}"


class ProgrammeBroken(Exception):
    """A programme file with faults; nothing of it was loaded."""

    def __init__(self, path: str, faults: Iterable[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(f"{path}:{fault}" for fault in self.faults))


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?`, or the whole list when nothing looks alike."""
    names = sorted(set(known))
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return _("Did you mean “%(name)s”?") % {"name": close[0]}
    if not names:
        return _("The file declares none.")
    return _("Choose from: %(names)s.") % {"names": ", ".join(names)}
