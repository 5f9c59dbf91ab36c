"""Photographs as they are kept: without place and author, with a small picture."""

import io
import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.foundation.documents.rules import JPEG, PNG, WEBP, broken
from danvan.foundation.documents.stripping import Stripped, strip
from danvan.shared.numbers import decimal
from danvan.shared.refusals import Refused

KINDS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
MAX_PIXELS = 50_000_000
"""More would fill the memory of a small server while it is read."""
MAX_SIDE = 20_000
EDGE = 320
"""Longest side of the small picture, in pixels."""
QUALITY = 75
THUMBNAIL_TYPE = WEBP
_ORIENTATION = 0x0112
_UPRIGHT = 1


@dataclass(frozen=True, slots=True)
class Photograph:
    """The bytes to keep, and the small picture with its size."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def develop(content: bytes, kind: str, name: str) -> Photograph:
    """Strip and check one photograph; raises Refused naming the file."""
    try:
        stripped = strip(content, kind)
    except ValueError as error:
        raise broken(name) from error
    check_pixels(stripped, name)
    turned = orientation(stripped.exif)
    kept = stripped.joined(orientation_block(turned))
    try:
        thumbnail, size = shrink(kept, kind)
    except Exception as error:  # a decoder fails in many ways
        raise broken(name) from error
    return Photograph(kept, thumbnail, *size)


def check_pixels(stripped: Stripped, name: str) -> None:
    width, height = stripped.size
    if not width or not height:
        raise broken(name)
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refused(
            _(
                "“%(name)s” is a picture of %(width)s × %(height)s points; a picture "
                "may have at most %(limit)d million. Save it smaller, then attach it"
            )
            % {
                "name": name,
                "width": decimal(width),
                "height": decimal(height),
                "limit": MAX_PIXELS // 1_000_000,
            }
        )


def orientation(exif: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where the file does not say."""
    order = "<" if exif.startswith(b"II") else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (entries,) = struct.unpack_from(f"{order}H", exif, at)
        for entry in range(at + 2, at + 2 + 12 * entries, 12):
            tag, turned = struct.unpack_from(f"{order}H6xH", exif, entry)
            if tag == _ORIENTATION:
                return turned if turned in range(1, 9) else _UPRIGHT
    except struct.error:
        pass  # no Exif at all, or one that ends early
    return _UPRIGHT


def orientation_block(turned: int) -> bytes:
    """An Exif block that says nothing but how to turn the picture."""
    if turned == _UPRIGHT:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def shrink(content: bytes, kind: str) -> tuple[bytes, tuple[int, int]]:
    """A small upright WebP of the picture; reads every pixel, so damage shows."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=[KINDS[kind]]) as picture:
        picture.draft("RGB", (EDGE, EDGE))
        picture.load()
        whole = picture.convert("RGBA") if picture.mode in {"1", "P"} else picture
        whole.thumbnail((EDGE, EDGE))
        small = ImageOps.exif_transpose(whole)
    paper = Image.new("RGB", small.size, "white")
    seen = small.convert("RGBA" if small.has_transparency_data else "RGB")
    paper.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    out = io.BytesIO()
    paper.save(out, "WEBP", quality=QUALITY)
    return out.getvalue(), paper.size
