"""A person's data as a file: for machines as JSON, for people as a workbook."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.results.personal.holdings import Cell, Section, as_json
from danvan.shared.sheets import XLSX, Column, Sheet, download, write_xlsx

type Format = Literal["json", "xlsx"]

JSON = "application/json"


def content(
    sections: Sequence[Section], format_: str, *, title: str, at: datetime
) -> bytes:
    if format_ == "json":
        whole = {"title": title, "made_at": at.isoformat()} | as_json(sections)
        return json.dumps(whole, ensure_ascii=False, indent=2).encode()
    return write_xlsx(map(sheet, sections), title=title, at=at)


def sheet(section: Section) -> Sheet:
    heads = [Column(head, width=28) for head in section.heads]
    return Sheet(section.title, heads, ([*map(readable, row)] for row in section.rows))


def readable(value: Cell) -> str:
    """As text, so that moments keep their minutes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def file(
    sections: Sequence[Section], format_: str, *, name: str, title: str, at: datetime
) -> HttpResponse:
    body = content(sections, format_, title=title, at=at)
    kind = JSON if format_ == "json" else XLSX
    return download(body, f"{name}.{format_}", kind)
