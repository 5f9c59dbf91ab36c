"""One stylesheet on the wire: @import lines become the text they point to."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.files.storage import Storage as FileStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "shared/app.css"

_IMPORT = re.compile(r'@import "([^"]+)" layer\((\w+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_STARTS = re.compile(r"\s*\n\s*")

type Paths = dict[str, tuple[FileStorage, str]]


def inline(name: str, paths: Paths) -> str:
    """The stylesheet with its imports folded in; comments and indents left out."""

    def fold(match: re.Match[str]) -> str:
        part = str(PurePosixPath(name).parent / match[1])
        return f"@layer {match[2]} {{\n{_read(part, paths)}\n}}"

    text = _IMPORT.sub(fold, _read(name, paths))
    return _LINE_STARTS.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


def _read(name: str, paths: Paths) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


class Storage(CompressedManifestStaticFilesStorage):
    """Fingerprinted and compressed files, the stylesheet folded into one."""

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if BUNDLE in paths and not dry_run:
            memory = InMemoryStorage()
            memory.save(BUNDLE, ContentFile(inline(BUNDLE, paths).encode()))
            paths = {**paths, BUNDLE: (memory, BUNDLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)
