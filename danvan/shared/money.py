"""Đồng as offices write them: 1.234.567 đồng, the same in words, and as people type."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.shared.numbers import decimal
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

MOST = 10**15
"""The largest amount that is read, written and kept."""

_BILLION = 10**9
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_GROUPS = ("", "nghìn", "triệu")

UNITS: dict[str, int] = {
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), _BILLION),
    **dict.fromkeys(("triệu", "trieu", "tr"), 10**6),
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan"), 1000),
}
_CURRENCY = re.compile(r"\s*(?:đồng|dong|vnđ|vnd|đ)\.?$")
_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3}){1,6}|[0-9]{1,18}"
_PLAIN = re.compile(rf"({_NUMBER})(?:,0{{1,6}})?")
_PART = re.compile(
    rf"({_NUMBER})(?:,([0-9]{{1,9}}))?\s*({'|'.join(UNITS)})(?=[\s0-9]|$)\s*"
)
_FOREIGN = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d\.\d{1,2}(?!\d)")


def dong(amount: int | None) -> str:
    """1.234.567 đồng; nothing for no amount."""
    return "" if amount is None else f"{decimal(amount)} đồng"


def in_words(amount: int) -> str:
    """ "Một triệu hai trăm ba mươi tư nghìn đồng", from 0 up to MOST."""
    if not 0 <= amount <= MOST:
        raise ValueError(f"outside 0 to {MOST}: {amount}")
    words = " ".join(_spoken(amount)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _spoken(number: int, *, led: bool = False) -> Iterator[str]:
    """The words of a number; `led`: more stands before it, so no zero is left out."""
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _spoken(billions)
        yield "tỷ"
        led = True
    for place in (2, 1, 0):
        group = rest // 1000**place % 1000
        if group:
            yield from _group(group, led=led)
            yield from filter(None, [_GROUPS[place]])
            led = True


def _group(number: int, *, led: bool) -> Iterator[str]:
    """Words of 1 to 999; a group that others lead says its hundreds even when 0."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    if hundreds or led:
        yield f"{_DIGITS[hundreds]} trăm"
    if tens > 1:
        yield f"{_DIGITS[tens]} mươi"
    elif tens:
        yield "mười"
    elif ones and (hundreds or led):
        yield "linh"
    if ones:
        yield _ones(ones, tens)


def _ones(ones: int, tens: int) -> str:
    if tens > 1:
        return _AFTER_TENS.get(ones, _DIGITS[ones])
    return "lăm" if tens and ones == 5 else _DIGITS[ones]  # noqa: PLR2004 - mười lăm


def read_money(typed: str) -> int:
    """Whole đồng from 1.234.567, 1234567, 1,5 triệu or 2 tỷ 300 triệu.

    Raises Refused with what to write instead.
    """
    text = _CURRENCY.sub("", nfc(typed).casefold())
    if text.startswith("-"):
        raise Refused(_("Enter an amount of 0 or more"))
    if plain := _PLAIN.fullmatch(re.sub(r"(?<=\d)\s(?=\d{3}(?:\s|$))", "", text)):
        return _within(int(plain[1].replace(".", "")))
    if _FOREIGN.search(text):
        raise Refused(
            _(
                "Write a point between thousands and a comma before the fraction: "
                "1.250.000 or 1,5 triệu"
            )
        )
    return _within(_sum_of_parts(text))


def _within(amount: int) -> int:
    if amount > MOST:
        raise Refused(_("Enter an amount up to %(most)s") % {"most": dong(MOST)})
    return amount


def _sum_of_parts(text: str) -> int:
    """2 tỷ 300 triệu: each unit smaller than the one before, a fraction only last."""
    total, above, at, fraction = Decimal(0), None, 0, False
    while found := _PART.match(text, at):
        value = Decimal(found[1].replace(".", "") + "." + (found[2] or "0"))
        unit = UNITS[found[3]]
        if fraction or (above and value * unit >= above):
            raise _unreadable()
        total, above, at = total + value * unit, unit, found.end()
        fraction = bool(found[2])
    if at < len(text) or above is None:
        raise _unreadable()
    if total != int(total):
        raise Refused(_("Enter a whole number of đồng"))
    return int(total)


def _unreadable() -> Refused:
    return Refused(
        _("Enter the amount in đồng such as 1.250.000, 1,5 triệu or 2 tỷ 300 triệu")
    )


class MoneyField(forms.Field):
    """Whole đồng, typed in figures or with triệu and tỷ."""

    def __init__(self, *, min_value: int = 0, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        options.setdefault("widget", widget)
        options.setdefault(
            "help_text", gettext_lazy("In đồng, such as 1.250.000 or 1,5 triệu")
        )
        super().__init__(**options)
        self.min_value = min_value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        try:
            amount = read_money(str(value))
        except Refused as refused:
            raise ValidationError(f"{refused}.", "invalid") from refused
        if amount < self.min_value:
            least = {"least": dong(self.min_value)}
            raise ValidationError(_("Enter at least %(least)s.") % least, "min_value")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return decimal(value) if isinstance(value, int) else value
