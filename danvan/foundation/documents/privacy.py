"""Numbers that belong to a private person and have no place in a record's text."""

import re
from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused

_COUNTED = (
    r"(?:đồng|đ|vnđ|vnd|usd|nghìn|ngàn|triệu|tỷ|tỉ"
    r"|người|lượt|hộ|m2|m²|m3|m³|ha|kg|tấn|km|%)"
)
_START = r"(?<!\d)(?<!\d[.,/-])"
_END = r"(?!\d)(?![.,/-]\d)(?![/-][A-ZĐ])"
_PHONE = re.compile(
    rf"{_START}(?:(?:\+|00)84[ .-]?\d{{1,3}}|\(0\d{{2,3}}\)|0\d{{2,3}})"
    rf"(?:[ .-]?\d{{2,4}}){{2,3}}{_END}"
)
_CARD = re.compile(
    rf"{_START}(?:\d{{3}}([ .-])\d{{3}}\1\d{{3}}(?:\1\d{{3}})?"
    rf"|\d{{4}}([ .-])\d{{4}}\2\d{{4}}){_END}"
)
_LONG = re.compile(rf"{_START}\d{{9,19}}{_END}")
_ACCOUNT = re.compile(
    r"\b(?:stk|số tk|tk|tài khoản)\b[^\d\n.;]{0,30}(\d(?:[ .-]?\d){5,18})(?!\d)",
    re.IGNORECASE,
)
_COUNTED_NEXT = re.compile(rf"\s?{_COUNTED}(?!\w)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_NATIONAL = re.compile(r"0[35789]\d{8}|02\d{8,9}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .-]?)+")


def personal_numbers(text: str) -> list[str]:
    """Pieces that look like an ID card, telephone or bank account, in reading order.

    Amounts, counts, dates and numbers of documents are left alone.
    """
    found: dict[str, int] = {}
    for start, piece in _pieces(text):
        if not any(piece in longer for longer in found):
            found[piece] = start
    return sorted(found, key=lambda piece: found[piece])


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for pattern, group in ((_ACCOUNT, 1), (_PHONE, 0), (_LONG, 0), (_CARD, 0)):
        for match in pattern.finditer(text):
            piece = match[group]
            if pattern is _PHONE and not is_phone(piece):
                continue
            if not is_count(piece, text[match.end(group) :]):
                yield match.start(group), piece


def is_phone(piece: str) -> bool:
    digits = re.sub(r"\D", "", re.sub(r"^(\+|00)84", "0", piece))
    return bool(_NATIONAL.fullmatch(digits))


def is_count(piece: str, following: str) -> bool:
    """Whether the digits are an amount, a run of years, or counted things."""
    return bool(
        _THOUSANDS.fullmatch(piece)
        or _YEARS.fullmatch(piece)
        or _COUNTED_NEXT.match(following)
    )


def refuse_personal_numbers(texts: Mapping[str, tuple[str | Promise, str]]) -> None:
    """Raise Refused at the first field, {name: (label, text)}, that holds one."""
    for name, (label, text) in texts.items():
        if pieces := personal_numbers(text):
            raise Refused(
                _(
                    "%(label)s holds “%(piece)s”, which looks like the number of an "
                    "ID card, a telephone or a bank account. Take the number out"
                )
                % {"label": label, "piece": pieces[0]},
                field=name,
            )
