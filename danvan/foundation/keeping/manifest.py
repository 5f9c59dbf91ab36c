"""What a backup says of itself, as JSON: enough to prove a restored copy equal."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from danvan.foundation.keeping.rules import is_safe
from danvan.foundation.keeping.tables import Tally
from danvan.shared.refusals import Refused

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table: its rows are those lines, in that order."""

    rows: int
    sha256: str
    highest: int | None
    size: int
    columns: list[str]

    @property
    def tally(self) -> Tally:
        return Tally(self.rows, self.sha256, self.highest)


@dataclass(frozen=True, slots=True)
class FileEntry:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    tables: dict[str, TableEntry]
    files: dict[str, FileEntry]
    keys: list[str]
    audit_head: dict[str, Any] | None
    """Where the chain of the audit log ended."""
    missing: list[str] = field(default_factory=list)
    """Files that a row names and that were not on the disk."""
    later: list[str] = field(default_factory=list)
    """Files written after the database was read; the next backup has them."""
    damaged: list[str] = field(default_factory=list)
    """Files that are not what their row says was kept."""
    left_out: list[str] = field(default_factory=list)
    version: str = ""
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def file_bytes(self) -> int:
        return sum(file.size for file in self.files.values())

    def encoded(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def decoded(text: bytes) -> Manifest:
    """The manifest of a backup, once everything in it has the right shape."""
    try:
        words = json.loads(text)
        if words["format"] != FORMAT:
            raise Refused(
                _("The backup has form %(form)s; install the version that wrote it")
                % {"form": words["format"]}
            )
        return shaped(words)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Refused(_("The manifest of the backup cannot be read")) from fault


def shaped(words: dict[str, Any]) -> Manifest:
    files = {name: FileEntry(**entry) for name, entry in words["files"].items()}
    if not all(map(is_safe, files)):
        raise Refused(_("The backup names a file outside of its folder"))
    return Manifest(
        **words
        | {
            "migrations": [(app, name) for app, name in words["migrations"]],
            "tables": {
                name: TableEntry(**entry) for name, entry in words["tables"].items()
            },
            "files": files,
        }
    )


def version() -> str:
    """This software's own, as its project file says."""
    text = (settings.BASE / "pyproject.toml").read_text(encoding="utf-8")
    found: str = tomllib.loads(text)["project"]["version"]
    return found
