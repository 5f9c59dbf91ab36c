"""Making a backup while everybody goes on working.

The rows are read in one transaction that sees one moment; the files, which are never
changed once written, are read after it.
"""

import gzip
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.keeping import chain, ciphering, manifest, rules, space, states
from danvan.foundation.keeping import store as stores
from danvan.foundation.keeping.archive import (
    Writer,
    file_name,
    key_name,
    table_name,
    writing,
)
from danvan.foundation.keeping.connecting import snapshot
from danvan.foundation.keeping.manifest import FileEntry, Manifest, TableEntry
from danvan.foundation.keeping.tables import (
    LEFT_OUT,
    Counting,
    Table,
    highest,
    lines,
    tables,
)
from danvan.shared.refusals import Refused

KEYS = ("seal_key", "secret_key")
PACKING = 6


@dataclass(frozen=True, slots=True)
class Lock:
    """How a backup is closed: to public keys, by a passphrase, or not at all."""

    recipients: Sequence[str] = ()
    passphrase: str = ""

    @property
    def ending(self) -> str:
        if self.recipients:
            return rules.SEALED
        return rules.LOCKED if self.passphrase else rules.PLAIN

    def around(self, out: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
        if self.recipients:
            return ciphering.encrypting(out, ciphering.recipients(self.recipients))
        if self.passphrase:
            return ciphering.locking(out, self.passphrase)
        return nullcontext(out)


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    manifest: Manifest


def make(
    folder: Path, *, at: datetime, lock: Lock = Lock(), with_keys: bool = False
) -> Made:
    """One file in `folder`, under its name only once it is whole and on the disk."""
    if with_keys and lock.ending == rules.PLAIN:
        raise Refused(
            _("Keys go only into an encrypted backup. Name a recipient or a passphrase")
        )
    ciphering.recipients(lock.recipients)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / rules.name_at(timezone.localtime(at), lock.ending)
    with written(path) as out, lock.around(out) as plain, writing(plain) as writer:
        told = write(writer, folder, at=at, with_keys=with_keys)
    return Made(path, told)


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A new file that shows up whole or not at all."""
    if path.exists():
        raise Refused(_("%(path)s is there already") % {"path": path})
    part = path.with_name(f".{path.name}{rules.PART}")
    try:
        opener = partial(os.open, mode=0o600)
        with open(part, "wb", opener=opener) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
        settle(path.parent)
    finally:
        part.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Have the disk keep a new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(writer: Writer, folder: Path, *, at: datetime, with_keys: bool) -> Manifest:
    root = Path(settings.MEDIA_ROOT)
    with snapshot() as connection:
        space.must_fit(folder, space.size_of(connection) + stores.size(root))
        nodes = states.applied(connection)
        states.must_be_known(nodes)
        found = tables(states.models_at(nodes))
        entries = {
            table.name: write_table(writer, table, connection) for table in found
        }
        named = stores.named(found, connection)
        head = chain.head(connection)
        strangers = states.strangers(found, connection)
    files, later, wrong = write_files(writer, root, named, at)
    told = Manifest(
        made_at=at.isoformat(),
        database=connection.vendor,
        migrations=nodes,
        tables=entries,
        files=files,
        keys=write_keys(writer) if with_keys else [],
        audit_head=head,
        missing=sorted(set(named) - set(files)),
        later=later,
        damaged=wrong,
        left_out=sorted({"uploads/", *LEFT_OUT, *strangers, *unless(with_keys)}),
        version=manifest.version(),
    )
    with tempfile.TemporaryFile(dir=settings.DATA) as text:
        text.write(told.encoded())
        put(writer, manifest.NAME, text)
    return told


def unless(with_keys: bool) -> tuple[str, ...]:
    return () if with_keys else KEYS


def write_table(
    writer: Writer, table: Table, connection: BaseDatabaseWrapper
) -> TableEntry:
    """Packed beside the data first, because a tar tells the length in front."""
    counted = Counting(lines(table, connection))
    with tempfile.TemporaryFile(dir=settings.DATA) as packed:
        with gzip.GzipFile(
            filename="", fileobj=packed, mode="wb", compresslevel=PACKING, mtime=0
        ) as out:
            out.writelines(counted)
        put(writer, table_name(table.name), packed)
    known = counted.tally(highest(table, connection))
    return TableEntry(
        known.rows, known.sha256, known.highest, counted.size, table.columns
    )


def put(writer: Writer, name: str, source: IO[bytes]) -> str:
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return writer.put(name, source, size)


def write_files(
    writer: Writer, root: Path, named: dict[str, str], at: datetime
) -> tuple[dict[str, FileEntry], list[str], list[str]]:
    """The files, those that came too late, and those that are not what was kept."""
    files: dict[str, FileEntry] = {}
    later: list[str] = []
    for each in stores.walk(root):
        if each.name not in named and each.changed >= at.timestamp():
            later.append(each.name)
            continue
        with each.path.open("rb") as source:
            sha256 = writer.put(file_name(each.name), source, each.size)
        files[each.name] = FileEntry(each.size, sha256)
    wrong = [
        name
        for name, kept in named.items()
        if kept and name in files and files[name].sha256 != kept
    ]
    return files, later, sorted(wrong)


def write_keys(writer: Writer) -> list[str]:
    """The keys that lie in the data directory; others come from the environment."""
    there = [name for name in KEYS if (Path(settings.DATA) / name).exists()]
    for name in there:
        with (Path(settings.DATA) / name).open("rb") as source:
            put(writer, key_name(name), source)
    return there
