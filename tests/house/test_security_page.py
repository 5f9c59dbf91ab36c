"""The page on security names only files that are there, and no item twice."""

import re
from collections import Counter

from tests.house.tree import ROOT

PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:danvan|tests|bin|docs|deploy)/[\w./-]+)(?: [^`]*)?`")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))? \|(.*)$", re.MULTILINE)
STATUSES = {"met", "not applicable", "open"}

type Item = tuple[int, ...]


def number(text: str) -> Item:
    return tuple(map(int, text.split(".")))


def rows() -> list[tuple[Item, Item, list[str]]]:
    """First and last item of each row, and its cells."""
    return [
        (number(first), number(last or first), [c.strip() for c in rest.split("|")])
        for first, last, rest in ROW.findall(PAGE)
    ]


def test_every_file_the_page_names_is_there():
    named = set(PATH.findall(PAGE))

    assert len(named) > 50
    assert not [path for path in named if not (ROOT / path).exists()]


def test_every_item_says_how_it_stands_and_where():
    for first, _last, (asks, status, where, *_end) in rows():
        assert asks, first
        assert status in STATUSES, first
        assert where, first


def test_the_items_stand_in_order_and_none_twice():
    firsts = [first for first, _last, _cells in rows()]
    ends = [last for _first, last, _cells in rows()]
    chapters = Counter(first[0] for first in firsts)

    assert firsts == sorted(firsts)
    assert all(end < begin for end, begin in zip(ends, firsts[1:], strict=False))
    assert set(chapters) == set(range(1, 18))
