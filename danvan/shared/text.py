"""Vietnamese text: one written form, a search key, the alphabet's order, file names."""

import re
import unicodedata
from functools import lru_cache

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""Combining tone to its rank: huyền hỏi ngã sắc nặng; ngang, no mark, is 0."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]"
)
_MARKS = re.compile("[\u0300-\u036f\u00ad]")
_BARRED_D = str.maketrans("đð", "dd")  # ð: what old Windows keyboards typed for đ


def nfc(text: str) -> str:
    """One line in NFC, trimmed, with single spaces; soft hyphens stay (TCVN3 ư)."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def nfc_block(text: str) -> str:
    """Several lines, each as `nfc`, with at most one empty line between two."""
    lines = "\n".join(nfc(line) for line in text.splitlines())
    return re.sub("\n{3,}", "\n\n", lines).strip("\n")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Search key: small letters without any mark, so Uỷ ban and uy ban agree."""
    decomposed = unicodedata.normalize("NFD", nfc(text).casefold())
    return _MARKS.sub("", decomposed).translate(_BARRED_D)


def slug(text: str) -> str:
    """ASCII words joined by hyphens, for a file name; "" when nothing is left."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")


_LETTERS = {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{"}
_LETTERS |= {"ô": "o{", "ơ": "o|", "ư": "u{", "ð": "d{"}
_PUNCTUATION = "_-–—,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"  # in the order of ICU


def _primary(letter: str) -> str:
    """Code of a letter without tone; "{" and "|" come after z, so ă is after az."""
    if letter in _LETTERS:
        return _LETTERS[letter]
    plain = _MARKS.sub("", unicodedata.normalize("NFD", letter))
    if (plain.isascii() and plain.isalnum()) or not plain:
        return plain
    if plain in _PUNCTUATION:
        return "#" + chr(ord("0") + _PUNCTUATION.index(plain))
    return f"z}}{plain}" if plain.isalpha() else f"${plain}"


@lru_cache(maxsize=4096)
def _weigh(char: str) -> tuple[str, str, str]:
    """(letter, tone, case) codes of one NFC character."""
    if char == " ":
        return "!", "0", "0"
    parts = unicodedata.normalize("NFD", char.casefold())
    tone = max((TONES.get(part, "0") for part in parts), default="0")
    letter = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
    return _primary(letter), tone, "1" if char.isupper() else "0"


def _levels(text: str) -> tuple[str, str, str]:
    weights = [_weigh(char) for char in nfc(text).replace("\u00ad", "")]
    letters, tones, cases = zip(*weights, strict=True) if weights else ("", "", "")
    return "".join(letters), "".join(tones).rstrip("0"), "".join(cases).rstrip("0")


@lru_cache(maxsize=65_536)
def sort_key(text: str) -> str:
    """String whose binary order is the order of ICU `vi`; under 5 codes a letter.

    Letters decide first, then tones, then case; a space separates the three.
    """
    return " ".join(_levels(text)).rstrip()


@lru_cache(maxsize=65_536)
def given_name_key(full_name: str) -> str:
    """Order of persons: by last word (case aside), then by the whole name."""
    name = nfc(full_name)
    letters, tones, _ = _levels(name.rpartition(" ")[2])
    return f"{letters} {tones} {sort_key(name)}"
