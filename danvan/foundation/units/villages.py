"""Villages of a commune: which there are, and which one a written name means."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from danvan.foundation.units.models import Lineage, Unit, Village, VillageQuerySet
from danvan.shared.refusals import Refused
from danvan.shared.text import TONES, fold, nfc

WORDS: dict[str, str] = {
    "to dan pho": "to",
    "tdp": "to",
    "to nhan dan": "to",
    "to": "to",
    "thon": "thon",
    "ban": "ban",
    "xom": "xom",
    "ap": "ap",
    "buon": "buon",
    "lang": "lang",
    "tieu khu": "tieu khu",
    "khu pho": "khu",
    "khu": "khu",
    "pho": "pho",
}
"""Words before a village's name, folded, and the one that stands for each."""

_WORD = re.compile(rf"({'|'.join(sorted(WORDS, key=len, reverse=True))}) (?=\S)")
_STOPS = re.compile(r"(?<![.:])[.:]++(?=\s|$)|(?<=[^\W\d])[.:]+")


def villages_of(unit: Unit) -> VillageQuerySet:
    """Villages of the commune and of those it inherited from, in order, of all time."""
    origins = Lineage.objects.filter(heir=unit).values("origin")
    return Village.objects.filter(unit__in=origins).in_order()


def choosable(unit: Unit, *, on: date, kept: int | None = None) -> VillageQuerySet:
    """Villages in force that day; `kept` stays whatever became of it."""
    rows = Village.objects.in_force(on)
    if kept is not None:
        rows |= Village.objects.filter(pk=kept)
    return rows.filter(pk__in=villages_of(unit).values("pk")).in_order()


def check_village(
    village: Village | None, unit: Unit, *, on: date, field: str = "village"
) -> None:
    """Raise Refused unless the village is one of the unit on that day."""
    if village and not choosable(unit, on=on).filter(pk=village.pk).exists():
        words = {"village": village, "unit": unit}
        raise Refused(
            _("%(village)s is not a village of %(unit)s on that day") % words,
            field=field,
        )


def parts(name: str) -> tuple[str, str]:
    """("to", "1") of Tổ dân phố 1, ("", "na thu") of Nà Thử; both folded."""
    return _cut(name, fold)


@lru_cache(maxsize=8192)
def _cut(name: str, key: Callable[[str], str]) -> tuple[str, str]:
    """The word before the name, folded, and the rest as `key` writes it."""
    whole = nfc(_STOPS.sub(" ", name))
    found = _WORD.match(fold(whole))
    if found is None:
        return "", key(whole)
    rest = whole.split()[found[1].count(" ") + 1 :]
    return WORDS[found[1]], key(" ".join(rest))


def same(one: str, other: str, *, key: Callable[[str], str] = fold) -> bool:
    """Whether two names may mean one village: “thôn Bản Cải” and “Bản Cải” do.

    Thôn 1 and Tổ 1 do not: a word on both sides has to be the same.
    """
    (word, rest), (other_word, other_rest) = _cut(one, key), _cut(other, key)
    if word and other_word and rest == other_rest:
        return word == other_word
    return bool({key(nfc(one)), rest} & {key(nfc(other)), other_rest})


def spoken(name: str) -> str:
    """Small letters, each word's tone behind it: Hoà and Hòa are one, Hoa is not."""
    return " ".join(map(_tone_last, nfc(name).casefold().split()))


def _tone_last(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    return "".join(sorted(signs, key=lambda sign: sign in TONES))


def twin(name: str, villages: Iterable[Village]) -> Village | None:
    """The village that already bears the name; without marks any marks will do."""
    key = fold if fold(name) == nfc(name).casefold() else spoken
    return next((v for v in villages if same(name, v.name, key=key)), None)


def meant(typed: str, villages: Iterable[Village]) -> list[Village]:
    """The villages a written name may mean; the marks decide where they can."""
    possible = [village for village in villages if same(typed, village.name)]
    exact = [v for v in possible if same(typed, v.name, key=spoken)]
    return exact or possible
