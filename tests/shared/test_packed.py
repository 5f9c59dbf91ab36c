"""Zips that are not what they say, before anything unpacks them."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest

from danvan.shared import packed
from tests.house import hostile
from tests.house.tree import ROOT

MEGABYTE = 1024 * 1024


def zipped(members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def belittled(content, size):
    """The last part says that it has only so many bytes, with their checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.infolist()[-1]
        inside = archive.read(part)[:size]
    lie = bytearray(content)
    entry = content.rindex(b"PK\x01\x02")
    for at in (entry + 16, part.header_offset + 14):
        struct.pack_into("<I", lie, at, zlib.crc32(inside))
        struct.pack_into("<I", lie, at + 8, size)
    return bytes(lie)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_sound_zip_passes(method):
    members = [("a.xml", b"<a/>" * 99), ("empty", b""), ("b", bytes(200_000))]

    packed.check(zipped(members, method), most=MEGABYTE)


def test_what_it_says_it_holds_is_added_up():
    with pytest.raises(packed.Oversized):
        packed.check(
            zipped([("a", bytes(600_000)), ("b", bytes(600_000))]), most=MEGABYTE
        )


def test_so_many_parts_are_too_many():
    with pytest.raises(packed.Oversized):
        packed.check(zipped((f"{n}", b"") for n in range(5_001)), most=MEGABYTE)


SAYS = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">]><z>&a;</z>'
WRONG = {
    "smaller than it is": belittled(zipped([("a", bytes(5 * MEGABYTE))]), 100),
    "two of one name": zipped([("a.xml", b"1"), ("A.xml", b"2")]),
    "bzip2": zipped([("a", b"x" * 99)], zipfile.ZIP_BZIP2),
    "entities": zipped([("a.xml", hostile.ENTITIES)]),
    "entities in utf-16": zipped([("a.xml", SAYS.encode("utf-16"))]),
    "entities across a step": zipped(
        [("a.xml", b" " * (64 * 1024 - 5) + b"<!DOCTYPE z>")], zipfile.ZIP_STORED
    ),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_is_not_as_it_says_is_refused(content):
    with pytest.raises(zipfile.BadZipFile):
        packed.check(content, most=10 * MEGABYTE)


BOMBS = {
    "a sheet that says it is small": belittled(
        hostile.book(b"<sheetData>" + b"<row><c><v>1</v></c></row>" * 8_000_000), 500
    ),
    "a part that no reader asks for": hostile.book(
        b"<row/>", **{"xl/media/1.bin": bytes(400 * MEGABYTE)}
    ),
    "cells that never end": hostile.book(b"<row>" + b"<c><f" * 1_500_000 + b"</row>"),
    "values that never end": hostile.book(
        b'<row><c r="A1"><f/>' + b"<v " * 2_000_000 + b"</c></row>"
    ),
    "rows that never end": hostile.book(b"<row " * 1_500_000 + b"<v </row>"),
}
READ = """
import resource, sys
from pathlib import Path
import django
django.setup()
from danvan.foundation.deadlines import sheet
from danvan.records.roster.reading import read
from danvan.shared.refusals import Refused
limit = 500 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
for bomb in map(Path, sys.argv[1:]):
    for reader in (read, sheet.read):
        try:
            reader(bomb.read_bytes())
        except Refused as refused:
            print(bomb.name, refused, sep=": ")
"""


def test_a_bomb_is_answered_in_words_within_its_memory(tmp_path):
    """In a process of its own that may not have more than 500 MB and a minute."""
    for name, content in BOMBS.items():
        (tmp_path / name).write_bytes(content)

    run = subprocess.run(
        [sys.executable, "-c", READ, *(tmp_path / name for name in BOMBS)],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-600:]
    answered = [line.partition(":")[0] for line in run.stdout.splitlines()]
    assert answered == [name for name in BOMBS for _reader in range(2)], run.stdout
