"""Bad inputs made by chance: the same seed gives the same inputs on every machine."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache

from django.utils.http import urlencode
from PIL import Image

from danvan.foundation.documents.word import Paper
from danvan.shared.sheets import Column, Sheet, write_xlsx
from tests import factories
from tests.house import hostile
from tests.house.hostile import File, raw

RANGES = (
    *((0x00, 0x1F), (0x20, 0x7E), (0x80, 0xFF), (0x300, 0x36F), (0x1EA0, 0x1EF9)),
    *((0x600, 0x6FF), (0x200B, 0x206F), (0xFE00, 0xFF5E), (0x1F300, 0x1F6FF)),
    *((0xE0000, 0xE007F), (0x2460, 0x24FF), (0xAC00, 0xAD00), (0xFFF0, 0xFFFF)),
)
"""Where letters are drawn from: controls, marks, right-to-left, invisible, astral."""
SYNTAX = "'\"<>&;%{}[]()=+-@#/\\\0\r\n\t|`$,.:*?!~^_ "
METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "OPTIONS", "HEAD", "GETT")
HEADERS = (
    *("HTTP_HOST", "HTTP_COOKIE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_RANGE"),
    *("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_EXPECT"),
    *("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "REMOTE_ADDR"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"),
    *("HTTP_AUTHORIZATION", "HTTP_USER_AGENT", "HTTP_X_CSRFTOKEN", "CONTENT_LENGTH"),
    *("HTTP_TRANSFER_ENCODING", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_REQUEST_ID"),
)
COOKIES = ("sessionid", "csrftoken", "messages", "django_language", "__Host-sessionid")
KINDS = (
    *("multipart/form-data; boundary=", "application/x-www-form-urlencoded"),
    *(
        "application/json",
        "text/xml",
        "text/plain; charset=utf-16",
        "",
        "*/*",
        "a" * 99,
    ),
)


class Maker:
    """Draws one bad thing after another from its seed."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def letters(self, most: int = 60) -> str:
        pick = self.chance
        spans = pick.choices(RANGES, k=pick.randint(0, most))
        return "".join(chr(pick.randint(*span)) for span in spans)

    def number(self) -> str:
        digits = "".join(
            self.chance.choices("0123456789", k=self.chance.randint(1, 40))
        )
        sign, point = (
            self.chance.choice(("", "-", "+")),
            self.chance.choice(("", ".", ",")),
        )
        return f"{sign}{digits}{point}{self.chance.choice(('', '0', 'e99', digits))}"

    def day(self) -> str:
        pick = self.chance
        mark = pick.choice("/-. ")
        parts = (pick.randint(-1, 40), pick.randint(-1, 14), pick.randint(-1, 10_001))
        return mark.join(map(str, parts))

    def value(self) -> str | bytes:
        """What a field, a header or a cookie is given."""
        pick = self.chance
        listed = pick.choice(hostile.PLAIN)
        return pick.choice(
            (
                listed,
                self.letters(),
                self.number(),
                self.day(),
                pick.randbytes(pick.randint(0, 40)),
                "".join(pick.choices(SYNTAX, k=pick.randint(1, 30))),
                raw(listed)[: pick.randint(0, 200)] + self.letters().encode(),
                self.letters(8) * pick.randint(1, 3_000),
            )
        )

    def header(self) -> str:
        """As a server hands it on: no line breaks, one byte a letter."""
        text = raw(self.value()).decode("latin-1")
        return re.sub(r"[\r\n]", " ", text)[:8_000]

    def path(self, address: str) -> str:
        """One part of it replaced, added, doubled or taken away."""
        pick = self.chance
        parts = address.split("/")
        at = pick.randrange(len(parts))
        wrong = urlencode({"": raw(self.value())[:300]})[1:]
        match pick.randrange(4):
            case 0:
                parts[at] = wrong
            case 1:
                parts.insert(at, wrong)
            case 2:
                parts.insert(at, pick.choice(("..", ".", "", "%2e%2e", "%00", "%2f")))
            case _:
                del parts[at]
        return "/" + "/".join(parts).lstrip("/")

    def headers(self) -> dict[str, str]:
        return {
            name: self.header()
            for name in self.chance.sample(HEADERS, k=self.chance.randint(1, 4))
        }

    def cookies(self) -> str:
        pick = self.chance
        names = pick.choices((*COOKIES, self.header()[:20]), k=pick.randint(1, 4))
        return "; ".join(f"{name}={self.header()}" for name in names)

    def body(self) -> tuple[str, bytes]:
        pick = self.chance
        kind = pick.choice(KINDS)
        content = pick.choice(
            (
                pick.randbytes(pick.randint(0, 2_000)),
                raw(self.value()) * pick.randint(1, 20),
                hostile.multipart([(self.letters(9), self.value()) for _n in range(3)]),
                b"&".join(raw(self.value())[:99] for _n in range(pick.randint(1, 60))),
            )
        )
        if kind.endswith("boundary="):
            kind += pick.choice((hostile.BOUNDARY, self.header()[:60]))
        return kind, content

    def file(self) -> File:
        """A sound file of some kind, then spoiled; its name may be bad as well."""
        pick = self.chance
        name, content = pick.choice(sound_files())
        spoil: Callable[[bytes], bytes] = pick.choice(
            (self.flipped, self.cut, self.grown, self.repacked, self.as_it_is)
        )
        given = pick.choice((name, self.letters(40), f"{self.letters(9)}{name}"))
        return File(spoil(content), re.sub(r'[\r\n"]', "", given))

    def as_it_is(self, content: bytes) -> bytes:
        return content

    def flipped(self, content: bytes) -> bytes:
        """Some bytes anywhere are others."""
        spoiled = bytearray(content)
        for _n in range(self.chance.randint(1, 30)):
            spoiled[self.chance.randrange(len(spoiled))] = self.chance.randrange(256)
        return bytes(spoiled)

    def cut(self, content: bytes) -> bytes:
        one, other = sorted(self.chance.choices(range(len(content)), k=2))
        return self.chance.choice((content[:one], content[:one] + content[other:]))

    def grown(self, content: bytes) -> bytes:
        at = self.chance.randrange(len(content))
        more = self.chance.choice(
            (raw(self.value()), content, b"<script>9137</script>")
        )
        return content[:at] + more + content[at:]

    def repacked(self, content: bytes) -> bytes:
        """A zip whose members were spoiled before they were packed again."""
        if not content.startswith(b"PK"):
            return self.flipped(content)
        out, target = io.BytesIO(), self.chance.random()
        with zipfile.ZipFile(io.BytesIO(content)) as came:
            names = came.namelist()
            hit = names[int(target * len(names))]
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as goes:
                for name in names:
                    inside = came.read(name) or b" "
                    goes.writestr(name, self.spoiled(inside) if name == hit else inside)
        return out.getvalue()

    def spoiled(self, inside: bytes) -> bytes:
        whole = self.chance.choice((hostile.ENTITIES, bytes(5_000_000), b""))
        change = self.chance.choice((self.flipped, self.cut, self.grown, None))
        return change(inside) if change else whole


