"""Line numbers of a TOML text, which tomllib does not keep.

Expects text that tomllib accepts; any other text gives numbers that mean nothing.
"""

import re
from bisect import bisect_right

type Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|'
    r"'''.*?'''(?:'{0,2})|"
    r'"(?:\\.|[^"\\])*"|'
    r"'[^']*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]*")


class Lines:
    """The line on which each table, key and array element of a text begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [m.end() for m in re.finditer("\n", text)]
        self._counts: dict[Path, int] = {}
        self._lines: dict[Path, int] = {(): 1}
        self._scan()

    def __getitem__(self, path: Path) -> int:
        """Line of `path`, or of the nearest thing around it that is written down."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def __contains__(self, path: Path) -> bool:
        return path in self._lines

    def _scan(self) -> None:
        base: Path = ()
        while self._skip() < len(self._text):
            if self._text[self._at] == "[":
                base = self._header()
            else:
                self._pair(base)

    def _skip(self) -> int:
        """Moves over blanks and comments; the new position."""
        self._at = _BLANK.match(self._text, self._at).end()  # type: ignore[union-attr]
        return self._at

    def _mark(self, path: Path, at: int) -> None:
        self._lines.setdefault(path, bisect_right(self._starts, at) + 1)

    def _take(self, sign: str) -> bool:
        """Moves over `sign` when it comes next."""
        self._skip()
        found = self._text.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def _key(self) -> list[str]:
        """The parts of a dotted key, unquoted; escapes in quoted keys stay."""
        parts: list[str] = []
        while not parts or self._take("."):
            found = _KEY.match(self._text, self._skip())
            if found is None:
                raise ValueError(self._at)
            self._at = found.end()
            parts.append(found[0].strip("\"'"))
        return parts

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path that the keys below it hang on."""
        start = self._at
        array = self._take("[[") or not self._take("[")
        *parents, last = self._key()
        self._take("]]" if array else "]")
        path: Path = ()
        for part in parents:
            path = self._current((*path, part))
            self._mark(path, start)
        path = (*path, last)
        if array:
            self._mark(path, start)
            self._counts[path] = self._counts.get(path, -1) + 1
        path = self._current(path)
        self._mark(path, start)
        return path

    def _current(self, path: Path) -> Path:
        """`path` with the index of its newest element when it is an array of tables."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, base: Path) -> None:
        start = self._at
        path = base
        for part in self._key():
            path = (*path, part)
            self._mark(path, start)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        if self._take("["):
            self._array(path)
        elif self._take("{"):
            self._inline_table(path)
        elif found := _STRING.match(self._text, self._at):
            self._at = found.end()
        else:
            self._at = _BARE.match(self._text, self._at).end()  # type: ignore[union-attr]

    def _array(self, path: Path) -> None:
        index = 0
        while not self._take("]"):
            self._mark((*path, index), self._at)
            self._value((*path, index))
            self._take(",")
            index += 1

    def _inline_table(self, path: Path) -> None:
        while not self._take("}"):
            self._pair(path)
            self._take(",")
