"""When two written names may mean one person. Pure."""

import unicodedata
from functools import lru_cache

from danvan.shared.text import TONES, fold, nfc


@lru_cache(maxsize=65_536)
def spelling(name: str) -> str:
    """The name whatever its case and tone placement: Hoà is Hòa, but not Hoa."""
    return " ".join(_word(word) for word in nfc(name).casefold().split())


def _word(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(part for part in parts if part not in TONES)
    return letters + "".join(part for part in parts if part in TONES)


def says_less(new: str, stored: str) -> bool:
    """Typed without marks or all in capitals, where the stored name is written well."""
    if new == stored:
        return False
    unmarked = fold(new) == fold(stored) and new.casefold() == fold(new)
    shouted = new.isupper() and not stored.isupper()
    return unmarked or (shouted and spelling(new) == spelling(stored))


def may_be_one(first: str, second: str) -> bool:
    """Same letters, and one of them carries no marks that could tell them apart."""
    if spelling(first) == spelling(second):
        return True
    plain = {name.casefold() == fold(name) for name in (first, second)}
    return fold(first) == fold(second) and True in plain
