"""Digits as people type them, found in a text however they are disguised."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LIKE_ZERO, _LIKE_ONE = "OoΟοОо", "lI|ı"
"""Latin, Greek and Cyrillic letters that look like 0, and signs that look like 1."""
_LETTERS = str.maketrans(
    _LIKE_ZERO + _LIKE_ONE, "0" * len(_LIKE_ZERO) + "1" * len(_LIKE_ONE)
)
_WORD = re.compile(rf"(?<!\w)(?:\d|[{_LIKE_ZERO}{_LIKE_ONE}]){{3,}}(?!\w)")
_GROUP = re.compile("[0-9]+")
_HIDDEN = {"Cf", "Mn"}
_MOST_GROUPS = 13
_JOINS = re.compile(r"[ .\-_()]{0,3}")
_DASH, _SPACE, _DOT = "Pd", "Zs", "．。·•∙⋅"


@dataclass(frozen=True, slots=True)
class Plain:
    """A text with plain digits and signs; `origin` tells where each one came from."""

    text: str
    origin: tuple[int, ...]
    source: str

    def piece(self, start: int, end: int) -> str:
        """What the writer wrote there."""
        return self.source[self.origin[start] : self.origin[end - 1] + 1]


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together."""

    start: int
    end: int
    digits: str


def plain(source: str) -> Plain:
    """١２٣ and ①… as digits, odd spaces and dashes as plain ones, hidden signs gone.

    A word of digits in which O or l stands for 0 or 1 counts as digits: O9l2.
    """
    source = unicodedata.normalize("NFC", source)
    kept = [(at, _simple(char)) for at, char in enumerate(source) if not _hidden(char)]
    text = "".join(char for _at, char in kept)
    text = _WORD.sub(lambda word: _without_letters(word[0]), text)
    return Plain(text, tuple(at for at, _char in kept), source)


def _hidden(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in _HIDDEN


def _simple(char: str) -> str:
    if char.isascii():
        return " " if char == "\t" else char
    digit = unicodedata.digit(char, None)
    raised = unicodedata.decomposition(char).startswith(("<super>", "<sub>"))
    if digit is not None and not raised:
        return str(digit)
    category = unicodedata.category(char)
    if category == _DASH or char == "−":
        return "-"
    if category == _SPACE:
        return " "
    wide = unicodedata.normalize("NFKC", char)
    if char in _DOT:
        return "."
    return wide if len(wide) == 1 and wide in "+()/,:" else char


def _without_letters(word: str) -> str:
    """The word as digits where half of it is digits already."""
    real = sum(char.isdigit() for char in word)
    return word.translate(_LETTERS) if 2 * real >= len(word) else word


def runs(text: str, sizes: range) -> Iterator[list[Group]]:
    """Groups in a row with nothing but spaces, dots and the like between them.

    Every run with so many digits that could be one number, from each group on the
    longest first. Such a number begins with 0, with 84 or with three digits together.
    """
    found = [Group(*group.span(), group[0]) for group in _GROUP.finditer(text)]
    for first, group in enumerate(found):
        if group.digits.startswith(("0", "84")) or len(group.digits) >= len("000"):
            yield from reversed([*_from(text, found, first, sizes)])


def _from(
    text: str, found: list[Group], first: int, sizes: range
) -> Iterator[list[Group]]:
    count = 0
    for last in range(first, min(first + _MOST_GROUPS, len(found))):
        before = found[last - 1].end if last > first else found[last].start
        if not _JOINS.fullmatch(text, before, found[last].start):
            return
        count += len(found[last].digits)
        if count in sizes:
            yield found[first : last + 1]
        elif count > sizes.stop:
            return
