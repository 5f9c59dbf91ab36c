"""What the documents say exists, and what exists is in the documents."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from danvan.records.roster.rules import CLOSED, Column
from tests.house.tree import ROOT

GUIDE = sorted((ROOT / "docs/guide").glob("*.md"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROGRAMME = ROOT / "programmes/bac_kan_2023_2025.toml"
COMPUTED = ROOT / "docs/guide/cach-tinh.md"

LINK = re.compile(r"\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def programme() -> dict[str, Any]:
    return tomllib.loads(text(PROGRAMME))


def commands() -> list[str]:
    found = (ROOT / "danvan").rglob("management/commands/*.py")
    return sorted(path.stem for path in found if not path.stem.startswith("_"))


def variables() -> set[str]:
    """Names handed to the readers of `danvan.config.env`."""
    source = "\n".join(map(text, (ROOT / "danvan/config").glob("*.py")))
    return set(re.findall(r"(?:\benv\.\w+|\btext)\(\s*\"([A-Z_]+)\"", source))


def strings(value: object) -> Iterator[str]:
    """Every text of a programme file, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def on_screen() -> set[str]:
    """What a person can read on a page or in the roster's file."""
    words = set(strings(programme())) | {column.value for column in Column}
    words |= {word for values in CLOSED.values() for word in values}
    for path in (ROOT / "danvan").rglob("locale/vi/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            words |= {str(message.string) for message in read_po(stream)}
    return words


@pytest.mark.parametrize("command", commands())
def test_a_command_is_described(command):
    pages = [text(page) for page in PAGES if page.parent != ROOT]
    assert [page for page in pages if re.search(rf"bin/danvan {command}\b", page)]


def test_every_setting_is_described():
    settings = text(ROOT / "docs/operations.md")
    assert len(variables()) > 5
    assert not [name for name in variables() if f"`{name}`" not in settings]


@pytest.mark.parametrize("target", programme()["targets"], ids=lambda t: t["id"])
def test_a_target_is_explained_as_the_programme_has_it(target):
    page = text(COMPUTED)
    heading = f"## Mục tiêu {target['number']}: {target['short']}\n"
    section = page.partition(heading)[2].partition("\n## ")[0]
    assert f"Mức phải đạt: {target['threshold']}%" in section
    assert "*Ví dụ.*" in section
    rows = {f"| `{target['id']}` | `{name}` |" for name in target["measures"]}
    assert not [row for row in rows if row not in page]


@pytest.mark.parametrize("document", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_link_leads_to_a_file(document):
    links = LINK.findall(FENCE.sub("", text(document)))
    local = [link.partition("#")[0] for link in links if "://" not in link]
    assert not [link for link in local if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", GUIDE, ids=lambda p: p.name)
def test_bold_words_of_the_guide_are_on_the_screen(document):
    seen = on_screen()
    named = {" ".join(word.split()) for word in BOLD.findall(text(document))}
    assert not named - seen


@pytest.mark.parametrize("document", GUIDE, ids=lambda p: p.name)
def test_the_guide_is_composed_unicode(document):
    assert unicodedata.is_normalized("NFC", text(document))
