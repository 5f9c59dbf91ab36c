"""Posts of officials, and finding the one a clerk means by what was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from danvan.shared.text import fold

_JOINTS = re.compile(r"[,;/+&]| kiêm | đồng thời ", re.IGNORECASE)
_PLACE = re.compile(r" (?:xa|phuong|thi tran|tt|dac khu)\b")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A chức vụ; `open_ended` ones carry a village or school name behind them."""

    id: str = field(metadata={"pattern": "id"})
    name: str
    body: str
    """Tổ chức its holder speaks for, unless a roster says otherwise."""
    aliases: tuple[str, ...] = ()
    open_ended: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def key(text: str) -> str:
    """Folded words of a title: marks, case and punctuation do not matter."""
    return " ".join(_WORDS.findall(fold(text)))


class PostNames:
    """Finds posts by any spelling; the first post that claims a spelling has it."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._posts: dict[str, Post] = {}
        for post in posts:
            for spelling in post.spellings:
                self._posts.setdefault(key(spelling), post)
        self._open = sorted(
            (k for k, post in self._posts.items() if post.open_ended), reverse=True
        )

    def find(self, title: str) -> tuple[Post, ...]:
        """Posts in a title, as written; "Đảng ủy viên, Trưởng Công an xã" has one.

        A title known as a whole is one post, however many it joins.
        """
        whole = self._one(key(title))
        if whole:
            return (whole,)
        parts = (self._one(key(part)) for part in _JOINTS.split(title))
        return tuple(dict.fromkeys(post for post in parts if post))

    def _one(self, words: str) -> Post | None:
        return self._posts.get(words) or self._placeless(words) or self._opened(words)

    def _placeless(self, words: str) -> Post | None:
        """Without "xã …", "phường …", "thị trấn …" at the end, shortest tail first."""
        for found in reversed(list(_PLACE.finditer(words))):
            title, tail = words[: found.start()], words[: found.end()]
            if title in self._posts and not self._abbreviates(tail):
                return self._posts[title]
        return None

    def _abbreviates(self, words: str) -> bool:
        """Whether "tt" ends a known title: thường trực there, not thị trấn."""
        return words.endswith(" tt") and any(
            known == words or known.startswith(words + " ") for known in self._posts
        )

    def _opened(self, words: str) -> Post | None:
        for start in self._open:
            if words.startswith(start + " "):
                return self._posts[start]
        return None


def clashes(posts: Iterable[Post]) -> list[tuple[Post, int, Post]]:
    """Spellings two posts share: the later post, which spelling, the earlier post."""
    owners: dict[str, Post] = {}
    found = []
    for post in posts:
        for index, spelling in enumerate(post.spellings):
            owner = owners.setdefault(key(spelling), post)
            if owner is not post:
                found.append((post, index, owner))
    return found
