"""A Word document as bytes that tell nothing of the clock or of the library."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.document import Document as Word

from danvan.foundation.documents.typesetting import fit

_UNUSED = ("/thumbnail", "/numbering", "/stylesWithEffects", "/customXml")
"""Parts of the library's sample that no paper of ours needs."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can hold, so that the bytes tell nothing of the clock."""


def packed(word: Word, *, title: str, author: str, at: datetime) -> bytes:
    """The file, told by nothing but its input: no clock, no sample properties."""
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about = word.core_properties
    about.title, about.author = fit(title)[:255], fit(author)[:255]
    about.last_modified_by = ""
    about.comments = about.keywords = about.subject = about.category = ""
    about.language, about.revision = "vi-VN", 1
    about.created = about.modified = moment
    for part in (word.part.package, word.part):
        _drop_samples(part.rels)
    stream = io.BytesIO()
    word.save(stream)
    return _without_clock(stream)


def _drop_samples(links: Any) -> None:
    for name in [n for n, link in links.items() if link.reltype.endswith(_UNUSED)]:
        del links[name]


def _without_clock(stream: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as came, zipfile.ZipFile(out, "w") as goes:
        for member in came.namelist():
            info = zipfile.ZipInfo(member, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            goes.writestr(info, came.read(member))
    return out.getvalue()
