"""Official layouts of documents, each a dated record: a new rule is a new entry.

Party: Hướng dẫn 36-HD/VPTW (2018), Hướng dẫn 05-HD/VPTW (2026). State: Nghị định
30/2020/NĐ-CP. Sizes are points, lengths millimetres.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

type Style = Literal["party", "state"]


@dataclass(frozen=True, slots=True)
class Face:
    """How one element is set."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A fixed line of the head; `rule` is the length of the line drawn below it."""

    text: str
    face: Face
    rule: float = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that a rule on the form of documents decides."""

    style: Style
    since: date
    head: tuple[Line, ...]
    head_columns: tuple[float, float]
    star: str
    issuer_rule: float
    superior: Face
    issuer: Face
    number_prefix: str
    number: Face
    place: Face
    kind: Face
    about: Face
    about_dashes: str
    about_rule: float
    body: Face
    leading: float
    leading_exact: bool
    headings: tuple[str, ...]
    capital_headings: int
    on_behalf: str
    body_signed_for: Face
    signer_title: Face
    signer_name: Face
    recipients_title: Face
    recipients: Face
    page_number: float
    margins: tuple[float, float, float, float] = (20, 20, 30, 15)
    """Top, bottom, left, right."""
    first_line: float = 10
    gap: float = 6
    table: Face = field(default_factory=lambda: Face(13))

    @property
    def width(self) -> float:
        """Of the text on A4."""
        return 210 - self.margins[2] - self.margins[3]


UPRIGHT, BOLD, ITALIC = Face(14), Face(14, bold=True), Face(14, italic=True)

PARTY_2018 = Layout(
    style="party",
    since=date(2018, 4, 3),
    head=(Line("ĐẢNG CỘNG SẢN VIỆT NAM", Face(15, bold=True), rule=73),),
    head_columns=(76, 89),
    star="*",
    issuer_rule=0,
    superior=UPRIGHT,
    issuer=BOLD,
    number_prefix="Số ",
    number=UPRIGHT,
    place=ITALIC,
    kind=Face(16, bold=True),
    about=Face(15, bold=True),
    about_dashes="-----",
    about_rule=0,
    body=UPRIGHT,
    leading=18,
    leading_exact=False,
    headings=("{roman}- {text}", "{number}- {text}", "{letter}) {text}"),
    capital_headings=1,
    on_behalf="T/M ",
    body_signed_for=BOLD,
    signer_title=UPRIGHT,
    signer_name=BOLD,
    recipients_title=Face(14, underline=True),
    recipients=Face(12),
    page_number=14,
)

PARTY_2026 = replace(
    PARTY_2018,
    since=date(2026, 1, 1),
    leading=19,
    leading_exact=True,
    headings=("{roman}- {text}", "{number}. {text}", "{letter}) {text}"),
    page_number=13,
)

STATE_2020 = replace(
    PARTY_2018,
    style="state",
    since=date(2020, 3, 5),
    head=(
        Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face(12, bold=True)),
        Line("Độc lập - Tự do - Hạnh phúc", Face(13, bold=True), rule=57),
    ),
    head_columns=(72, 93),
    star="",
    issuer_rule=24,
    superior=Face(13),
    issuer=Face(13, bold=True),
    number_prefix="Số: ",
    number=Face(13),
    place=Face(13, italic=True),
    kind=BOLD,
    about=BOLD,
    about_dashes="",
    about_rule=40,
    headings=("{roman}. {text}", "{number}. {text}", "{letter}) {text}"),
    on_behalf="TM. ",
    signer_title=BOLD,
    recipients_title=Face(12, bold=True, italic=True),
    recipients=Face(11),
    page_number=13,
)

LAYOUTS = (PARTY_2018, PARTY_2026, STATE_2020)


def layout_for(style: Style, on: date) -> Layout:
    """The layout in force that day; the first of its style for an older document."""
    own = sorted((one for one in LAYOUTS if one.style == style), key=lambda o: o.since)
    return next((one for one in reversed(own) if one.since <= on), own[0])
