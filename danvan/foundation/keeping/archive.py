"""The one file a backup is: written from front to back, read with distrust.

tables/NAME.jsonl.gz    every row of a table, one line each, in the order of its key
files/…                 what lies in the store
keys/…                  only when asked for
manifest.json           last, so that a file that was cut short shows
"""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from danvan.foundation.keeping import manifest as manifests
from danvan.foundation.keeping.manifest import FileEntry, Manifest
from danvan.foundation.keeping.tables import Counting
from danvan.shared.refusals import Refused

BLOCK = 1024 * 1024
LARGEST_MANIFEST = 512 * 1024 * 1024
LARGEST_KEY = 64 * 1024
PLAIN_FILES = {tarfile.REGTYPE, tarfile.AREGTYPE}
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)


def table_name(table: str) -> str:
    return f"tables/{table}.jsonl.gz"


def file_name(name: str) -> str:
    return f"files/{name}"


def key_name(name: str) -> str:
    return f"keys/{name}"


class Hashing:
    """Reads on, and keeps the checksum of what went by."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


class Writer:
    """A tar that is only ever written forward, so that it may go through a pipe."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar

    def put(self, name: str, source: IO[bytes], size: int) -> str:
        """Add so many bytes; their checksum."""
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, 0o600
        passing = Hashing(source)
        self.tar.addfile(head, passing)
        return passing.digest.hexdigest()


@contextmanager
def writing(out: IO[bytes]) -> Iterator[Writer]:
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.GNU_FORMAT) as tar:
        yield Writer(tar)


def sha256_of(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


class Archive:
    """A backup that is being read; nothing in it is believed before it is checked."""

    def __init__(self, plain: IO[bytes]) -> None:
        with told_as_damaged():
            self.tar = tarfile.open(fileobj=plain, mode="r:")  # noqa: SIM115 - lives as long as its file
            self.members = self.indexed()
        self.manifest = self.read_manifest()
        self.must_be_complete()

    def indexed(self) -> dict[str, tarfile.TarInfo]:
        found: dict[str, tarfile.TarInfo] = {}
        for member in self.tar:
            if member.type not in PLAIN_FILES or member.name in found:
                sentence = _("The backup holds %(name)s, which no backup has")
                raise Refused(sentence % {"name": repr(member.name)})
            found[member.name] = member
        return found

    def read_manifest(self) -> Manifest:
        member = self.members.get(manifests.NAME)
        if member is None or member.size > LARGEST_MANIFEST:
            raise Refused(_("The backup is cut short, or it is no backup"))
        with self.opened(manifests.NAME) as source:
            return manifests.decoded(source.read())

    def must_be_complete(self) -> None:
        """As many things as the manifest names, and nothing else."""
        wanted = {manifests.NAME, *map(table_name, self.manifest.tables)}
        wanted |= {*map(file_name, self.manifest.files)}
        wanted |= {*map(key_name, self.manifest.keys)}
        if odd := wanted ^ set(self.members):
            sentence = _("The backup and its manifest disagree about %(name)s")
            raise Refused(sentence % {"name": repr(min(odd))})

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        with told_as_damaged():
            source = self.tar.extractfile(self.members[name])
            assert source is not None  # noqa: S101 - only plain files are indexed
            yield source

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table; no more of them than the manifest says."""
        entry = self.manifest.tables[table]
        left = entry.size
        with (
            self.opened(table_name(table)) as packed,
            gzip.GzipFile(fileobj=packed, mode="rb") as source,
        ):
            while each := source.readline(left + 1):
                left -= len(each)
                if left < 0:
                    raise damaged(table_name(table))
                yield each

    def check(self) -> None:
        """Compare everything with its checksum."""
        for name, table in self.manifest.tables.items():
            counted = Counting(self.lines(name))
            for _line in counted:
                pass
            if counted.tally(table.highest) != table.tally:
                raise damaged(table_name(name))
        for name, file in self.manifest.files.items():
            with self.opened(file_name(name)) as source:
                if FileEntry(self.size(name), sha256_of(source)) != file:
                    raise damaged(file_name(name))

    def size(self, name: str) -> int:
        return self.members[file_name(name)].size

    def unpack(self, name: str, path: Path) -> None:
        """Write one file of the store, under its name only once it is whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        with self.opened(file_name(name)) as source, part.open("wb") as out:
            passing = Hashing(source)
            while block := passing.read(BLOCK):
                out.write(block)
        if passing.digest.hexdigest() != self.manifest.files[name].sha256:
            part.unlink()
            raise damaged(file_name(name))
        part.chmod(0o640)
        part.rename(path)

    def key(self, name: str) -> bytes:
        with self.opened(key_name(name)) as source:
            return source.read(LARGEST_KEY)


def damaged(name: str) -> Refused:
    return Refused(_("The backup is damaged at %(name)s") % {"name": name})


@contextmanager
def told_as_damaged() -> Iterator[None]:
    """A tar or a gzip that breaks off, in words."""
    try:
        yield
    except BROKEN as fault:
        raise Refused(_("The backup is cut short or damaged: %s") % fault) from fault
