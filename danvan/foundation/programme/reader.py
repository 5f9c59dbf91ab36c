"""From a file on disk to parsed TOML with line numbers, or faults in words."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path as File
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.programme.faults import Fault

MAX_BYTES = 2_000_000

_HEADER = re.compile(r"^\[\[?[\w.-]+\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Unreadable(Exception):
    """The file cannot be opened or is not text; says why to a person."""


def read(path: File) -> str:
    """The text, in NFC and without a byte-order mark; Unreadable in words."""
    if path.is_dir():
        raise Unreadable(_("This is a folder; give the name of a .toml file."))
    try:
        with path.open("rb") as file:  # a device may have no size and no end
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise Unreadable(
                _("The file is larger than 2 MB; a programme file is a short text.")
            )
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        raise Unreadable(_("There is no file with this name.")) from None
    except UnicodeDecodeError:
        raise Unreadable(
            _("This is not a text file in UTF-8; save it as UTF-8 text.")
        ) from None
    except OSError as error:
        raise Unreadable(
            _("The file cannot be opened: %(why)s.") % {"why": error.strerror}
        ) from None
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    if "\0" in text:
        raise Unreadable(_("This is not a text file; a programme file is TOML text."))
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Reading:
    """Parsed data and the text it came from; `blanked` are lines of unread tables."""

    data: dict[str, Any]
    text: str
    faults: list[Fault]
    blanked: frozenset[int] = frozenset()


def parse(text: str) -> Reading:
    """The data, with a fault for each table that is not TOML.

    Such a table is blanked under its header, so that the others are still checked.
    """
    faults, blocks, blanked = [], [], set()
    for start, block in _blocks(text):
        fault = _fault_of(block, start)
        if fault:
            faults.append(fault)
            blanked.add(start)
        blocks.append(_blanked(block) if fault else block)
    rest = "".join(blocks)
    try:
        return Reading(_loads(rest), rest, faults, frozenset(blanked))
    except tomllib.TOMLDecodeError as error:
        return Reading({}, "", [*faults, _fault(error, 1, rest)])


def _loads(text: str) -> dict[str, Any]:
    """What tomllib itself does not foresee is told as its own kind of error."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("Too deep") from None
    except (ValueError, ArithmeticError):
        raise tomllib.TOMLDecodeError("Too long a number") from None


def _blocks(text: str) -> list[tuple[int, str]]:
    """Pieces of the text from one table header to the next, with their first line."""
    cuts = [0, *(m.start() for m in _HEADER.finditer(text)), len(text)]
    return [(text.count("\n", 0, a) + 1, text[a:b]) for a, b in pairwise(cuts) if a < b]


def _fault_of(block: str, first_line: int) -> Fault | None:
    try:
        _loads(block)
    except tomllib.TOMLDecodeError as error:
        return _fault(error, first_line, block)
    return None


def _fault(error: tomllib.TOMLDecodeError, first_line: int, block: str) -> Fault:
    """tomllib's message in words, at its line; "end of document" is the last one."""
    message = str(error)
    found = _AT.search(message)
    if found and found[1]:
        line = first_line + int(found[1]) - 1
    else:
        line = first_line + block.rstrip().count("\n")
    return Fault(line, "", _explained(message[: found.start()] if found else message))


def _blanked(block: str) -> str:
    """The header kept, the rest emptied, the number of lines unchanged."""
    header, newline, body = block.partition("\n")
    kept = header if _HEADER.match(header) else ""
    return kept + newline + "\n" * body.count("\n")


def _explained(message: str) -> str:
    """A sentence for each way TOML breaks; tomllib's own words for the rare ones."""
    for start, sentence in _SENTENCES:
        if message.startswith(start):
            return str(sentence())
    return _("This line is not TOML: %(message)s.") % {"message": message}


_SENTENCES = (
    ("Too deep", lambda: _("Lists or tables stand too deep within each other.")),
    ("Too long a number", lambda: _("A number here is longer than can be read.")),
    ("Invalid date", lambda: _("There is no such date; write it like 2023-01-31.")),
    ("Expected '=' after", lambda: _("A key must be followed by “=” and a value.")),
    ("Cannot overwrite", lambda: _("This key is written twice; keep one of them.")),
    ("Cannot declare", lambda: _("This table is declared twice; keep one of them.")),
    ("Cannot mutate", lambda: _("This table is declared twice; keep one of them.")),
    (
        "Expected newline",
        lambda: _("Something stands behind the value; one line holds one key."),
    ),
    ("Unclosed array", lambda: _("The list is not closed; end it with “]”.")),
    (
        "Unclosed inline",
        lambda: _("The table in braces is not closed; end it with “}”."),
    ),
    ("Unterminated", lambda: _("The text is not closed; end it with a quote mark.")),
    (
        "Illegal character",
        lambda: _("The text is not closed on its line, or holds a control sign."),
    ),
    (
        "Invalid value",
        lambda: _(
            "The value cannot be read; put texts in quotes, dates like 2023-01-31."
        ),
    ),
    (
        "Invalid statement",
        lambda: _("This line is neither a key with a value nor a [table]."),
    ),
    ("Invalid initial", lambda: _("A key must begin with a letter or a digit.")),
    (
        "Expected ']",
        lambda: _("The header of the table is not closed; end it with “]” or “]]”."),
    ),
    (
        "Unescaped '\\'",
        lambda: _("A backslash stands in the text; write it twice: \\\\."),
    ),
)
