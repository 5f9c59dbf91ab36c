"""Restoring: checked before and after, everything or nothing, into an empty place."""

import gzip
import io
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from danvan.foundation.keeping import archive as archives
from danvan.foundation.keeping import making, reading, restoring, states
from danvan.foundation.keeping.connecting import SCRATCH, reaching, scratch, standing_in
from danvan.foundation.keeping.reading import Keys
from danvan.foundation.keeping.restoring import Place
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.shared import databases
from danvan.shared.refusals import Refused


def rewritten(path: Path, change) -> Path:
    """The same tar, with `change` let at its members."""
    with tarfile.open(path) as tar:
        parts = [(member, tar.extractfile(member).read()) for member in tar]
    other = path.with_name("other.tar")
    with tarfile.open(other, "w") as tar:
        for member, content in change(parts):
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return other


def manifest_with(path: Path, **words) -> Path:
    def change(parts):
        *rest, (member, content) = parts
        told = json.dumps(json.loads(content) | words).encode()
        return [*rest, (member, told)]

    return rewritten(path, change)


def refused(path: Path, blank: Place) -> str:
    """Why it was not restored; nothing may have been written."""
    with (
        pytest.raises(Refused) as why,
        reading.opened(path, Keys(), blank.data) as archive,
    ):
        restoring.restore(archive, blank, str)
    assert not Activity.objects.using("restoring").exists()
    assert not blank.files.exists() or not list(blank.files.rglob("*.pdf"))
    return str(why.value)


@pytest.mark.parametrize("part", [0.2, 0.6, 1.0])
def test_a_backup_that_was_cut_short_is_refused(blank, made, part):
    content = made.path.read_bytes().rstrip(b"\0")  # a tar ends in empty blocks
    made.path.write_bytes(content[: int(len(content) * part) - 100])
    assert refused(made.path, blank)


def test_one_changed_byte_is_found(blank, made):
    content = bytearray(made.path.read_bytes())
    with tarfile.open(made.path) as tar:
        member = tar.getmember("tables/activities_activity.jsonl.gz")
    content[member.offset_data + member.size // 2] ^= 1
    made.path.write_bytes(content)
    assert refused(made.path, blank)


def test_a_changed_row_is_found(blank, made):
    def change(parts):
        for member, content in parts:
            if member.name == "tables/activities_activity.jsonl.gz":
                text = gzip.decompress(content).replace(b"Giao ban", b"Giao bao")
                yield member, gzip.compress(text)
            else:
                yield member, content

    found = refused(rewritten(made.path, change), blank)
    assert "tables/activities_activity.jsonl.gz" in found


@pytest.mark.parametrize(
    "name", ["../outside", "files/../../outside", "/etc/outside", "files/extra"]
)
def test_a_name_that_no_manifest_has_is_refused(blank, made, name):
    def change(parts):
        return [(tarfile.TarInfo(name), b"x"), *parts]

    assert repr(name) in refused(rewritten(made.path, change), blank)
    assert not (blank.data.parent / "outside").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../b", "a\\b"])
def test_a_manifest_that_leads_outside_is_refused(blank, made, name):
    files = {name: {"size": 1, "sha256": "0" * 64}}
    refused(manifest_with(made.path, files=files), blank)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_link_in_a_backup_is_refused(blank, made, kind):
    def change(parts):
        link = tarfile.TarInfo("files/link")
        link.type, link.linkname = kind, "/etc/passwd"
        return [(link, b""), *parts]

    assert "files/link" in refused(rewritten(made.path, change), blank)


def test_a_backup_of_a_newer_version_is_refused(blank, made):
    nodes = [*made.manifest.migrations, ("units", "9999_from_tomorrow")]
    found = refused(manifest_with(made.path, migrations=nodes), blank)
    assert "units.9999_from_tomorrow" in found


def test_something_else_than_a_backup_is_refused(blank, tmp_path):
    other = tmp_path / "x.tar"
    other.write_bytes(b"not a tar at all" * 100)
    assert refused(other, blank)
    assert refused(tmp_path / "nowhere.tar", blank)


def test_a_place_with_records_is_refused_and_stays(blank, made):
    there = Unit.objects.first()
    there.save(using="restoring", force_insert=True)
    assert "units_unit" in refused(made.path, blank)
    assert Unit.objects.using("restoring").count() == 1


def test_a_folder_with_strange_files_is_refused_and_stays(blank, made):
    blank.files.mkdir()
    (blank.files / "strange").write_bytes(b"mine")
    assert "strange" in refused(made.path, blank)
    assert (blank.files / "strange").read_bytes() == b"mine"


def test_what_broke_off_half_way_left_no_row_and_can_be_done_again(
    blank, made, monkeypatch
):
    whole = archives.Archive.lines

    def breaks_off(self, table):
        if table == "units_unit":
            raise KeyboardInterrupt
        return whole(self, table)

    with reading.opened(made.path, Keys(), blank.data) as archive:
        archive.check()
        monkeypatch.setattr(archives.Archive, "check", lambda self: None)
        monkeypatch.setattr(archives.Archive, "lines", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(archive, blank, str)
        assert not Activity.objects.using("restoring").exists()
        assert len(list(blank.files.rglob("*"))) > len(made.manifest.files)

        monkeypatch.undo()
        restoring.restore(archive, blank, str)

    assert Activity.objects.using("restoring").count() == 6


def test_keys_come_back_and_another_seal_key_is_never_replaced(blank, made):
    told = replace(made.manifest, keys=["seal_key"])

    class Two:
        manifest = told

        def key(self, name: str) -> bytes:
            return b"the key of the backup"

    restoring.put_keys(Two(), blank)
    assert (blank.data / "seal_key").read_bytes() == b"the key of the backup"
    (blank.data / "seal_key").write_bytes(b"another")
    with pytest.raises(Refused):
        restoring.put_keys(Two(), blank)
    assert (blank.data / "seal_key").read_bytes() == b"another"


def test_a_row_reads_the_same_on_both_databases(made, tmp_path):
    """The file holds every kind of field the rooms have, spelt in one way."""
    with reading.opened(made.path, Keys(), tmp_path) as archive:
        row = json.loads(next(iter(archive.lines("activities_activity"))))
    told = dict(
        zip(made.manifest.tables["activities_activity"].columns, row, strict=True)
    )
    first = Activity.objects.order_by("pk").first()
    assert told["uid"] == first.uid.hex
    assert told["on"] == "2024-01-05"
    assert told["recorded_at"] == first.recorded_at.isoformat(timespec="microseconds")


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="once is enough")
def test_an_older_backup_is_brought_forward(transactional_db, tmp_path, store):
    """Made before photographs were told apart, restored by the version of today."""
    later = ("documents", "0002_photographs")
    nodes = without_followers(later)
    (tmp_path / "old").mkdir()
    with scratch(tmp_path / "old") as old:
        states.bring_to(nodes, old)
        with standing_in(SCRATCH):
            made = making.make(tmp_path / "backups", at=timezone.now())
    assert "kept_sha256" not in made.manifest.tables["documents_attachment"].columns

    told = databases.sqlite(tmp_path / "new.sqlite3")
    with (
        reaching(told, "restoring") as there,
        reading.opened(made.path, Keys(), tmp_path) as archive,
    ):
        restoring.restore(archive, Place(there, tmp_path / "f", tmp_path), str)
        assert set(states.applied(there)) == states.known()


def without_followers(later):
    """Every migration that can stand without this one."""
    graph = MigrationLoader(None).graph
    gone = {tuple(node) for node in graph.backwards_plan(later)}
    return sorted(set(states.known()) - gone)
