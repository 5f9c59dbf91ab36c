"""A photograph without what it tells of place, author and camera.

The picture itself is copied byte for byte; only the parts that a reader of the picture
needs are kept. Whatever else stands in the file, or behind its end, is left out.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from danvan.foundation.documents.rules import JPEG, PNG, WEBP

EOI, SOS, APP0, APP1, APP2, APP14 = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
FILL = 0xFF
ALONE = {0x01, *range(0xD0, 0xD8)}
"""JPEG markers without a length."""
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that give the size of the picture."""
DRAWN = FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, EOI, SOS}
"""JPEG markers without which the picture cannot be drawn."""
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_EXIF = b"Exif\0\0"

_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = set(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP mDCV cLLI "
    b"acTL fcTL fdAT".split()
)
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_FRAME_HEAD = 16


class Broken(ValueError):
    """The file is not built as its kind demands."""


@dataclass(frozen=True, slots=True)
class Stripped:
    """Size in pixels, the Exif block found, and a way to put the rest together.

    `joined` takes an Exif block of ours, which may be empty.
    """

    size: tuple[int, int]
    exif: bytes
    joined: Callable[[bytes], bytes]


def strip(content: bytes, kind: str) -> Stripped:
    """Read a photograph of one of the three kinds; raises Broken."""
    try:
        return {JPEG: _jpeg, PNG: _png, WEBP: _webp}[kind](content)
    except (struct.error, IndexError) as error:
        raise Broken from error


def _jpeg(content: bytes) -> Stripped:
    head, rest, exif, sizes = bytearray(b"\xff\xd8"), bytearray(), b"", [(0, 0)]
    for marker, part in _segments(content):
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", part, 5)
            sizes.append((width, height))
        if marker == APP1 and part[4:10] == _EXIF:
            exif = exif or part[10:]
        elif marker == APP0 and part[4:9] == b"JFIF\0":
            shape = part[4:16].ljust(12, b"\0")
            head += b"\xff\xe0\0\x10" + shape + b"\0\0"  # without its thumbnail
        elif _draws(marker, part):
            rest += part

    def joined(block: bytes) -> bytes:
        size = struct.pack(">H", len(block) + 8)
        return bytes(head + (b"\xff\xe1" + size + _EXIF + block) * bool(block) + rest)

    return Stripped(max(sizes, key=lambda s: s[0] * s[1]), exif, joined)


def _draws(marker: int, part: bytes) -> bool:
    """Whether a segment is for the picture; of the applications only colours are."""
    if marker == APP2:
        return part[4:].startswith(b"ICC_PROFILE\0")
    if marker == APP14:
        return part[4:].startswith(b"Adobe")
    return marker in DRAWN


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each part up to the end mark; pixels go with their scan."""
    at = 2
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise Broken
        marker = content[at + 1]
        if marker == FILL:
            at += 1
        elif marker == EOI:
            yield marker, b"\xff\xd9"
            return
        elif marker in ALONE:
            at += 2
        else:
            end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
            if marker == SOS:
                end = _end_of_scan(content, end)
            if end > len(content):
                raise Broken
            yield marker, content[at:end]
            at = end


def _end_of_scan(content: bytes, start: int) -> int:
    found = _NEXT_MARKER.search(content, start)
    if found is None:
        raise Broken
    return found.start()


def _png(content: bytes) -> Stripped:
    chunks: list[bytes] = []
    exif, at = b"", len(_PNG_SIGN)
    while not (chunks and chunks[-1][4:8] == b"IEND"):
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise Broken
        if chunk[4:8] in _PNG_KEPT:
            chunks.append(chunk)
        elif chunk[4:8] == b"eXIf":
            exif = exif or chunk[8:-4]
        at += len(chunk)
    if chunks[0][4:8] != b"IHDR":
        raise Broken
    first, *rest = chunks

    def joined(block: bytes) -> bytes:
        return b"".join([_PNG_SIGN, first, _png_exif(block), *rest])

    width, height = struct.unpack_from(">II", first, 8)
    return Stripped((width, height), exif, joined)


def _png_exif(block: bytes) -> bytes:
    if not block:
        return b""
    named = b"eXIf" + block
    return struct.pack(">I", len(block)) + named + struct.pack(">I", zlib.crc32(named))


def _webp(content: bytes) -> Stripped:
    (length,) = struct.unpack_from("<I", content, 4)
    if length + 8 > len(content):
        raise Broken
    chunks = list(_chunks(content[12 : length + 8]))
    exif = next((body for name, body in chunks if name == b"EXIF"), b"")
    kept = [(name, body) for name, body in chunks if name in _WEBP_KEPT]
    if not kept:
        raise Broken
    sizes = [_webp_size(name, body) for name, body in kept]

    def joined(block: bytes) -> bytes:
        parts = [_webp_part(name, body, exif=bool(block)) for name, body in kept]
        if block:
            parts.append(_chunk(b"EXIF", block))
        inside = b"WEBP" + b"".join(parts)
        return b"RIFF" + struct.pack("<I", len(inside)) + inside

    largest = max(sizes, key=lambda s: s[0] * s[1])
    return Stripped(largest, exif.removeprefix(_EXIF), joined)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        name, (length,) = (
            content[at : at + 4],
            struct.unpack_from("<I", content, at + 4),
        )
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise Broken
        yield name, body
        at += 8 + length + length % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _webp_part(name: bytes, body: bytes, *, exif: bool) -> bytes:
    if name == b"VP8X":
        flags = body[0] & ~(_HAS_EXIF | _HAS_XMP) | _HAS_EXIF * exif
        body = bytes([flags]) + body[1:]
    elif name == b"ANMF":
        inner = [_chunk(*c) for c in _chunks(body[_FRAME_HEAD:]) if c[0] in _WEBP_KEPT]
        body = body[:_FRAME_HEAD] + b"".join(inner)
    return _chunk(name, body)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        width, height = body[4:7], body[7:10]
        return (
            int.from_bytes(width, "little") + 1,
            int.from_bytes(height, "little") + 1,
        )
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0
