"""Names as people list them: pasted one a line, or run together in a duty's text."""

import re
from collections.abc import Iterator

from danvan.shared.text import fold, nfc

_BULLET = re.compile(r"^\s*(?:[-–—•*+]|\d{1,3}[.)])\s+")
_BETWEEN = re.compile(r"[,;\n]|\s(?:và|&)\s", re.IGNORECASE)
_LEAD = re.compile(r"^(?:phụ trách|theo dõi|các|tại|ở)\s+", re.IGNORECASE)
_HEADINGS = {"thon", "ban", "xom", "to", "to dan pho"}
"""What is left of “các thôn:” before the names begin."""
_WHOLE = re.compile(
    r"(?:toan|ca|tat ca(?: cac)?) "
    r"(?:xa|phuong|thi tran|dia ban|thon|ban|xom|to(?: dan pho)?)"
)


def one_a_line(text: str) -> list[str]:
    """Pasted lines without their bullets and numbers, empty ones left out."""
    lines = (nfc(_BULLET.sub("", line)) for line in text.splitlines())
    return [line for line in lines if line]


def names_in(text: str) -> Iterator[str]:
    """The names in “các thôn: Nà A, Nà B và Nà C”."""
    for piece in _BETWEEN.split(text.replace(":", ",")):
        name = nfc(piece).rstrip(" .")
        while (shorter := _LEAD.sub("", name)) != name:
            name = shorter
        if name and fold(name) not in _HEADINGS:
            yield name


def is_whole(name: str) -> bool:
    """Whether the words stand for every village: toàn xã, tất cả các thôn."""
    return bool(_WHOLE.fullmatch(fold(name)))
