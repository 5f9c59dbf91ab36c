"""Each room's Vietnamese catalogue: what the code says, what the .po file answers.

Needs no GNU gettext. A text found outside every room (config) belongs to shared.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "vi"
INSIDE_ROOM = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name]
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
}
HEADER = f"""\
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+")

type Key = tuple[str | None, str]


@dataclass
class Text:
    """A text that the code shows, and the files that show it."""

    plural: str | None = None
    files: set[str] = field(default_factory=set)


class Unreadable(Exception):
    """A source file or a catalogue that cannot be read as such."""


def extracted(root: Path, rooms: list[Path]) -> dict[Path, dict[Key, Text]]:
    """Every text under root, by the room (deepest folder first) it stands in."""
    found: dict[Path, dict[Key, Text]] = {room: {} for room in rooms}
    nearest = sorted(rooms, key=lambda room: len(room.parts), reverse=True)
    shared = root / "shared"
    for path in sources(root):
        room = next((room for room in nearest if path.is_relative_to(room)), shared)
        for key, plural in texts(path):
            text = found[room].setdefault(key, Text())
            text.plural = text.plural or plural
            text.files.add(path.relative_to(root.parent).as_posix())
    return found


def sources(root: Path) -> list[Path]:
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
    )


def texts(path: Path) -> Iterator[tuple[Key, str | None]]:
    """Context, singular and plural of each translatable text of one file."""
    content = path.read_text(encoding="utf-8")
    try:
        if path.suffix != ".py":
            python = templatize(content, origin=str(path))
            content = "\n".join(line.strip() for line in python.splitlines())
        results = list(extract("python", BytesIO(content.encode()), KEYWORDS))
    except (SyntaxError, ValueError) as error:
        raise Unreadable(f"{path}: {error}") from error
    for _line, message, _comments, context in results:
        singular, plural = (
            message[:2] if isinstance(message, tuple) else (message, None)
        )
        yield (context or None, singular), plural


def read(room: Path) -> dict[Key, Message]:
    """The room's catalogue; empty when it has none yet."""
    path = room / INSIDE_ROOM
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, LANGUAGE, abort_invalid=True)
    except ValueError as error:
        raise Unreadable(f"{path}: {error}") from error
    return {key_of(message): message for message in catalogue if message.id}


def key_of(message: Message) -> Key:
    return (message.context or None, forms(message.id)[0])


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """One text for each number that grammar tells apart; empty ones stay."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def owned(
    found: dict[Path, dict[Key, Text]], shared: Path, words: dict[Key, Message]
) -> dict[Path, dict[Key, Text]]:
    """The same texts, each word that shared's catalogue holds moved to shared."""
    homes: dict[Path, dict[Key, Text]] = {room: {} for room in found}
    for room, its_texts in found.items():
        for key, text in its_texts.items():
            home = homes[shared if key in words else room]
            known = home.setdefault(key, Text(text.plural))
            known.plural = known.plural or text.plural
            known.files |= text.files
    return homes


def write(room: Path, wanted: dict[Key, Text], known: dict[Key, Message]) -> bool:
    """Whether the room's catalogue had to change to hold just what is wanted."""
    catalogue = Catalog(LANGUAGE)
    for key, text in wanted.items():
        old = known.get(key)
        catalogue.add(
            (key[1], text.plural) if text.plural else key[1],
            answer(old, plural=bool(text.plural)),
            locations=[(name, 0) for name in sorted(text.files)],
            flags=old.flags & {"fuzzy"} if old else (),
            user_comments=old.user_comments if old else (),
            context=key[0],
        )
    out = BytesIO()
    write_po(
        out, catalogue, 88, omit_header=True, sort_output=True, include_lineno=False
    )
    return replace(room / INSIDE_ROOM, HEADER.encode() + out.getvalue(), wanted)


def answer(old: Message | None, *, plural: bool) -> str | tuple[str]:
    """The translation so far; Vietnamese has one form for every number."""
    text = forms(old.string)[0] if old else ""
    return (text,) if plural else text


def replace(path: Path, content: bytes, wanted: dict[Key, Text]) -> bool:
    if path.exists():
        if path.read_bytes() == content:
            return False
    elif not wanted:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def faults(key: Key, text: Text, message: Message | None) -> Iterator[str]:
    """What is wrong with one translation, in words."""
    if message is None:
        yield "missing from the catalogue"
        return
    translation = forms(message.string)[0]
    if message.fuzzy:
        yield "marked fuzzy"
    if not translation:
        yield "not translated"
        return
    if bool(text.plural) != (len(forms(message.id)) > 1):
        yield "the code and the catalogue disagree on a plural"
    if not unicodedata.is_normalized("NFC", translation):
        yield "not in NFC"
    original = text.plural or key[1]
    if sorted(PLACEHOLDER.findall(original)) != sorted(
        PLACEHOLDER.findall(translation)
    ):
        yield "other placeholders than the original"
    if sorted(TAG.findall(original)) != sorted(TAG.findall(translation)):
        yield "other HTML tags than the original"
    if original[:1].isspace() != translation[:1].isspace():
        yield "other white space at the beginning than the original"
    if original[-1:].isspace() != translation[-1:].isspace():
        yield "other white space at the end than the original"


def compile_stale(root: Path) -> list[Path]:
    """Write each .mo that is older than its .po; the .mo files written."""
    return [compiled(po) for po in sorted(root.rglob("django.po")) if stale(po)]


def stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns <= po.stat().st_mtime_ns


def compiled(po: Path) -> Path:
    with po.open("rb") as file:
        catalogue = read_po(file, LANGUAGE)
    fresh = po.with_suffix(f".mo.{os.getpid()}")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    return fresh.replace(po.with_suffix(".mo"))
