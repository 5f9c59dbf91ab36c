import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.foundation.programme.lines import Lines

HERE = Path(__file__).parents[2]
FILES = (
    HERE / "programmes/second.toml",
    HERE.parent / "programmes/bac_kan_2023_2025.toml",
    HERE.parent / "pyproject.toml",
)


def paths(value: object, at: tuple = ()) -> Iterator[tuple]:
    """Every path of parsed TOML."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*at, index))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_lines_know_every_key_of_a_file(file):
    text = file.read_text(encoding="utf-8")
    rows, lines = text.splitlines(), Lines(text)
    for path in list(paths(tomllib.loads(text)))[1:]:
        assert path in lines
        if isinstance(path[-1], str):
            assert path[-1] in rows[lines[path] - 1]


def test_lines_follow_every_form_of_value():
    text = 'a.b = 1  # one\n"k y" = "x # not a comment = ["'
    text += "\nmany = [ # first\n  \"]\",\n\n  '}',\n]\n"
    text += 'long = """\n[not.a.table]\nkey = "1" """\n'
    text += "raw = '''\n[[nor.this]]'''\n"
    text += "when = 2023-01-31 07:30:00\n"
    text += "inline = { x = 1, y = [2,\n 3] }\n"
    text += "[t]\nz = 1\n[[t.rows]]\n[[t.rows]]\nz = 2\n[t.rows.deep]\nq = 1\n"

    lines = Lines(text)

    assert lines["a", "b"] == 1
    assert lines["k y",] == 2
    assert lines["many",] == 3
    assert lines["many", 0] == 4
    assert lines["many", 1] == 6
    assert lines["long",] == 8
    assert lines["raw",] == 11
    assert lines["when",] == 13
    assert lines["inline", "y", 1] == 15
    assert lines["t", "z"] == 17
    assert lines["t", "rows"] == 18
    assert lines["t", "rows", 1] == 19
    assert lines["t", "rows", 1, "z"] == 20
    assert lines["t", "rows", 1, "deep", "q"] == 22


def test_lines_give_the_table_for_a_key_that_is_not_there():
    assert Lines("a = 1\n[t]\nb = 2\n")["t", "missing", "deeper"] == 2
    assert Lines("")["nothing",] == 1


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_characters="'", min_codepoint=32),
            max_size=12,
        ).filter(lambda word: word.isprintable()),
        max_size=6,
    ),
    st.integers(0, 5),
)
def test_lines_are_not_misled_by_what_texts_hold(words, gap):
    text = "list = [\n" + "".join(f"'{word}',\n" for word in words) + "]\n"
    text += "\n" * gap + "after = true\n"

    lines = Lines(text)

    assert tomllib.loads(text) == {"list": words, "after": True}
    assert [lines["list", i] for i in range(len(words))] == [
        2 + i for i in range(len(words))
    ]
    assert lines["after",] == 3 + len(words) + gap
