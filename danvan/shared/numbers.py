"""Figures as Vietnamese offices write them: 1.234.567,89 and 98,15% (106/108)."""

import re
from decimal import Decimal
from fractions import Fraction
from math import floor

type Number = int | float | Decimal | str

_TO_VIETNAMESE = str.maketrans(".,", ",.")
_SERIAL = re.compile("[0-9]{1,18}")
UNMEASURABLE = "–"


def decimal(value: Number, places: int | None = None) -> str:
    """1.234.567,89 from a number or its Python text; rounds half up to `places`."""
    number = Decimal(str(value))
    if places is not None:
        number = _rounded(Fraction(number), places)
    return f"{number:,f}".translate(_TO_VIETNAMESE)


def percent(have: int | Decimal, need: int | Decimal | None) -> Decimal | None:
    """have ÷ need × 100, exact, half up to 2 places; None when nothing is needed."""
    if not need:
        return None
    return _rounded(Fraction(have) * 100 / Fraction(need), 2)


def percent_text(have: int | Decimal, need: int | Decimal | None) -> str:
    """98,15%, 50,5%, 100%; a dash when nothing is needed."""
    share = percent(have, need)
    return UNMEASURABLE if share is None else share_text(share)


def share_text(share: Decimal) -> str:
    """A computed percentage with up to two places: 98,15% from Decimal("98.15")."""
    return f"{decimal(share, 2).rstrip('0').rstrip(',')}%"


def fraction_text(have: int | Decimal, need: int | Decimal) -> str:
    """106/108."""
    return f"{decimal(have)}/{decimal(need)}"


def _rounded(number: Fraction, places: int) -> Decimal:
    """Half away from zero, with no rounding before it."""
    units = floor(abs(number) * 10**places + Fraction(1, 2))
    return Decimal(units if number >= 0 else -units).scaleb(-places)


def serial(text: str) -> int:
    """Number of a row, a year or a version as typed; 0 for what is none.

    `str.isdecimal` lets ٣ and five thousand digits through, which `int` may refuse.
    """
    return int(text) if _SERIAL.fullmatch(text) else 0
