"""Whatever a programme must have and has not is told at the table that lacks it."""

from dataclasses import MISSING, fields

import pytest

from danvan.foundation.programme import check_file
from danvan.foundation.programme.lines import Lines
from danvan.foundation.programme.reader import parse
from danvan.foundation.programme.schema import Programme
from danvan.foundation.programme.shape import Shaper
from tests.foundation.programme.conftest import REAL

TEXT = REAL.read_text(encoding="utf-8")
ROWS = TEXT.split("\n")
LINES = Lines(TEXT)

pytestmark = pytest.mark.usefixtures("english")


def required_keys():
    """Path of every `key = …` of the real file that its class asks for."""
    shaper = Shaper(parse(TEXT).data, LINES)
    shaper.shape(Programme)
    for path, table in shaper.built.items():
        for field in fields(table):
            key = (*path, field.name)
            asked = field.init and field.default is MISSING
            if asked and ROWS[LINES[key] - 1].startswith(f"{field.name} ="):
                yield key


def without(path):
    """The text with one key blanked, so that every line keeps its number."""
    first = LINES[path] - 1
    last = ROWS.index("]", first) if ROWS[first].endswith("[") else first
    gone = [""] * (last + 1 - first)
    return "\n".join([*ROWS[:first], *gone, *ROWS[last + 1 :]])


def test_every_required_key_of_the_real_file_is_looked_at():
    assert sum(1 for _key in required_keys()) > 1000


@pytest.mark.parametrize("part", range(4))
def test_removing_a_required_key_is_told_at_its_table(tmp_path, part):
    """Each part removes, one by one, the n-th key of every table and name."""
    path = tmp_path / "missing.toml"
    seen: dict[tuple[str, ...], int] = {}
    for key in required_keys():
        shape = tuple(name for name in key if isinstance(name, str))
        seen[shape] = seen.get(shape, -1) + 1
        if seen[shape] != part:
            continue
        path.write_text(without(key), encoding="utf-8")
        told = [(fault.line, fault.message) for fault in check_file(path)]
        assert (LINES[key[:-1]], f"“{key[-1]}” is missing here.") in told, key


@pytest.mark.parametrize(
    "section",
    ["legal_bases", "posts", "targets", "kinds", "chairs", "grades", "bodies"],
)
def test_a_missing_section_is_told(text, tmp_path, section):
    blocks = text.split("\n[")
    kept = [block for block in blocks if not block.startswith(f"[{section}]]")]
    path = tmp_path / "missing.toml"
    path.write_text("\n[".join(kept), encoding="utf-8")
    assert (1, f"“{section}” is missing here.") in [
        (fault.line, fault.message) for fault in check_file(path)
    ]


def test_an_empty_section_is_told(text, tmp_path):
    blocks = text.split("\n[")
    kept = [block for block in blocks if not block.startswith("[chairs]]")]
    path = tmp_path / "empty.toml"
    path.write_text("chairs = []\n" + "\n[".join(kept), encoding="utf-8")
    first = check_file(path)[0]
    assert (first.line, first.where) == (1, "chairs")
