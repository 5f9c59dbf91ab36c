"""What a careless or hostile sender puts into a field, a file or a header."""

import gzip
import io
import itertools
import os
import random
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

SHARE = int(os.environ.get("DANVAN_BAD_INPUTS", "1"))
"""How many values each field is tried with; 40 is more than there are."""

BOUNDARY = "ranh-gioi-thu"
MARK = "9137"
"""In every script that must never come to life."""

SCRIPTS = (
    f'"><script>alert({MARK})</script>',
    f"'\"><img src=x onerror=alert({MARK})>",
    f"javascript:alert({MARK})",
    f"{{{{ {MARK}|safe }}}}{{% debug %}}",
)
FORMULAS = (
    f"=cmd|'/c calc'!A{MARK}",
    f"+{MARK}+1",
    f"-{MARK}-1",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f"\uff1d{MARK}",
)
TEXTS: tuple[str | bytes, ...] = (
    *SCRIPTS,
    *FORMULAS,
    "\0",
    "Nà\0 Phặc",
    "x" * 100_000,
    "a " * 20_000,
    b"\xed\xa0\x80",  # a lone surrogate as bytes
    b"\xff\xfe\x00",
    "\u202egpj.exe\u200b\u2066",
    "Na\u0300 Pha\u0323\u0306c",  # NFD
    "🏴\U000e0067\U000e007f👩‍👩‍👧" * 40,
    "a\r\nSet-Cookie: hacked=1",
    "' OR 1=1; DROP TABLE units_unit; --",
    "%s%n{0}{}%(x)s",
    "../../../../etc/passwd",
    "   ",
    "ế" * 100,  # its keys for seeking and sorting are longer than itself
    "ﬃ" * 100,
)
NUMBERS = (
    "0",
    "-1",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 400,
    "9" * 5_000,  # Python reads no number longer than 4,300 digits
    "1e308",
    "1E999999999",
    "NaN",
    "-Infinity",
    "1,5",
    "0x10",
    "²",
    "٣",
    "１２",
    "1_000",
)
DATES = (
    "00/00/0000",
    "30/2/2024",
    "1/1/0001",
    "31/12/9999",
    "1/1/99999",
    "9999-12-31",
    "0000-00-00",
    "٠١/٠١/٢٠٢٤",
    "2024-01-01T00:00:00Z",
    "-1/-1/2024",
)
OTHERS = ("7b0d3a2c-2f4e-4c0a-9f0e-zzzz", "[]", '{"$ne": null}', "__all__", "None")
PLAIN: tuple[str | bytes, ...] = (*TEXTS, *NUMBERS, *DATES, *OTHERS)

KNOWN = {
    "version": "9" * 5_000,
    "unit": "x" * 100_000,
    "attended": "2147483648",
    "count": "2147483648",
    "full_name": "ế" * 100,
}
"""What once broke a field of that name: tried every time."""

type Value = str | bytes
type Pairs = list[tuple[str, Value]]


def deck[T](values: Iterable[T], seed: str) -> Iterator[T]:
    """The values in a settled disorder, over and over: each comes equally often."""
    cards = list(values)
    random.Random(seed).shuffle(cards)
    return itertools.cycle(cards)


# Answers