@cache
def sound_files() -> list[tuple[str, bytes]]:
    """One of each kind that a form takes."""
    rows = [["Bà A", 1, date(2024, 3, 5)], ["Ông B", 2, None]] * 4
    columns = [Column("Họ và tên"), Column("STT", "integer"), Column("Ngày", "date")]
    book = write_xlsx([Sheet("Danh sách", columns, rows)], title="Thử")
    paper = Paper(
        kind="Biên bản",
        about="họp giao ban",
        issuer="Đảng ủy xã",
        place="Xã",
        on=date(2024, 3, 5),
        at=factories.noon(date(2024, 3, 5)),
    )
    paper.paragraph("Khai mạc.")
    return [
        ("danh-sach.xlsx", book),
        ("bien-ban.docx", paper.save()),
        ("van-ban.odt", hostile.zipped(ODT)),
        *((f"anh.{kind}", photograph(kind)) for kind in ("jpeg", "png", "webp", "gif")),
        ("to-trinh.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF" * 20),
        ("trang.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>'),
        ("lich.csv", "Ngày,Loại,Tên\n30/04/2024,nghỉ,Lễ\n".encode()),
    ]


def photograph(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(stream, kind)
    return stream.getvalue()


ODT = {
    "mimetype": b"application/vnd.oasis.opendocument.text",
    "content.xml": b"<office/>",
}
