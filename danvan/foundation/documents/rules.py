"""What may be attached: kinds of file told by their first bytes, and clean names."""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Protocol

from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused
from danvan.shared.text import nfc

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"

ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    ODT: (".odt",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    WEBP: (".webp",),
}
"""File name endings of each accepted kind; the first one is given when none fits."""

MAX_FILES = 20
"""In one sending."""
MAX_SENDING = 100 * 1024 * 1024
"""Bytes of all files of one sending."""
MAX_STANDING = 60
"""Files that stand behind one record at a time."""
MEGABYTE = 1024 * 1024

ACCEPTED = tuple(ending for endings in ENDINGS.values() for ending in endings)
ACCEPTED_WORDS = "PDF, DOCX, XLSX, ODT, JPG, PNG, WEBP"

PICTURES = {JPEG, PNG, WEBP}

_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
_PNG = b"\x89PNG\r\n\x1a\n"
_BLANK = b"\xef\xbb\xbf\r\n\t\0 "
_ZIP_END = b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
_TAIL = 65_535 + 22
"""The longest comment a zip may end with, and its end record."""
_MAX_DIRECTORY = 1024 * 1024
_MAX_MEMBERS = 5_000
_MAX_UNPACKED = 300 * MEGABYTE
"""A document that grows beyond it would fill the memory of whoever opens it."""
_NAME_LENGTH = 150
_UNSAFE = re.compile('[<>:"|?*%;\\\\/]')


class Sized(Protocol):
    """A file on its way in."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...


def faults_of_sending(files: Iterable[Sized], *, limit: int) -> Iterator[str]:
    """What keeps these files from being sent together; each names a file and a limit.

    `limit` is the largest size of one file.
    """
    together = 0
    for number, file in enumerate(files, start=1):
        if not file.size:
            yield _("“%(name)s” is empty. Check the file, then attach it again") % {
                "name": file.name
            }
        elif file.size > limit:
            yield _(
                "“%(name)s” has %(size)d MB; a file may have at most %(limit)d MB. "
                "Make the file smaller or split it"
            ) % megabytes(file, file.size, limit)
        if number == MAX_FILES + 1:
            yield _(
                "At most %(limit)d files can be sent at once. Send “%(name)s” and "
                "those after it in another go"
            ) % {"name": file.name, "limit": MAX_FILES}
        before, together = together, together + (file.size or 0)
        if before <= MAX_SENDING < together:
            yield _(
                "With “%(name)s” the files have %(size)d MB together; at most "
                "%(limit)d MB can be sent at once. Send it and those after it in "
                "another go"
            ) % megabytes(file, together, MAX_SENDING)


def megabytes(file: Sized, size: int, limit: int) -> dict[str, Any]:
    """Sizes for a sentence; what is too big is rounded up."""
    return {
        "name": file.name,
        "size": -(-size // MEGABYTE),
        "limit": limit // MEGABYTE,
    }


def check_standing(standing: int, name: str) -> None:
    """Raise Refused when a record that holds so many files takes no other one."""
    if standing >= MAX_STANDING:
        raise Refused(
            _(
                "“%(name)s” cannot be attached: the record holds %(limit)d files, "
                "which is the most. Take some off, or put several pages into one PDF"
            )
            % {"name": name, "limit": MAX_STANDING}
        )


def content_type(file: BinaryIO, name: str) -> str:
    """MIME type of an accepted file by its content; raises Refused naming the file."""
    file.seek(0)
    head = file.read(1024)
    if head.lstrip(_BLANK).startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(_PNG):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK\x03\x04"):
        return office_type(file, name)
    if head.startswith(_OLE2):
        raise Refused(
            _(
                "“%(name)s” has a password or is an Office file from before 2007. "
                "Save it without a password as .docx, .xlsx or PDF, then attach it"
            )
            % {"name": name}
        )
    raise unknown(name)


def unknown(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” is none of the kinds of file that can be attached (%(kinds)s), "
            "whatever its name says. Save it as PDF, then attach it"
        )
        % {"name": name, "kinds": ACCEPTED_WORDS}
    )


def office_type(file: BinaryIO, name: str) -> str:
    """Type of a zipped office document, by its list of members; nothing is unpacked."""
    if not directory_is_small(file):
        raise unknown(name)
    try:
        with zipfile.ZipFile(file) as archive:
            check_unpacked(archive, name)
            return type_of_members(archive, name)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError) as error:
        raise broken(name) from error
    except RuntimeError as error:  # a method of packing that Python lacks, a password
        raise broken(name) from error


def check_unpacked(archive: zipfile.ZipFile, name: str) -> None:
    if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
        raise Refused(
            _(
                "“%(name)s” grows beyond %(limit)d MB when it is opened. Make its "
                "pictures smaller or save it as PDF, then attach it"
            )
            % {"name": name, "limit": _MAX_UNPACKED // MEGABYTE}
        )


def broken(name: str) -> Refused:
    return Refused(
        _("“%(name)s” is damaged and cannot be opened. Attach another copy")
        % {"name": name}
    )


def type_of_members(archive: zipfile.ZipFile, name: str) -> str:
    members = set(archive.namelist())
    if any(member.endswith("vbaProject.bin") for member in members):
        raise Refused(
            _("“%(name)s” holds macros. Save it without macros, then attach it")
            % {"name": name}
        )
    if "[Content_Types].xml" in members:
        if "word/document.xml" in members:
            return DOCX
        if "xl/workbook.xml" in members:
            return XLSX
    if "mimetype" in members and "content.xml" in members:
        with archive.open("mimetype") as declared:
            if declared.read(100).decode("ascii", "replace").strip() == ODT:
                return ODT
    raise unknown(name)


def directory_is_small(file: BinaryIO) -> bool:
    """Whether the zip's table of contents can be read without filling the memory."""
    size = file.seek(0, 2)
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_ZIP_END)
    if at < 0 or len(tail) < at + 22 or _ZIP64_LOCATOR in tail[max(0, at - 20) : at]:
        return False
    members, directory = struct.unpack_from("<HI", tail, at + 10)
    return members <= _MAX_MEMBERS and directory <= _MAX_DIRECTORY


def clean_name(given: str, kind: str) -> str:
    """The name for people: last path part, NFC, no control or path signs, true ending.

    "C:\\fakepath\\báo cáo.exe" of a PDF gives "báo cáo.pdf".
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf"})
    path = PurePosixPath(_UNSAFE.sub("-", nfc(visible)).strip(". "))
    fitting = path.suffix.lower() in ENDINGS[kind]
    ending = path.suffix.lower() if fitting else ENDINGS[kind][0]
    stem = path.stem if known_ending(path.suffix) else path.name
    return f"{stem[:_NAME_LENGTH].strip('. ') or 'tep-dinh-kem'}{ending}"


def known_ending(suffix: str) -> bool:
    """Whether what follows the last dot is an ending and not part of a title."""
    return bool(re.fullmatch(r"\.[A-Za-z][A-Za-z0-9]{1,4}", suffix))
