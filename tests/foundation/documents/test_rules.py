import io
import zipfile

import pytest

from danvan.foundation.documents import rules
from danvan.shared.refusals import Refused


def zipped(*members, mimetype=""):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "<x/>")
    return stream.getvalue()


TYPES = "[Content_Types].xml"
KNOWN = {
    rules.PDF: b"%PDF-1.7\n...",
    rules.JPEG: b"\xff\xd8\xff\xe0JFIF",
    rules.PNG: b"\x89PNG\r\n\x1a\n....",
    rules.WEBP: b"RIFF\x10\0\0\0WEBPVP8 ",
    rules.DOCX: zipped(TYPES, "word/document.xml"),
    rules.XLSX: zipped(TYPES, "xl/workbook.xml"),
    rules.ODT: zipped("content.xml", mimetype=rules.ODT),
}
DISGUISED = {
    "web page that speaks of PDF": b"<html><script>%PDF-1.7</script>",
    "program": b"MZ\x90\x00\x03",
    "text": b"Bien ban giao ban",
    "plain zip": zipped("a.txt"),
    "macros": zipped(TYPES, "word/document.xml", "word/vbaProject.bin"),
    "old office or password": bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600,
    "cut zip": KNOWN[rules.DOCX][:60],
    "zip of many members": zipped(TYPES, "word/document.xml", *map(str, range(5_000))),
    "sheet declared as text": zipped("content.xml", mimetype="application/x"),
}


@pytest.mark.parametrize(("kind", "content"), KNOWN.items())
def test_the_kind_is_told_by_the_content(kind, content):
    assert rules.content_type(io.BytesIO(content), "x") == kind


@pytest.mark.parametrize("content", DISGUISED.values(), ids=DISGUISED)
def test_a_disguised_file_is_refused_by_name(content):
    with pytest.raises(Refused, match="bien-ban"):
        rules.content_type(io.BytesIO(content), "bien-ban.pdf")


def test_an_archive_is_never_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, "<x/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)

    assert rules.content_type(bomb, "x.docx") == rules.DOCX


@pytest.mark.parametrize(
    ("given", "kind", "clean"),
    [
        ("Biên bản.pdf", rules.PDF, "Biên bản.pdf"),
        ("C:\\fakepath\\báo cáo.exe", rules.PDF, "báo cáo.pdf"),
        ("../../etc/passwd", rules.PDF, "passwd.pdf"),
        ("anh.JPEG", rules.JPEG, "anh.jpeg"),
        ("ke hoach.pdf", rules.DOCX, "ke hoach.docx"),
        ("Kế hoạch số 12.2024", rules.PDF, "Kế hoạch số 12.2024.pdf"),
        ("hoa\u0300 bi\u0300nh.pdf", rules.PDF, "hoà bình.pdf"),
        ("gpj\u202efdp.pdf", rules.PDF, "gpjfdp.pdf"),
        ('a"b\r\n<c>.pdf', rules.PDF, "a-b-c-.pdf"),
        (".pdf", rules.PDF, "pdf.pdf"),
        ("", rules.PDF, "tep-dinh-kem.pdf"),
        ("x" * 300 + ".pdf", rules.PDF, "x" * 150 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, kind, clean):
    assert rules.clean_name(given, kind) == clean


def test_a_packed_member_that_cannot_be_unpacked_is_refused():
    whole = zipped("content.xml", mimetype=rules.ODT)
    odd = bytearray(whole)
    for sign, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        odd[whole.index(sign) + at] = 8  # said to be deflated, and is not
    locked = bytearray(whole)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[whole.index(sign) + at] = 1  # said to have a password

    for content in (odd, locked):
        with pytest.raises(Refused):
            rules.content_type(io.BytesIO(content), "van-ban.odt")
