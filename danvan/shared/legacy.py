"""Text typed with the fonts of the 1990s (.VnTime, VNI-Times), turned into Unicode.

Such a font draws Vietnamese letters over the codes of Western ones, so the stored text
reads "NguyÔn V¨n Hïng" (TCVN3, also called ABC) or "Nguyeãn Vaên Huøng" (VNI).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from danvan.shared.text import TONES

type Encoding = Literal["tcvn3", "vni"]

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = TONES
_ROOF, _BREVE = "\u0302", "\u0306"
_VNI_SINGLE = str.maketrans("ñÑöÖôÔíÍìÌæÆóÓòÒîÎ", "đĐưƯơƠíÍìÌỉỈĩĨịỊỵỴ")
_VNI_TONE = {"ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ù": _ACUTE, "ï": _DOT}
_VNI_ROOF = {"à": _GRAVE, "å": _HOOK, "ã": _TILDE, "á": _ACUTE, "ä": _DOT, "â": ""}
_VNI_BREVE = {"è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "é": _ACUTE, "ë": _DOT, "ê": ""}
_VNI_LETTER = re.compile(
    f"[aeo][{''.join(_VNI_ROOF)}]|a[{''.join(_VNI_BREVE)}]"
    f"|[aeouyöô][{''.join(_VNI_TONE)}]|[ñöôíìæóòî]",
    re.IGNORECASE,
)

_UNICODE_ONLY = re.compile("[ăđơưĩũ\u0300-\u0323\u1ea0-\u1ef9]", re.IGNORECASE)
_SMALL = re.compile("[a-z]")
_SHOUTED = re.compile("[A-Z\xa1-\xff\xad][A-Z]")  # CéNG, not Hµ


def convert(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Unicode for `text`; text that already holds Vietnamese Unicode is left alone.

    `capitals` is for fonts such as .VnTimeH that draw small codes as capital letters.
    """
    text = unicodedata.normalize("NFC", text)
    if _UNICODE_ONLY.search(text):
        return text
    converted = _CONVERT[encoding](text)
    return converted.upper() if capitals else converted


def _tcvn3(text: str) -> str:
    """TCVN3 has no code for Ấ or Ộ: among capitals the small code means it."""
    if is_shouted(text):
        return text.translate(_TCVN3).upper()
    return "".join(
        word.translate(_TCVN3).upper()
        if is_shouted(word) and not word.isascii()
        else word.translate(_TCVN3)
        for word in re.split(r"(\s+)", text)
    )


def is_shouted(text: str) -> bool:
    return not _SMALL.search(text) and bool(_SHOUTED.search(text))


