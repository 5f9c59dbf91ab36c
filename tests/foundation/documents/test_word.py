import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from danvan.foundation.documents import layouts
from danvan.foundation.documents.word import Paper, Signer

AT = datetime(2024, 3, 6, 1, 30, tzinfo=UTC)
MINUTES = {
    "kind": "Biên bản",
    "about": "họp giao ban tháng 3 năm 2024",
    "issuer": "Đảng ủy xã Bằng Thành",
    "superior": "Đảng bộ huyện Pác Nặm",
    "number": "05-BB/ĐU",
    "place": "Bằng Thành",
    "on": date(2024, 3, 5),
    "at": AT,
    "signers": [Signer("Người ghi biên bản", "Hà Thị A"), Signer("Chủ trì", "Lý B")],
    "recipients": ["Ban Thường vụ Đảng ủy;", "- Lưu Đảng ủy"],
}


def written(**words):
    paper = Paper(**MINUTES | words)
    paper.heading("Nội dung")
    paper.heading("Đất đai", level=2)
    paper.paragraph("Đồng chí Bí thư khai mạc.\n\nMời phát biểu.")
    paper.heading("Kết luận")
    paper.heading("Việc phải làm", level=2)
    paper.table(["TT", "Việc"], [[n, "Rà soát"] for n in range(20)], widths=[1, 5])
    return paper.save()


def read(**words):
    return Document(io.BytesIO(written(**words)))


def texts(block):
    return [paragraph.text for paragraph in block.paragraphs if paragraph.text]


def run_of(block, text):
    paragraphs = list(block.paragraphs)
    return next(p.runs[0] for p in paragraphs if p.text == text)


def head(word, row, column):
    return word.tables[0].cell(row, column)


