"""Two clerks, one text: what each wrote is kept, pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

BLOCKS = ("present", "absent", "opening", "discussion", "closing")
TEXTS = ("present", "absent", "clerk", "opening", "discussion", "closing")
"""Columns of minutes that people write."""


def mark(text: str) -> str:
    """A short sign of a text, by which a form remembers what the person was shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marks(texts: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{mark(texts[name])}" for name in TEXTS)


def read_marks(seen: str) -> dict[str, str]:
    """Marks by column; what cannot be read is left out and counts as not seen."""
    pairs = (piece.partition(":") for piece in seen.split())
    return {name: sign for name, colon, sign in pairs if colon and name in TEXTS}


@dataclass(frozen=True, slots=True)
class Merged:
    """Two versions of minutes brought together; `clashing` columns need a person."""

    texts: dict[str, str]
    taken_over: tuple[str, ...]
    clashing: tuple[str, ...]


def merge(mine: Mapping[str, str], theirs: Mapping[str, str], seen: str) -> Merged:
    """What only one of two people changed is taken; what both changed clashes.

    `seen` are the marks of the texts from which `mine` was written.
    """
    base = read_marks(seen)
    texts, taken, clashing = {}, [], []
    for name in TEXTS:
        texts[name] = mine[name]
        if mine[name] == theirs[name] or mark(theirs[name]) == base.get(name):
            continue
        if mark(mine[name]) == base.get(name):
            texts[name] = theirs[name]
            taken.append(name)
        else:
            clashing.append(name)
    return Merged(texts, tuple(taken), tuple(clashing))


def combined(mine: str, theirs: str) -> str:
    """Every line of both texts, common lines once; theirs first where they differ."""
    return "\n".join(lines_of_both(theirs.splitlines(), mine.splitlines()))


def lines_of_both(theirs: list[str], mine: list[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        yield from theirs[first:last]
        if what != "equal":
            yield from mine[start:end]
