"""What python-docx leaves to be said in the language of Word itself."""

import re
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from danvan.foundation.documents.layouts import Face, Layout
from danvan.shared.text import nfc_block

FONT = "Times New Roman"
STYLES = {"Normal", "Header", "Heading 1", "Heading 2", "Heading 3", "Table Grid"}
BARE = {"Normal Table", "Default Paragraph Font", "No List"}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not take."""


def lines(text: str) -> list[str]:
    """The lines of a text that have anything on them."""
    return [line for line in nfc_block(text).split("\n") if line]


def blank(layout: Layout) -> Word:
    """An A4 sheet with margins and styles of the layout."""
    word = Document()
    section = word.sections[0]
    top, bottom, left, right = layout.margins
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    _drop_styles(word)
    _set_defaults(word)
    _set_body(word, layout)
    return word


def _drop_styles(word: Word) -> None:
    for style in list(word.styles):
        if style.name not in STYLES | BARE:
            style.element.getparent().remove(style.element)
        elif style.name in STYLES:
            for link in style.element.findall(qn("w:link")):
                style.element.remove(link)


def _set_defaults(word: Word) -> None:
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    properties = defaults.find(qn("w:rPr"))
    _letters(properties)
    language = properties.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    compat = word.settings.element.find(f".//{qn('w:compatSetting')}")
    compat.set(qn("w:val"), "15")


def _letters(properties: Any) -> None:
    """One font for every kind of letter; a theme would win over it."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _set_body(word: Word, layout: Layout) -> None:
    for name in STYLES - {"Table Grid"}:
        style = word.styles[name]
        style.font.size, style.font.color.rgb = Pt(layout.body.size), RGBColor(0, 0, 0)
        _letters(style.element.get_or_add_rPr())
    body = word.styles["Normal"].paragraph_format
    body.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.first_line_indent = Mm(layout.first_line)
    body.space_before, body.space_after = Pt(layout.gap), Pt(0)
    exact = layout.leading_exact
    body.line_spacing_rule = (
        WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.AT_LEAST
    )
    body.line_spacing = Pt(layout.leading)
    body.widow_control = True
    for level in (1, 2, 3):
        heading = word.styles[f"Heading {level}"].paragraph_format
        heading.space_before, heading.keep_with_next = Pt(layout.gap), True


def fit(text: str) -> str:
    """The text without what XML does not take."""
    return _UNFIT.sub("", text)


def write(paragraph: Paragraph, text: str, face: Face) -> None:
    """Add the text, set as the face says."""
    run = paragraph.add_run(fit(text))
    run.font.size, run.font.name = Pt(face.size), FONT
    run.font.bold, run.font.italic = face.bold, face.italic
    run.font.underline = face.underline or None
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(face.size * 2)))
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx sets no szCs
    properties.find(qn("w:sz")).addnext(size)
    _letters(properties)


def centre(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Mm(0)


class Block:
    """Short lines under each other: a cell, or a stretch of the page."""

    def __init__(self, home: Any, width: float, *, started: bool) -> None:
        self.home, self.width, self._started = home, width, started

    def line(
        self,
        text: str,
        face: Face,
        *,
        rule: float = 0,
        before: float = 0,
        centred: bool = True,
    ) -> None:
        """One line; `rule` is the length of the line drawn below it."""
        paragraph = self.home.add_paragraph() if self._started else self._first()
        self._started = True
        write(paragraph, text, face)
        shape = paragraph.paragraph_format
        shape.alignment = (
            WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        )
        shape.first_line_indent, shape.space_before = Mm(0), Pt(before)
        shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if rule:
            self._draw(rule)

    def _first(self) -> Paragraph:
        return self.home.paragraphs[0]

    def _draw(self, rule: float) -> None:
        """An empty line of that length, its upper edge drawn."""
        paragraph = self.home.add_paragraph()
        shape = paragraph.paragraph_format
        side = max(0.0, (self.width - rule) / 2)
        shape.left_indent = shape.right_indent = Mm(side)
        shape.first_line_indent, shape.space_before = Mm(0), Pt(3)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)
        edge = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1")):
            edge.set(qn(f"w:{name}"), value)
        edge.set(qn("w:color"), "000000")
        edges = OxmlElement("w:pBdr")
        edges.append(edge)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no API for borders
        properties.insert_element_before(
            edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def block(word: Word, width: float) -> Block:
    return Block(word, width, started=True)


def space(word: Word, points: float, *, hold: bool = False) -> None:
    """An empty line of that height; `hold` keeps it on the page of what follows."""
    shape = word.add_paragraph().paragraph_format
    shape.keep_with_next = hold
    shape.space_before, shape.first_line_indent = Pt(0), Mm(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)


def hold_last(word: Word) -> None:
    """Keep the last paragraph on the page of what follows."""
    if word.paragraphs:
        word.paragraphs[-1].paragraph_format.keep_with_next = True


def page_numbers(word: Word, layout: Layout) -> None:
    """Top centre, from the second page on."""
    header = word.sections[0].header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    centre(paragraph)
    paragraph.paragraph_format.space_before = Pt(0)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        write(paragraph, "", Face(layout.page_number))
        run = paragraph.runs[-1]._r  # noqa: SLF001 - no API for fields
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run.append(mark)
