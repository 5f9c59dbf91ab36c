"""What goes into a backup, who can open it, and what is told of it."""

import io
import stat
import tarfile
import threading
from datetime import date, timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from danvan.foundation.audit.models import Entry
from danvan.foundation.documents.models import Attachment
from danvan.foundation.keeping import making, reading, restoring, verifying
from danvan.foundation.keeping.making import Lock
from danvan.foundation.keeping.reading import Keys
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.shared.refusals import Refused
from tests import factories
from tests.foundation.keeping.conftest import MINUTES, attached

SECRET = "một câu thật dài chỉ người giữ mới biết"


NONE = Keys()


def opened(path: Path, tmp_path: Path, keys: Keys = NONE):
    return reading.opened(path, keys, tmp_path)


def write_pairs(stop: threading.Event, unit: Unit, wrong: list[Exception]) -> None:
    """Two rows a transaction, so that a torn copy shows."""
    try:
        while not stop.is_set():
            with transaction.atomic():
                held = factories.activity(unit, on=date(2024, 3, 5), title="cặp")
                Entry.objects.create(
                    at=timezone.now(),
                    actor="người ghi",
                    verb="paired",
                    subject_type="pair",
                    subject_id=str(held.pk),
                    subject="cặp",
                )
    except Exception as fault:  # noqa: BLE001 - told to the test
        wrong.append(fault)
    finally:
        connections.close_all()


def test_a_backup_made_while_people_write_is_of_one_moment(blank, records, tmp_path):
    stop, wrong = threading.Event(), list[Exception]()
    place = Unit.objects.get(pk=records[0].unit_id)
    words = (stop, place, wrong)
    writers = [threading.Thread(target=write_pairs, args=words) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        made = making.make(tmp_path / "backups", at=timezone.now())
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    with opened(made.path, tmp_path) as archive:
        verifying.verify(archive, str)
        restoring.restore(archive, blank, str)

    assert not wrong
    copied = Activity.objects.using("restoring").filter(title="cặp")
    pairs = Entry.objects.using("restoring").filter(verb="paired")
    assert {str(pk) for pk in copied.values_list("pk", flat=True)} == set(
        pairs.values_list("subject_id", flat=True)
    )
    assert Activity.objects.filter(title="cặp").count() >= copied.count()
    kept = Attachment.objects.using("restoring").get(pk=records[0].pk)
    assert (blank.files / kept.file.name).read_bytes() == MINUTES


def test_the_next_record_never_gets_the_number_of_one_that_is_gone(
    blank, records, tmp_path
):
    last = factories.activity(Unit.objects.get(pk=records[0].unit_id))
    number = last.pk
    last.delete()
    made = making.make(tmp_path / "backups", at=timezone.now())

    with opened(made.path, tmp_path) as archive:
        restoring.restore(archive, blank, str)

    assert made.manifest.tables["activities_activity"].highest == number
    fresh = Activity(
        **{
            field.attname: getattr(Activity.objects.first(), field.attname)
            for field in Activity._meta.concrete_fields
            if field.attname not in {"id", "uid"}
        }
    )
    fresh.save(using="restoring", force_insert=True)
    assert fresh.pk == number + 1


def test_a_backup_belongs_to_its_maker_alone(made):
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_the_manifest_says_what_is_left_out(made):
    assert {"seal_key", "secret_key", "access.session", "uploads/"} <= set(
        made.manifest.left_out
    )
    assert made.manifest.tables["activities_activity"].rows == 6
    assert made.manifest.database == connection.vendor
    assert not made.manifest.keys


def test_a_file_that_is_missing_damaged_or_late_is_told(records, store, tmp_path):
    gone, changed = (store / record.file.name for record in records)
    gone.unlink()
    changed.write_bytes(b"somebody else's")
    at = timezone.now() - timedelta(seconds=5)
    (store / "late").write_bytes(b"no row names it yet")

    told = making.make(tmp_path / "backups", at=at).manifest

    assert told.missing == [records[0].file.name]
    assert told.damaged == [records[1].file.name]
    assert told.later == ["late"]
    assert set(told.files) == {records[1].file.name}


def test_a_passphrase_opens_what_it_locked_and_nothing_else_does(records, tmp_path):
    made = making.make(
        tmp_path / "backups", at=timezone.now(), lock=Lock(passphrase=SECRET)
    )

    with opened(made.path, tmp_path, Keys(passphrase=lambda: SECRET)) as archive:
        archive.check()
        assert archive.manifest == made.manifest
    assert made.path.name.endswith(".locked.tar")
    with (
        pytest.raises(Refused),
        opened(made.path, tmp_path, Keys(passphrase=lambda: "khác")),
    ):
        pass
    with pytest.raises(Refused), opened(made.path, tmp_path):
        pass


def test_a_public_key_closes_and_only_its_private_key_opens(records, tmp_path):
    mine, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    lock = Lock([str(mine.to_public())])
    made = making.make(
        tmp_path / "backups", at=timezone.now(), lock=lock, with_keys=True
    )

    with opened(
        made.path, tmp_path, Keys(identities=lambda: f"# khóa\n{mine}\n")
    ) as archive:
        archive.check()
        assert archive.manifest.keys
    assert MINUTES not in made.path.read_bytes()
    with (
        pytest.raises(Refused),
        opened(made.path, tmp_path, Keys(identities=lambda: str(other))),
    ):
        pass


def test_keys_never_lie_open_in_a_backup(records, tmp_path):
    with pytest.raises(Refused):
        making.make(tmp_path / "backups", at=timezone.now(), with_keys=True)
    assert not (tmp_path / "backups").exists()


def test_a_wrong_public_key_is_told_before_anything_is_written(records, tmp_path):
    with pytest.raises(CommandError):
        call_command("backup", to=tmp_path / "backups", recipient=["age1khong"])
    assert not (tmp_path / "backups").exists()


def test_the_command_prints_where_the_backup_lies(records, tmp_path):
    out, err = io.StringIO(), io.StringIO()
    call_command("backup", to=tmp_path / "backups", stdout=out, stderr=err)
    (path,) = (tmp_path / "backups").iterdir()
    assert out.getvalue().strip() == str(path)
    assert "access.session" in err.getvalue()


def test_a_backup_that_fails_leaves_nothing(records, store, tmp_path, settings):
    attached(Activity.objects.first(), b"x")
    settings.BASE = tmp_path  # no project file: the manifest cannot name the version
    with pytest.raises(OSError, match="pyproject"):
        making.make(tmp_path / "backups", at=timezone.now())
    assert not list((tmp_path / "backups").iterdir())


def test_the_plain_form_opens_with_any_tar(made):
    with tarfile.open(made.path) as tar:
        names = tar.getnames()
    assert names[-1] == "manifest.json"
    assert "tables/activities_activity.jsonl.gz" in names