def _vni(text: str) -> str:
    return unicodedata.normalize("NFC", _VNI_LETTER.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    base, mark = found[0][0], found[0][1:].lower()
    if mark in _VNI_ROOF:
        return f"{base}{_ROOF}{_VNI_ROOF[mark]}"
    if mark in _VNI_BREVE:
        return f"{base}{_BREVE}{_VNI_BREVE[mark]}"
    return base.translate(_VNI_SINGLE) + _VNI_TONE.get(mark, "")


_CONVERT: dict[Encoding, Callable[[str], str]] = {"tcvn3": _tcvn3, "vni": _vni}


def detect(text: str) -> Encoding | None:
    """Encoding of one text; None for Unicode, another language, or too little to say.

    A lone word in letters French also has ("Hïng", "Loïc") is too little.
    """
    return detect_many([text])


def detect_many(texts: Iterable[str]) -> Encoding | None:
    """Encoding of a column or file as a whole, by the words of all its cells."""
    cells = [unicodedata.normalize("NFC", text) for text in texts]
    legacy = [cell for cell in cells if not _UNICODE_ONLY.search(cell)]
    tcvn3, vni = _tally(legacy, "tcvn3"), _tally(legacy, "vni")
    if tcvn3.evidence == vni.evidence:
        return None
    best = max(tcvn3, vni)
    outnumbered = best.cells <= len(cells) - len(legacy)
    unlike = best.evidence < _ENOUGH or best.readable < 2 * best.unreadable
    return None if outnumbered or unlike else best.encoding


_ENOUGH = 2  # one strong word or two weak ones


class _Tally(NamedTuple):
    """How the cells read in one encoding: weight of evidence, cells with any, words."""

    evidence: int
    cells: int
    readable: int
    unreadable: int
    encoding: Encoding


def _tally(cells: list[str], encoding: Encoding) -> _Tally:
    weights = [[_weight(w, encoding) for w in _words(cell)] for cell in cells]
    every = [weight for row in weights for weight in row]
    return _Tally(
        evidence=sum(weight for weight in every if weight > 0),
        cells=sum(any(weight > 0 for weight in row) for row in weights),
        readable=sum(weight >= 0 for weight in every),
        unreadable=sum(weight < 0 for weight in every),
        encoding=encoding,
    )


_TOKEN = re.compile(r"[\w\xa1-\xff\xad'’]+")
_LETTERS = re.compile("[A-Za-z\xa1-\xff\xad]+")
_ASCII = re.compile("[A-Za-z]")
_UNITS = {"µm", "µM"}
_STRONG: dict[Encoding, re.Pattern[str]] = {
    "tcvn3": re.compile("[¡-¯±-¾×÷]|[a-z][À-Þ]|[äåæðñöøþÄÅÆÐÑÖØÞ]|ß[a-z]"),
    "vni": re.compile(
        "[øåäãõñöæóò]|a[âáàê]|[eo][âáà]|[aeuyôö]ù|[aeyôö]û", re.IGNORECASE
    ),
}
"""What French, German or misspelt Vietnamese hardly ever holds inside a syllable."""


def _words(cell: str) -> list[str]:
    words = [word for word in _TOKEN.findall(cell) if _LETTERS.fullmatch(word)]
    return [word for word in words if _ASCII.search(word) and word not in _UNITS]


@lru_cache(maxsize=65_536)
def _weight(word: str, encoding: Encoding) -> int:
    """2 strong or 1 weak evidence for the encoding, 0 neither way, -1 against."""
    if word.isascii():
        return 0 if word.isupper() or _is_syllable(word, strict=False) else -1
    converted = _CONVERT[encoding](word)
    readable = _is_syllable(converted, strict=True)
    if _is_syllable(word, strict=False):
        return 0 if readable else -1
    if converted == word or not readable:
        return -1
    return 2 if _STRONG[encoding].search(word) else 1


_ONSET = "b|ch?|d|đ|gi|gh?|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x"
_OPEN = "a|e|ê|i|ia|o|oa|oe|ô|ơ|u|ua|uê|uơ|uy|uya|ư|ưa|y"
_GLIDING = (
    "ai|ao|au|ay|âu|ây|eo|êu|iêu|iu|oai|oao|oay|oeo|oi|ôi|ơi|uây|ui|uôi|uyu"
    "|ưi|ươi|ươu|ưu|yêu"
)
_NASAL = (
    "am|an|ang|anh|ăm|ăn|ăng|âm|ân|âng|em|en|eng|êm|ên|ênh|iêm|iên|iêng|im|in|inh"
    "|oam|oan|oang|oanh|oăm|oăn|oăng|oen|om|on|ong|oong|ôm|ôn|ông|ơm|ơn|uân|uâng|uênh"
    "|um|un|ung|uôm|uôn|uông|uyên|uynh|ưm|ưn|ưng|ươm|ươn|ương|yêm|yên|ynh"
    "|ơng"  # "ương" after HTML has eaten its soft hyphen, the code of ư
)
_STOPPED = (
    "ac|ach|ap|at|ăc|ăp|ăt|âc|âp|ât|ec|ep|et|êch|êp|êt|ich|iêc|iêp|iêt|ip|it|oac|oach"
    "|oat|oăc|oăt|oc|oet|op|ot|ôc|ôp|ôt|ơp|ơt|uât|uêch|uc|uôc|uôt|up|ut|uych|uyêt|uyt"
    "|ưc|ưt|ươc|ươp|ươt|ych|yêt"
)
_SYLLABLE = re.compile(
    f"(?:{_ONSET})?(?:{_OPEN}|(?P<gliding>{_GLIDING})|{_NASAL}|(?P<stopped>{_STOPPED}))"
)


@lru_cache(maxsize=65_536)
def _is_syllable(word: str, *, strict: bool) -> bool:
    """Whether a word reads as Vietnamese; strict: even its stop bears a right tone."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in TONES]
    letters = "".join(part for part in parts if part not in TONES)
    syllable = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", letters))
    if not syllable or len(tones) > 1:
        return False
    if syllable["gliding"] and parts[-1] in TONES:  # xaõ: nobody marks the glide
        return False
    return not (strict and syllable["stopped"]) or tones in ([_ACUTE], [_DOT])
