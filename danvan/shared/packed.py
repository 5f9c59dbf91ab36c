"""A zipped file from outside, looked through before any library unpacks it.

What a zip says of itself is measured against what it holds: a reader that believes the
sizes and one that does not would otherwise see two different files.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

MEMBERS = 5_000
_HEAD = 30
_STEP = 64 * 1024
_DECLARES = re.compile(
    b"|".join(
        re.escape(word.encode(letters))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for letters in ("ascii", "utf-16-le", "utf-16-be")
    )
)
"""No office program writes these; whoever does wants a reader to make more of them."""
_OVERLAP = 2 * len("<!DOCTYPE")


class Oversized(ValueError):
    """It holds more than can be unpacked."""


def check(content: bytes, *, most: int) -> None:
    """Raise Oversized, or BadZipFile where it is not what it says it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MEMBERS or sum(part.file_size for part in parts) > most:
        raise Oversized
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise zipfile.BadZipFile("Two parts have one name")
    for part in parts:
        check_part(content, part)


def check_part(content: bytes, part: zipfile.ZipInfo) -> None:
    """The part is as long as it says and declares no entities of its own."""
    size, before = 0, b""
    for piece in inflated(content, part):
        size += len(piece)
        if size > part.file_size:
            raise zipfile.BadZipFile("A part is longer than it says")
        if _DECLARES.search(before + piece):
            raise zipfile.BadZipFile("A part declares entities")
        before = piece[-_OVERLAP:]
    if size != part.file_size:
        raise zipfile.BadZipFile("A part is shorter than it says")


def inflated(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What lies packed there, whatever the table of contents says of its size."""
    try:
        name, extra = struct.unpack_from("<HH", content, part.header_offset + 26)
    except struct.error as error:
        raise zipfile.BadZipFile("A part lies behind the end") from error
    begin = part.header_offset + _HEAD + name + extra
    packed = memoryview(content)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (
            bytes(packed[at : at + _STEP]) for at in range(0, len(packed), _STEP)
        )
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        reader = zlib.decompressobj(-zlib.MAX_WBITS)
        for at in range(0, len(packed), _STEP):
            yield reader.decompress(packed[at : at + _STEP], part.file_size + 1)
            if reader.unconsumed_tail:
                raise zipfile.BadZipFile("A part is longer than it says")
        if not reader.eof:
            raise zipfile.BadZipFile("A part has no end")
    else:
        raise zipfile.BadZipFile("No office program packs like this")
