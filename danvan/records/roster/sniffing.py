"""What an uploaded file really is, whatever its name says."""

import io
import zipfile
from typing import Literal

from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused

type Kind = Literal["xlsx", "xls"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEAD = 2048
_XLS_MAX_BYTES = 5 * 1024 * 1024


def kind_of(content: bytes) -> Kind:
    """The kind of workbook; raises Refused with what the file is instead."""
    if not content:
        raise Refused(
            _("The file is empty (0 bytes). Save it again in Excel and send it.")
        )
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    raise Refused(_not_a_workbook(_plain_kind(content)))


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged() from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Refused(_not_a_workbook(_zipped_kind(names)))


def _zipped_kind(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return _("an Excel binary workbook (.xlsb)")
    if any(name.startswith("word/") for name in names):
        return _("a Word document (.docx)")
    if any(name.startswith("ppt/") for name in names):
        return _("a PowerPoint presentation (.pptx)")
    if "content.xml" in names:
        return _("an OpenDocument file (.ods or .odt)")
    return _("a compressed folder (.zip)")


def _kind_of_ole(content: bytes) -> Kind:
    """Old Office files and encrypted new ones share one container."""
    if _holds_stream(content, "EncryptedPackage"):
        raise locked()
    if _holds_stream(content, "WordDocument"):
        raise Refused(_not_a_workbook(_("a Word document (.doc)")))
    if not (_holds_stream(content, "Workbook") or _holds_stream(content, "Book")):
        raise Refused(_not_a_workbook(_("an old Office file")))
    if len(content) > _XLS_MAX_BYTES:
        raise Refused(_("The .xls file is too large. Open it in Excel, save as .xlsx."))
    return "xls"


def _holds_stream(content: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in content


def _plain_kind(content: bytes) -> str:
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    signatures = {
        b"%pdf": _("a PDF file"),
        b"{\\rtf": _("a Word document (.rtf)"),
        b"\x89png": _("a picture"),
        b"\xff\xd8\xff": _("a picture"),
    }
    for signature, kind in signatures.items():
        if head.startswith(signature):
            return kind
    if b"<html" in head or b"<table" in head or b"<?xml" in head:
        return _("a web page or XML file named as a workbook")
    if b"\0" not in head:
        return _("a text file (.csv or .txt)")
    return _("a file of another kind")


def _not_a_workbook(kind: str) -> str:
    return _(
        "The file is %(kind)s, not an Excel workbook. Open it, copy the rows into the"
        " template and save as .xlsx."
    ) % {"kind": kind}


def locked() -> Refused:
    return Refused(
        _("The file is locked with a password. Remove the password in Excel, save it.")
    )


def damaged() -> Refused:
    return Refused(
        _("The file is damaged. Open it in Excel, save as .xlsx, send again.")
    )
