"""Word documents in the official form that was in force on the document's date.

paper = Paper(
    kind="Biên bản", about="họp giao ban tháng 3", issuer="Đảng ủy xã Bằng Thành",
    superior="Đảng bộ tỉnh Bắc Kạn", number="05-BB/ĐU", place="Bằng Thành",
    on=date(2024, 3, 5), at=request.at,
    signers=[Signer("Người ghi biên bản", "Hà Thị A"), Signer("Chủ trì", "Lý B")],
    recipients=["Ban Thường vụ Đảng ủy", "Lưu Đảng ủy"],
)
paper.heading("Nội dung")
paper.paragraph("Đồng chí Bí thư khai mạc.")
content = paper.save()
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from danvan.foundation.documents import tabling
from danvan.foundation.documents import typesetting as ts
from danvan.foundation.documents.layouts import Face, Layout, Style, layout_for
from danvan.foundation.documents.packing import packed
from danvan.shared.dates import long
from danvan.shared.text import nfc

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOTS = "……………"
"""Where the number is written by hand."""
SIGNING_ROOM = 4
"""Empty lines between a title and the name below it."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs; `behalf` is the committee the signature stands for."""

    title: str
    name: str = ""
    behalf: str = ""


class Paper:
    """One document, written from top to bottom and then saved."""

    def __init__(
        self,
        *,
        kind: str,
        about: str,
        issuer: str,
        place: str,
        on: date,
        at: datetime,
        superior: str = "",
        number: str = "",
        mark: str = "",
        signers: Iterable[Signer] = (),
        recipients: Iterable[str] = (),
        style: Style = "party",
    ) -> None:
        """Signers from left to right; `mark` (“Dự thảo”) stands below the number.

        An issuer of two lines is written with a line break.
        """
        self.layout: Layout = layout_for(style, on)
        self.at, self.title = at, f"{nfc(kind)} {nfc(about)}".strip()
        self.issuer = nfc(issuer)
        self.signers, self.recipients = tuple(signers), tuple(recipients)
        self._counts = [0] * len(self.layout.headings)
        self._word = ts.blank(self.layout)
        self._top = tabling.bare_table(self._word, self.layout.head_columns, rows=2)
        self._issuer(superior, issuer)
        self._number(number, mark, f"{nfc(place)}, {long(on)}")
        self._name(kind, about)

    def heading(self, text: str, *, level: int = 1) -> None:
        """A numbered heading: I, 1, a; a higher one begins the lower ones anew."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (len(self._counts) - level)
        text = nfc(text)
        if level <= self.layout.capital_headings:
            text = text.upper()
        numbered = self.layout.headings[level - 1].format(
            **numerals(self._counts[level - 1]), text=text
        )
        paragraph = self._word.add_paragraph(style=f"Heading {level}")
        ts.write(paragraph, numbered, self._strong(level))

    def _strong(self, level: int) -> Face:
        last = level == len(self.layout.headings)
        return Face(self.layout.body.size, bold=True, italic=last)

    def paragraph(
        self, text: str, *, bold: bool = False, centred: bool = False
    ) -> None:
        """Running text; each line of it is a paragraph."""
        face = Face(self.layout.body.size, bold=bold)
        for line in ts.lines(text):
            paragraph = self._word.add_paragraph()
            ts.write(paragraph, line, face)
            if centred:
                ts.centre(paragraph)

    def items(self, texts: Iterable[str]) -> None:
        """One dash each."""
        for text in texts:
            self.paragraph(f"- {nfc(text)}")

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        widths: Sequence[float] = (),
        centred: Iterable[int] = (),
    ) -> None:
        """A ruled table; its heading comes again on every page, a row stays whole.

        `widths` are shares of the line; `centred` are numbers of columns, from 0.
        """
        shares = widths or [1] * len(header)
        columns = [self.layout.width * share / sum(shares) for share in shares]
        ts.space(self._word, self.layout.gap, hold=True)
        table = tabling.ruled_table(self._word, columns)
        strong = Face(self.layout.table.size, bold=True)
        first = tabling.add_row(table, header, strong, centred=range(len(header)))
        tabling.repeat(first)
        middle = set(centred)
        for row in rows:
            tabling.add_row(table, row, self.layout.table, centred=middle)
        ts.space(self._word, self.layout.gap)

    def save(self) -> bytes:
        """The file; the same input gives the same bytes."""
        self._sign()
        ts.page_numbers(self._word, self.layout)
        return packed(self._word, title=self.title, author=self.issuer, at=self.at)

    def _issuer(self, superior: str, issuer: str) -> None:
        layout = self.layout
        left, right = tabling.cell(self._top, 0, 0), tabling.cell(self._top, 0, 1)
        for line in ts.lines(superior):
            left.line(line.upper(), layout.superior)
        *before, last = ts.lines(issuer) or [""]
        for line in before:
            left.line(line.upper(), layout.issuer)
        left.line(last.upper(), layout.issuer, rule=layout.issuer_rule)
        if layout.star:
            left.line(layout.star, layout.issuer)
        for fixed in layout.head:
            right.line(fixed.text, fixed.face, rule=fixed.rule)

    def _number(self, number: str, mark: str, dated: str) -> None:
        layout = self.layout
        left, right = tabling.cell(self._top, 1, 0), tabling.cell(self._top, 1, 1)
        left.line(f"{layout.number_prefix}{nfc(number) or DOTS}", layout.number)
        if mark:
            left.line(nfc(mark), Face(layout.number.size, bold=True))
        right.line(dated, layout.place)

    def _name(self, kind: str, about: str) -> None:
        layout = self.layout
        name = ts.block(self._word, self.layout.width)
        name.line(nfc(kind).upper(), layout.kind, before=layout.kind.size)
        for line in ts.lines(about):
            name.line(line, layout.about, rule=layout.about_rule)
        if layout.about_dashes:
            name.line(layout.about_dashes, layout.about)
        ts.space(self._word, layout.gap)

    def _sign(self) -> None:
        """Two signers side by side, one beside the list of recipients."""
        if not self.signers and not self.recipients:
            return
        ts.hold_last(self._word)
        ts.space(self._word, 2 * self.layout.gap, hold=True)
        alone = not self.signers[1:]
        shares = (0.45, 0.55) if alone else [1 / len(self.signers)] * len(self.signers)
        columns = [self.layout.width * share for share in shares]
        table = tabling.bare_table(self._word, columns, rows=1)
        for number, signer in enumerate(self.signers):
            self._signature(tabling.cell(table, 0, 1 if alone else number), signer)
        below = (
            tabling.cell(table, 0, 0)
            if alone
            else ts.block(self._word, self.layout.width)
        )
        self._received(below)

    def _signature(self, block: ts.Block, signer: Signer) -> None:
        layout = self.layout
        title = layout.signer_title
        if signer.behalf:
            for_whom = f"{layout.on_behalf}{nfc(signer.behalf).upper()}"
            block.line(for_whom, layout.body_signed_for)
        else:
            title = Face(title.size, bold=True)
        block.line(nfc(signer.title).upper(), title)
        for _empty in range(SIGNING_ROOM):
            block.line("", layout.signer_name)
        block.line(nfc(signer.name), layout.signer_name)

    def _received(self, block: ts.Block) -> None:
        if not self.recipients:
            return
        block.line("Nơi nhận:", self.layout.recipients_title, centred=False)
        names = [nfc(name).removeprefix("- ").rstrip(" ;.") for name in self.recipients]
        for number, name in enumerate(names, start=1):
            end = "." if number == len(names) else ";"
            block.line(f"- {name}{end}", self.layout.recipients, centred=False)


def numerals(number: int) -> dict[str, str]:
    """A number as I, 1 and a."""
    tens, ones = divmod(number, 10)
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return {
        "roman": "X" * tens + units[ones],
        "number": str(number),
        "letter": "abcdđeghiklmnopqrstuvxy"[(number - 1) % 23],
    }
