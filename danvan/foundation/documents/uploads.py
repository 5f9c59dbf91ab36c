"""Receiving files: onto the disk and never into memory, and no more than can be kept.

What is too big or too much is read to its end and thrown away, so that the form it came
with can still be answered with every text in it; it keeps its name and true size.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from danvan.foundation.documents.rules import MAX_FILES, MAX_SENDING

MAX_REQUEST = 1024 * 1024 * 1024
"""A body that says it is longer is not read at all."""


def incoming() -> Path:
    """Where files lie until their record is saved: on the disk of the kept ones."""
    return Path(settings.DATA) / "uploads" / "incoming"


class Incoming(TemporaryUploadedFile):
    """A file on its way in, which vanishes with its request unless it is kept."""

    def __init__(self, name: str, content_type: str, charset: str | None) -> None:
        folder = incoming()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file: IO[bytes] = tempfile.NamedTemporaryFile(dir=folder, suffix=".part")  # noqa: SIM115 - closed with the request
        UploadedFile.__init__(self, file, name, content_type, 0, charset, None)


class Discarded(UploadedFile):
    """A file that came and was not kept: a name and a size, nothing to read."""

    def _refuse(self, *args: Any, **words: Any) -> NoReturn:
        raise BadRequest(f"{self.name} was not kept")

    def close(self) -> None:
        """Nothing is open."""

    read = chunks = open = multiple_chunks = _refuse

    def __iter__(self) -> Iterator[bytes]:
        self._refuse()


class BoundedUploads(FileUploadHandler):
    """Keeps each file on disk while it fits, alone and together with the others."""

    file: Incoming | None = None
    kept = count = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MAX_REQUEST:
            raise RequestDataTooBig("The body is longer than any sending can be")

    def new_file(self, *args: Any, **words: Any) -> None:
        super().new_file(*args, **words)
        self.count += 1
        self.file = None
        if self.count <= MAX_FILES:
            name, kind = self.file_name or "", self.content_type or ""
            self.file = Incoming(name, kind, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is None:
            return
        size = start + len(raw_data)
        if size > largest() or self.kept + size > MAX_SENDING:
            self._drop()
        else:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        if self.file is None:
            name = self.file_name or ""
            return Discarded(None, name, self.content_type, file_size, self.charset)
        self.kept += file_size
        self.file.seek(0)
        self.file.size = file_size
        whole, self.file = self.file, None
        return whole

    def upload_interrupted(self) -> None:
        self._drop()

    def __del__(self) -> None:
        """Django tells nobody when the line breaks; the half file goes with us."""
        self._drop()

    def _drop(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


def largest() -> int:
    return max(settings.ATTACHMENT_MAX_BYTES, settings.ROSTER_MAX_BYTES)
