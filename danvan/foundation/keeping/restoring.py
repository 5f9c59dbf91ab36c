"""Restoring a backup into an empty place: everything or nothing.

Tables are made first, files come next, rows last and in one transaction. Whoever is
killed before its end has left a place without rows, into which the same can be done
again; a file that is there already is kept when it is the very one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from danvan.foundation.keeping import space, states, tables
from danvan.foundation.keeping import store as stores
from danvan.foundation.keeping.archive import Archive, sha256_of
from danvan.foundation.keeping.manifest import FileEntry, Manifest
from danvan.foundation.keeping.tables import Table, Tally
from danvan.shared.refusals import Refused

type Lines = Callable[[str], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a backup is restored to."""

    connection: BaseDatabaseWrapper
    files: Path
    data: Path


def restore(archive: Archive, place: Place, told: Callable[[str], object]) -> None:
    """Check, restore, compare, and bring old tables forward to this version."""
    manifest = archive.manifest
    states.must_be_known(manifest.migrations)
    told(_("Checking the backup…"))
    archive.check()
    states.must_be_empty(place.connection)
    must_be_free(place, manifest)
    space.must_fit(place.data, manifest.file_bytes)
    told(_("Writing files and rows…"))
    put_keys(archive, place)
    put_files(archive, place.files)
    rebuild(archive, place)
    bring_forward(place.connection)


def rebuild(archive: Archive, place: Place) -> None:
    """The database as the backup has it, proved before it is committed."""
    manifest, connection = archive.manifest, place.connection
    states.bring_to(manifest.migrations, connection)
    found = tables.tables(states.models_at(manifest.migrations))
    wanted = {name: entry.tally for name, entry in manifest.tables.items()}
    with transaction.atomic(using=connection.alias):
        fill(found, archive.lines, wanted, connection)
        must_equal(differences(found, wanted, connection))
        must_equal(wrong_files(place.files, manifest))


def fill(
    found: list[Table],
    lines: Lines,
    wanted: dict[str, Tally],
    connection: BaseDatabaseWrapper,
) -> None:
    """All rows of all tables, whatever refers to what; inside a transaction."""
    if odd := {table.name for table in found} ^ set(wanted):
        sentence = _("The backup and its manifest disagree about %(name)s")
        raise Refused(sentence % {"name": min(odd)})
    for table in found:
        tables.clear(table, connection)
    for table in found:
        tables.fill(table, lines(table.name), connection)
        tables.go_on_from(table, wanted[table.name].highest, connection)
    connection.check_constraints()


def differences(
    found: list[Table], wanted: dict[str, Tally], connection: BaseDatabaseWrapper
) -> list[str]:
    """The tables whose rows are not those that were wanted."""
    return [
        f"{table.name}: {there.rows} / {wanted[table.name].rows}"
        for table in found
        if (there := tables.tally(table, connection)) != wanted[table.name]
    ]


def must_equal(found: list[str]) -> None:
    if found:
        sentence = _("The copy differs, and nothing was kept of it: %(what)s")
        raise Refused(sentence % {"what": "; ".join(found[:10])})


def must_be_free(place: Place, manifest: Manifest) -> None:
    """No file but those an earlier try has left."""
    for each in stores.walk(place.files):
        if each.name.endswith(".part"):
            each.path.unlink()
        elif not is_the_one(each.path, manifest.files.get(each.name)):
            sentence = _(
                "The folder %(folder)s is not empty: it holds %(name)s. "
                "Name an empty one; nothing was changed"
            )
            words = {"folder": place.files, "name": each.name}
            raise Refused(sentence % words)


def is_the_one(path: Path, entry: FileEntry | None) -> bool:
    if entry is None or not path.is_file() or path.stat().st_size != entry.size:
        return False
    with path.open("rb") as source:
        return sha256_of(source) == entry.sha256


def put_files(archive: Archive, root: Path) -> None:
    for name, entry in archive.manifest.files.items():
        if not is_the_one(root / name, entry):
            archive.unpack(name, root / name)


def wrong_files(root: Path, manifest: Manifest) -> list[str]:
    """Files that are not on the disk as the manifest has them."""
    return [
        name
        for name, entry in manifest.files.items()
        if not is_the_one(root / name, entry)
    ]


def put_keys(archive: Archive, place: Place) -> None:
    """Keys that came along; another seal key that is there is never replaced."""
    for name in archive.manifest.keys:
        path, key = place.data / name, archive.key(name)
        if path.exists() and name == "seal_key" and path.read_bytes() != key:
            sentence = _("Another key lies in %(path)s. Put it aside first")
            raise Refused(sentence % {"path": path})
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(key)


def bring_forward(connection: BaseDatabaseWrapper) -> None:
    """From an older version's tables to today's, and fresh figures for the planner."""
    call_command("migrate", database=connection.alias, verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
