"""The columns of a roster sheet and the words that may stand in them.

Headers and closed values are the file's format, so they are Vietnamese and fixed.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum

from danvan.records.blocs.choices import ProfessionalLevel, SeatRole, Sex, TheoryLevel
from danvan.shared.text import fold

MAX_ROWS = 20_000
HEADER_SEARCH = 10
"""How many rows from the top may stand before the header."""


class Column(StrEnum):
    """A column's stable name; its value is the official header."""

    CODE = "Mã xã"
    COMMUNE = "Tên xã"
    FULL_NAME = "Họ và tên"
    SEX = "Giới tính"
    POST = "Chức vụ"
    BODY = "Tổ chức"
    ROLE = "Vị trí trong Khối"
    PROFESSIONAL = "Trình độ chuyên môn"
    THEORY = "Lý luận chính trị"
    LANGUAGES = "Ngôn ngữ"
    JOINED = "Ngày tham gia"
    DECISION = "Số quyết định"


REQUIRED = (
    *(Column.CODE, Column.COMMUNE, Column.FULL_NAME),
    *(Column.SEX, Column.POST, Column.ROLE),
)

LONGEST: Mapping[Column, int] = {
    Column.FULL_NAME: 100,
    Column.POST: 150,
    Column.BODY: 150,
    Column.LANGUAGES: 120,
    Column.DECISION: 60,
}
"""Characters that the bloc's tables hold."""

PRIVATE = frozenset(
    {
        *("dan toc", "ton giao", "que quan", "ngay sinh", "nam sinh", "dia chi"),
        *(
            "cccd",
            "cmnd",
            "so cccd",
            "so cmnd",
            "can cuoc",
            "so can cuoc",
            "so dinh danh",
        ),
        *("dien thoai", "so dien thoai", "sdt", "email", "noi o", "hoan canh gia dinh"),
    }
)
"""Folded headers of facts about a person that are never kept."""


class Words:
    """The closed values of one column: what is written, and what it is stored as.

    `meant`: words that people write instead, and the value each most likely means.
    """

    def __init__(
        self, stored: Mapping[str, str], meant: Mapping[str, str] | None = None
    ) -> None:
        self.stored = stored
        self._meant = {fold(word): value for word, value in (meant or {}).items()}
        self._folded = {fold(word): value for word, value in stored.items()}
        self._written = {value: word for word, value in stored.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def find(self, typed: str) -> str | None:
        """The stored value, forgiving case, spaces and marks."""
        return self._folded.get(fold(typed))

    def nearest(self, typed: str) -> str | None:
        if meant := self._meant.get(fold(typed)):
            return self.word(meant)
        close = get_close_matches(fold(typed), self._folded, n=1, cutoff=0.7)
        return self.word(self._folded[close[0]]) if close else None

    def word(self, stored: str) -> str:
        """What is written for a stored value; "" stays ""."""
        return self._written.get(stored, "")


CLOSED: Mapping[Column, Words] = {
    Column.SEX: Words({"Nam": Sex.MALE, "Nữ": Sex.FEMALE}),
    Column.ROLE: Words(
        {
            "Trưởng khối": SeatRole.HEAD,
            "Phó Trưởng khối": SeatRole.DEPUTY,
            "Thành viên": SeatRole.MEMBER,
            "Giúp việc": SeatRole.CLERK,
        },
        meant={"Ủy viên": SeatRole.MEMBER, "Thư ký": SeatRole.CLERK},
    ),
    Column.PROFESSIONAL: Words(
        {
            "Sơ cấp": ProfessionalLevel.ELEMENTARY,
            "Trung cấp": ProfessionalLevel.INTERMEDIATE,
            "Cao đẳng": ProfessionalLevel.COLLEGE,
            "Đại học": ProfessionalLevel.UNIVERSITY,
            "Thạc sĩ": ProfessionalLevel.MASTER,
            "Tiến sĩ": ProfessionalLevel.DOCTOR,
        }
    ),
    Column.THEORY: Words(
        {
            "Sơ cấp": TheoryLevel.ELEMENTARY,
            "Trung cấp": TheoryLevel.INTERMEDIATE,
            "Cao cấp": TheoryLevel.SENIOR,
            "Cử nhân": TheoryLevel.BACHELOR,
        }
    ),
}

BY_HEADER: Mapping[str, Column] = {fold(column.value): column for column in Column}


def nearest_header(typed: str, free: Iterable[Column]) -> Column | None:
    """The column, of those not found yet, that a wrong header most likely means."""
    names = {fold(column.value): column for column in free}
    close = get_close_matches(fold(typed), names, n=1, cutoff=0.6)
    return names[close[0]] if close else None


def letter(index: int) -> str:
    """Column letters as Excel shows them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
