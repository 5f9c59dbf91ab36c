"""One cell at a time: its clean value, its mend, or why it cannot stand. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from danvan.foundation.documents.privacy import personal_numbers
from danvan.records.roster.plans import Cell
from danvan.records.roster.rules import CLOSED, LONGEST, Column
from danvan.shared.dates import NoSuchDay, numeric, parse_date
from danvan.shared.text import nfc

_NUMBERED = re.compile(r"\d{6,}")
_FOREIGN = re.compile(r"[^\W\d_]|[ '’.()\-]")
_TWO_DIGIT_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})")
_SERIALS = range(20_000, 80_000)  # Excel's numbers for days of 1954 to 2119
_EPOCH = date(1899, 12, 30)
_PRIVATE_IN = {Column.FULL_NAME, Column.POST, Column.BODY, Column.LANGUAGES}


class Wrong(Exception):
    """A cell that cannot stand: what is wrong with it, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


class Read(NamedTuple):
    """A clean value, and why it differs from what was typed; "" when it does not."""

    value: str
    why: str = ""


def shown(value: Cell) -> str:
    """A cell as a person sees it in the sheet."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return numeric(value.date())
    return numeric(value) if isinstance(value, date) else str(value)


def text(value: Cell, column: Column) -> Read:
    """Free text in one line; a number is taken as typed, a date is not."""
    if isinstance(value, (date, time, timedelta)):
        raise Wrong(
            _("Excel has turned this cell into a date or time."),
            _("Format the cell as Text and type it again."),
        )
    if isinstance(value, bool):
        raise Wrong(_("The cell holds yes or no."), _("Type the text itself."))
    typed = shown(value)
    clean = _clean(typed, column)
    return Read(clean, _difference(typed, clean))


@lru_cache(maxsize=65_536)
def _clean(typed: str, column: Column) -> str:
    clean = nfc(typed)
    _check_text(clean, column)
    return clean


def _difference(typed: str, clean: str) -> str:
    if typed == clean:
        return ""
    if unicodedata.normalize("NFC", typed) == clean:
        return _("letters and marks joined into one (Unicode)")
    return _("needless spaces removed")


def _check_text(clean: str, column: Column) -> None:
    longest = LONGEST.get(column)
    if longest and len(clean) > longest:
        raise Wrong(
            _("%(length)d characters are too many.") % {"length": len(clean)},
            _("At most %(longest)d characters.") % {"longest": longest},
        )
    if column in _PRIVATE_IN and _is_private(clean):
        raise Wrong(
            _("This looks like the number of an identity card or a telephone."),
            _("Delete the number; it is not kept here."),
        )


def _is_private(clean: str) -> bool:
    digits = re.sub(r"[ .\-]", "", clean)
    return bool(_NUMBERED.search(digits) or personal_numbers(clean))


def full_name(value: Cell) -> Read:
    if isinstance(value, (int, float)):
        raise Wrong(
            _("A name is expected, not a number."), _("Nguyễn Văn An, for example.")
        )
    read = text(value, Column.FULL_NAME)
    strange = next((sign for sign in read.value if not _FOREIGN.match(sign)), "")
    if strange:
        raise Wrong(
            _("A name cannot contain “%(sign)s”.") % {"sign": strange},
            _("Only the name, for example Nguyễn Văn An."),
        )
    return read


def closed(value: Cell, column: Column) -> str:
    """The stored value of a closed word; "" for an empty cell."""
    typed = shown(value)
    found = _stored(typed, column)
    if found is not None:
        return found
    words, typed = CLOSED[column], nfc(typed)
    nearest = words.nearest(typed)
    listed = ", ".join(words)
    right = (
        _("%(word)s (of: %(words)s)") % {"word": nearest, "words": listed}
        if nearest
        else _("One of: %(words)s") % {"words": listed}
    )
    raise Wrong(
        _("“%(typed)s” is not a value of this column.") % {"typed": typed}, right
    )


@lru_cache(maxsize=4096)
def _stored(typed: str, column: Column) -> str | None:
    return CLOSED[column].find(typed) if nfc(typed) else ""


def day(value: Cell, *, on: date) -> tuple[date | None, str]:
    """A date and why it was mended; None for an empty cell."""
    if isinstance(value, datetime):
        return _plausible(value.date(), on), ""
    if isinstance(value, date):
        return _plausible(value, on), ""
    if isinstance(value, float) and value in _SERIALS:
        found = _EPOCH + timedelta(days=int(value))
        return _plausible(found, on), _("Excel's number for a day read as that day")
    typed = nfc(shown(value))
    return (_plausible(_typed_day(typed), on), "") if typed else (None, "")


def _typed_day(typed: str) -> date:
    try:
        return parse_date(typed)
    except NoSuchDay as error:
        wrong = _("There is no day %(day)s.") % {"day": typed}
        raise Wrong(wrong, _likely_day(typed)) from error
    except ValueError as error:
        raise Wrong(
            _("“%(typed)s” is not a date dd/mm/yyyy.") % {"typed": typed},
            _likely_day(typed),
        ) from error


def _likely_day(typed: str) -> str:
    """What was most likely meant; an example when nothing can be guessed."""
    if found := _TWO_DIGIT_YEAR.fullmatch(typed):
        first, second, year = found.groups()
        return f"{int(first):02}/{int(second):02}/20{year}"
    parts = re.split(r"[/.-]", typed)
    if len(parts) == 3:  # noqa: PLR2004  day, month, year
        try:
            return numeric(parse_date(f"{parts[1]}/{parts[0]}/{parts[2]}"))
        except ValueError:
            pass
    return _("dd/mm/yyyy, for example 15/03/2023")


_OLDEST = date(1960, 1, 1)
_AHEAD = timedelta(days=366)


def _plausible(found: date, on: date) -> date:
    if found > on + _AHEAD:
        raise Wrong(
            _("%(day)s is more than a year ahead.") % {"day": numeric(found)},
            _("Check the year."),
        )
    if found < _OLDEST:
        raise Wrong(
            _("%(day)s is too long ago.") % {"day": numeric(found)},
            _("Check the year."),
        )
    return found