@dataclass
class Page:
    """What matters of a page: head line, fields, ways on, and what would run."""

    language: str = ""
    heads: int = 0
    words: str = ""
    links: list[str] = field(default_factory=list)
    posted: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    alive: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page, self.method, self.tag = Page(), "get", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag, given = tag, {name: value or "" for name, value in attrs}
        page = self.page
        page.alive += [f"{tag} {name}" for name in given if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if re.match(
                r"\s*(javascript|data|vbscript):", given.get(name, ""), re.IGNORECASE
            ):
                page.alive.append(f"{tag} {name}={given[name][:40]}")
        match tag:
            case "html":
                page.language = given.get("lang", "")
            case "h1":
                page.heads += 1
            case "a":
                page.links.append(given.get("href", ""))
                query = given.get("href", "").partition("?")[2]
                page.asked |= {part.partition("=")[0] for part in query.split("&")}
            case "form":
                self.method = given.get("method", "get").lower()
            case "input" | "select" | "textarea" | "button" if given.get("name"):
                kind = given.get("type", tag)
                if self.method == "post":
                    page.posted[given["name"]] = kind
                else:
                    page.asked.add(given["name"])

    def handle_data(self, data: str) -> None:
        self.page.words += data
        if self.tag == "script" and MARK in data:
            self.page.alive.append(f"script {data[:40]}")


def page_of(response: HttpResponse) -> Page:
    reader = Reader()
    packed = response.headers.get("Content-Encoding") == "gzip"
    content = gzip.decompress(response.content) if packed else response.content
    reader.feed(content.decode())
    reader.close()
    reader.page.asked.discard("")
    reader.page.posted.pop("csrfmiddlewaretoken", None)
    return reader.page


# Sending


@dataclass(frozen=True)
class File:
    """An upload; `header` replaces `filename="…"` where the header itself is bad."""

    content: bytes = b""
    name: str = "tep.pdf"
    header: bytes = b""

    @property
    def named(self) -> bytes:
        return self.header or f'filename="{self.name}"'.encode("utf-8", "replace")


def raw(value: Any) -> bytes:
    text = str(value) if not isinstance(value, bytes | str) else value
    return text.encode("utf-8", "replace") if isinstance(text, str) else text


def multipart(pairs: Iterable[tuple[str, Any]]) -> bytes:
    """The body as a browser would write it, and as none would."""
    parts = []
    for name, value in pairs:
        head = f'Content-Disposition: form-data; name="{name}"'.encode()
        body = raw(value.content if isinstance(value, File) else value)
        if isinstance(value, File):
            head += b"; " + value.named + b"\r\nContent-Type: application/octet-stream"
        parts.append(b"--%s\r\n%s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), head, body))
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def spread(values: dict[str, Any]) -> Pairs:
    """Fields as pairs, a list as its repetitions."""
    return [
        (name, each)
        for name, value in values.items()
        for each in (value if isinstance(value, list | tuple) else [value])
        if each is not None
    ]


def get(client: Client, address: str, pairs: Iterable[tuple[str, Any]]) -> Any:
    query = urlencode([(name, raw(value)) for name, value in pairs])
    return client.generic("GET", address, QUERY_STRING=query)


def post(
    client: Client,
    address: str,
    pairs: Iterable[tuple[str, Any]],
    query: dict[str, Any] | None = None,
    *,
    kind: str = "",
) -> Any:
    return client.generic(
        "POST",
        address,
        multipart(pairs),
        content_type=kind or f"multipart/form-data; boundary={BOUNDARY}",
        QUERY_STRING=urlencode(query or {}),
    )


# Files


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """Three zips within each other, 30 kB that would become 30 MB."""
    inner = zipped({"0": bytes(30_000_000)})
    return zipped({"a.zip": zipped({"b.zip": inner}), "[Content_Types].xml": b"<a/>"})


def book(sheet: bytes, **more: bytes) -> bytes:
    """The smallest workbook, with this as its sheet's XML."""
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r1" Type="http://x/worksheet" '
        b'Target="worksheets/sheet1.xml"/></Relationships>'
    )
    home = (
        b'<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        b"</sheets></workbook>"
    )
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": home,
            "xl/_rels/workbook.xml.rels": links,
            "xl/worksheets/sheet1.xml": sheet,
        }
        | more
    )


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY x SYSTEM "file:///etc/passwd">]><z>&b;&x;</z>'
)


def damaged(content: bytes) -> bytes:
    """The packed bytes of the first member overwritten, its frame left whole."""
    start = 30 + struct.unpack_from("<H", content, 26)[0]
    return content[:start] + b"\xff" * 8 + content[start + 8 :]


def locked(content: bytes) -> bytes:
    """Every member said to be encrypted."""
    marked = bytearray(content)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(sign), content):
            marked[found.start() + at] |= 1
    return bytes(marked)


def files() -> dict[str, File]:
    """Uploads by what is wrong with them."""
    odt = zipped({"mimetype": b"application/vnd.oasis.opendocument.text" * 9} | WRITER)
    docx = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    pdf = b"%PDF-1.7\n%%EOF"
    return {
        "empty": File(b""),
        "program": File(b"MZ\x90\0" * 99, "bien-ban.pdf"),
        "page": File(b"<html><script>alert(9137)</script>", "anh.png"),
        "renamed": File(docx, "danh-sach.xlsx"),
        "cut": File(docx[:60], "danh-sach.xlsx"),
        "damaged": File(damaged(odt), "van-ban.odt"),
        "locked": File(locked(odt), "van-ban.odt"),
        "damaged book": File(damaged(book(b"<worksheet/>")), "a.xlsx"),
        "locked book": File(locked(book(b"<worksheet/>")), "a.xlsx"),
        "sheet of bytes": File(book(b"\xff\xfe\x00<row>"), "a.xlsx"),
        "sheet of rows": File(book(b"<row></row>" * 5_000), "a.xlsx"),
        "far cell": File(book(FAR), "a.xlsx"),
        "entities": File(book(ENTITIES, **{"xl/workbook.xml": ENTITIES}), "a.xlsx"),
        "bomb": File(bomb(), "danh-sach.xlsx"),
        "nameless": File(pdf, ""),
        "long name": File(pdf, "ê" * 5_000 + ".pdf"),
        "path": File(pdf, "../../../../etc/cron.d/x.pdf"),
        "windows path": File(pdf, "C:\\..\\con.pdf"),
        "dots": File(pdf, ".."),
        "control": File(pdf, "a\0b\x1b[31m.pdf"),
        "turned": File(pdf, "bao-cao\u202efdp.exe"),
        "quote": File(pdf, header=b'filename="a\\"; filename=b.exe; x=\\"c.pdf"'),
        "encoded": File(pdf, header=b"filename*=unicode_escape''%5Cud800.pdf"),
        "line": File(pdf, header=b"filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1.pdf"),
        "unheard": File(pdf, header=b"filename*=x-none''a.pdf"),
        "script": File(pdf, header=b"filename*=UTF-8''%3Cimg%20onerror%3D9137%3E.pdf"),
    }


WRITER = {"content.xml": b"<a/>"}
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
