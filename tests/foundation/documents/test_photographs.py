import io
import random
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from danvan.foundation.documents import photographs, rules
from danvan.foundation.documents.photographs import develop
from danvan.shared.refusals import Refused

SECRET = b"BI MAT"
AUTHOR, CAMERA, ORIENTATION, PLACE = 0x013B, 0x010F, 0x0112, 0x8825
FORMATS = {rules.JPEG: "JPEG", rules.PNG: "PNG", rules.WEBP: "WEBP"}


def picture(mode="RGB", size=(64, 40)):
    """Red, its left half blue."""
    made = Image.new("RGB", size, "red")
    made.paste((0, 0, 255), (0, 0, size[0] // 2, size[1]))
    return made.convert("L").convert(mode) if mode == "I;16" else made.convert(mode)


def told(turned=6):
    """Exif with author, camera, place and orientation."""
    exif = Image.Exif()
    exif[AUTHOR], exif[CAMERA], exif[ORIENTATION] = SECRET, SECRET, turned
    exif.get_ifd(PLACE).update({1: "N", 2: (22.0, 8.0, 1.5)})
    return exif


def taken(kind, mode="RGB", *, turned=6, size=(64, 40), **options):
    """A photograph as a telephone sends it, with words wherever a format has room."""
    if kind == rules.JPEG:
        options |= {"comment": SECRET, "xmp": b"<x:xmpmeta>" + SECRET}
    elif kind == rules.PNG:
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET.decode())
        words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        options |= {"pnginfo": words}
    else:
        options |= {"xmp": SECRET}
    stream = io.BytesIO()
    exif = told(turned)
    picture(mode, size).save(stream, FORMATS[kind], exif=exif, **options)
    return stream.getvalue() + SECRET  # telephones append a film there


def opened(content):
    return Image.open(io.BytesIO(content))


CASES = [
    *[(rules.JPEG, mode, {}) for mode in ("RGB", "L", "CMYK")],
    (rules.JPEG, "RGB", {"progressive": True}),
    *[(rules.PNG, mode, {}) for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16")],
    (rules.WEBP, "RGB", {}),
    (rules.WEBP, "RGBA", {"lossless": True}),
    (rules.WEBP, "RGB", {"save_all": True, "append_images": [picture().rotate(90)]}),
]


@pytest.mark.parametrize(("kind", "mode", "options"), CASES)
def test_a_photograph_tells_neither_place_nor_author_and_looks_the_same(
    kind, mode, options
):
    sent = taken(kind, mode, **options)
    assert SECRET in sent

    kept = develop(sent, kind, "anh").content

    assert SECRET not in kept
    assert dict(opened(kept).getexif()) == {ORIENTATION: 6}
    assert not opened(kept).getexif().get_ifd(PLACE)
    assert opened(kept).tobytes() == opened(sent).tobytes()
    assert opened(kept).size == opened(sent).size


@pytest.mark.parametrize("kind", FORMATS)
def test_a_photograph_without_words_is_kept_byte_for_byte(kind):
    stream = io.BytesIO()
    picture().save(stream, FORMATS[kind])

    assert develop(stream.getvalue(), kind, "anh").content == stream.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_the_small_picture_is_upright_small_and_bare(kind):
    made = develop(taken(kind, size=(900, 600)), kind, "anh")

    small = opened(made.thumbnail)
    assert small.format == "WEBP"
    assert small.size == (made.width, made.height) == (213, 320)
    assert not small.getexif()
    top, bottom = small.convert("RGB").getpixel((100, 20)), small.getpixel((100, 300))
    assert top[2] > 200 > bottom[2]


def test_a_small_picture_is_not_made_larger():
    made = develop(taken(rules.PNG, turned=1, size=(20, 10)), rules.PNG, "anh")

    assert (made.width, made.height) == (20, 10)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_broken_photograph_is_refused_by_name(kind):
    whole = taken(kind, size=(300, 200)).removesuffix(SECRET)
    for content in (whole[:20], whole[: len(whole) // 2], whole[:-40]):
        with pytest.raises(Refused, match="anh-hop"):
            develop(content, kind, "anh-hop")


@pytest.mark.parametrize("kind", FORMATS)
def test_no_damage_does_more_than_refuse_a_photograph(kind):
    dice = random.Random(7)
    whole = taken(kind, size=(200, 120))
    for _each in range(150):
        content = bytearray(whole)
        for _place in range(dice.randint(1, 5)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            kept = develop(bytes(content), kind, "anh").content
        except Refused:
            continue
        assert SECRET not in kept


def bomb(kind, width, height):
    """A head that promises a huge picture, in a few bytes."""
    if kind == rules.PNG:
        head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        body = b"IDAT" + zlib.compress(b"\0" * 1_000)
        parts = [
            struct.pack(">I", len(part) - 4)
            + part
            + struct.pack(">I", zlib.crc32(part))
            for part in (head, body, b"IEND")
        ]
        return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
    if kind == rules.WEBP:
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        head = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
        return b"RIFF" + struct.pack("<I", len(head) + 4) + b"WEBP" + head
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x11\0" * 3
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xd9"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [(16_000, 16_000), (60_000, 20)])
def test_a_bomb_is_refused_before_it_is_read(kind, size, monkeypatch):
    monkeypatch.setattr(photographs, "shrink", None)

    with pytest.raises(Refused, match="50 triệu"):
        develop(bomb(kind, *size), kind, "anh")


def test_a_picture_of_no_points_is_broken():
    with pytest.raises(Refused, match="hỏng"):
        develop(bomb(rules.PNG, 0, 5), rules.PNG, "anh")