def test_the_page_is_a4_with_the_margins_of_the_rule():
    section = read().sections[0]

    sides = [section.top_margin, section.bottom_margin]
    sides += [section.left_margin, section.right_margin]
    assert [round(side / Mm(1)) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_a_party_head_names_the_party_the_superior_and_the_issuer():
    word = read()

    assert texts(head(word, 0, 0)) == [
        "ĐẢNG BỘ HUYỆN PÁC NẶM",
        "ĐẢNG ỦY XÃ BẰNG THÀNH",
        "*",
    ]
    assert texts(head(word, 0, 1)) == ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert texts(head(word, 1, 0)) == ["Số 05-BB/ĐU"]
    assert texts(head(word, 1, 1)) == ["Bằng Thành, ngày 05 tháng 3 năm 2024"]
    title = run_of(head(word, 0, 1), "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert (title.font.size, title.font.bold) == (Pt(15), True)
    assert not run_of(head(word, 0, 0), "ĐẢNG BỘ HUYỆN PÁC NẶM").font.bold
    assert run_of(head(word, 0, 0), "ĐẢNG ỦY XÃ BẰNG THÀNH").font.bold
    assert run_of(head(word, 1, 1), texts(head(word, 1, 1))[0]).font.italic


def test_a_state_head_is_another_one():
    word = read(style="state", issuer="Ủy ban nhân dân\nxã Bằng Thành", superior="")

    assert texts(head(word, 0, 0)) == ["ỦY BAN NHÂN DÂN", "XÃ BẰNG THÀNH"]
    assert texts(head(word, 0, 1)) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert texts(head(word, 1, 0)) == ["Số: 05-BB/ĐU"]
    assert run_of(word, "Nơi nhận:").font.italic


@pytest.mark.parametrize(
    ("style", "on", "layout"),
    [
        ("party", date(2012, 1, 1), layouts.PARTY_2018),
        ("party", date(2025, 12, 31), layouts.PARTY_2018),
        ("party", date(2026, 1, 1), layouts.PARTY_2026),
        ("state", date(2031, 1, 1), layouts.STATE_2020),
    ],
)
def test_the_layout_is_that_of_the_documents_day(style, on, layout):
    assert layouts.layout_for(style, on) is layout


@pytest.mark.parametrize(
    ("on", "numbered"),
    [(date(2024, 3, 5), "1- Đất đai"), (date(2026, 3, 5), "1. Đất đai")],
)
def test_headings_are_numbered_as_the_rule_of_the_day_says(on, numbered):
    found = [p.text for p in read(on=on).paragraphs if p.style.name[:7] == "Heading"]

    again = numbered.replace("Đất đai", "Việc phải làm")
    assert found == ["I- NỘI DUNG", numbered, "II- KẾT LUẬN", again]


def test_each_line_is_a_justified_paragraph_with_a_first_line():
    word = read()
    body = word.styles["Normal"].paragraph_format

    assert {"Đồng chí Bí thư khai mạc.", "Mời phát biểu."} <= set(texts(word))
    assert (round(body.first_line_indent.mm), body.line_spacing) == (10, Pt(18))
    assert word.styles["Normal"].font.size == Pt(14)


def test_every_run_and_style_is_in_one_font_for_all_letters():
    word = read()
    fonts = [
        *word.element.iter(qn("w:rFonts")),
        *word.styles.element.iter(qn("w:rFonts")),
    ]

    assert len(fonts) > 50
    assert {frozenset(font.attrib.values()) for font in fonts} == {
        frozenset({"Times New Roman"})
    }
    assert all(len(font.attrib) == 4 for font in fonts)


def test_the_heading_of_a_table_comes_again_and_no_row_is_split():
    rows = read().tables[1].rows

    marks = [{mark.tag for mark in row._tr.trPr} for row in rows]
    assert qn("w:tblHeader") in marks[0]
    assert not any(qn("w:tblHeader") in mark for mark in marks[1:])
    assert all(qn("w:cantSplit") in mark for mark in marks)


def test_the_page_number_stands_on_top_from_the_second_page_on():
    section = read().sections[0]

    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_minutes_are_signed_by_clerk_and_chair_side_by_side():
    word = read()
    signatures = word.tables[-1]

    assert texts(signatures.cell(0, 0)) == ["NGƯỜI GHI BIÊN BẢN", "Hà Thị A"]
    assert texts(signatures.cell(0, 1)) == ["CHỦ TRÌ", "Lý B"]
    assert texts(word)[-3:] == [
        "Nơi nhận:",
        "- Ban Thường vụ Đảng ủy;",
        "- Lưu Đảng ủy.",
    ]
    assert run_of(word, "Nơi nhận:").font.underline


@pytest.mark.parametrize(
    ("style", "behalf", "bold"),
    [("party", "T/M ĐẢNG ỦY", None), ("state", "TM. ĐẢNG ỦY", True)],
)
def test_one_signer_stands_beside_the_recipients(style, behalf, bold):
    signer = Signer("Phó Bí thư", "Lý B", behalf="Đảng ủy")

    table = read(style=style, signers=[signer]).tables[-1]

    assert texts(table.cell(0, 0))[0] == "Nơi nhận:"
    assert texts(table.cell(0, 1)) == [behalf, "PHÓ BÍ THƯ", "Lý B"]
    assert (run_of(table.cell(0, 1), "PHÓ BÍ THƯ").font.bold or None) == bold


def test_a_paper_without_a_number_leaves_room_and_bears_its_mark():
    word = read(number="", mark="Dự thảo")

    assert texts(head(word, 1, 0)) == ["Số ……………", "Dự thảo"]


def test_the_same_input_gives_the_same_bytes():
    assert written() == written()
    assert written(at=AT.replace(year=2025)) != written()


def test_the_properties_tell_of_the_paper_and_not_of_the_library():
    about = read().core_properties

    assert about.title == "Biên bản họp giao ban tháng 3 năm 2024"
    assert (about.author, about.comments) == ("Đảng ủy xã Bằng Thành", "")
    assert about.created.replace(tzinfo=UTC) == AT


@pytest.mark.parametrize("odd", ["a\x00b", "a\ufffeb", "\ud800", "\x0b", "<b>&amp;"])
def test_no_character_breaks_a_paper(odd):
    paper = Paper(**MINUTES | {"about": odd, "issuer": odd, "place": odd})
    paper.heading(odd)
    paper.paragraph(odd)
    paper.items([odd])
    paper.table([odd], [[odd]])

    assert Document(io.BytesIO(paper.save())).tables
