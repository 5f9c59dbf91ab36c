import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from danvan.foundation.documents import actions, rules
from danvan.foundation.documents.sweeping import sweep
from tests import factories
from tests.foundation.documents.test_photographs import taken

pytestmark = pytest.mark.django_db

STRAY = "attachments/ab/ab" + "0" * 30
NOW = timezone.now()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def attached(content=b"%PDF-1.7", name="Biên bản.pdf"):
    tree = factories.tree()
    subject = factories.activity(tree.commune)
    by = factories.clerk(tree.commune)
    upload = SimpleUploadedFile(name, content)
    return actions.attach(subject, tree.commune, upload, by=by, at=NOW)


def age(root, days):
    """As if everything below had been written that many days ago."""
    then = (NOW - timedelta(days=days)).timestamp()
    for path in root.rglob("*"):
        os.utime(path, (then, then))


def stray(name=STRAY):
    return default_storage.save(name, ContentFile(b"x"))


def test_an_old_file_without_a_row_goes_with_its_small_picture(store):
    stray()
    stray(f"{STRAY}.webp")
    age(store, days=2)

    assert sweep(NOW)["attachments"] == 2
    assert not default_storage.exists(STRAY)
    assert sweep(NOW) == {"attachments": 0, "uploads": 0}


def test_a_young_file_may_still_get_its_row():
    stray()

    assert sweep(NOW)["attachments"] == 0
    assert default_storage.exists(STRAY)


def test_files_of_rows_stay_the_withdrawn_and_the_small_pictures_too(store):
    made = attached(taken(rules.JPEG), "anh.jpg")
    actions.withdraw_attachment(made, by=made.uploaded_by, at=NOW)
    age(store, days=400)

    assert sweep(NOW)["attachments"] == 0
    assert default_storage.exists(made.file.name)
    assert default_storage.exists(f"{made.file.name}.webp")


def test_a_file_left_by_an_outer_roll_back_goes(store):
    with transaction.atomic():
        made = attached()
        transaction.set_rollback(True)
    assert default_storage.exists(made.file.name)
    age(store, days=2)

    assert sweep(NOW)["attachments"] == 1
    assert not default_storage.exists(made.file.name)


@pytest.mark.parametrize("name", ["attachments/ab/README", "attachments/x", "other/y"])
def test_what_is_not_ours_stays(store, name):
    stray(name)
    age(store, days=400)

    sweep(NOW)

    assert default_storage.exists(name)


def test_another_file_under_the_number_of_a_row_goes(store):
    made = attached()
    other = stray(f"{made.file.name}_abc1234")
    age(store, days=2)

    assert sweep(NOW)["attachments"] == 1
    assert default_storage.exists(made.file.name)
    assert not default_storage.exists(other)


@pytest.mark.parametrize(
    ("name", "days", "goes"),
    [
        ("incoming/tmpa.part", 0.5, False),
        ("incoming/tmpa.part", 2, True),
        ("rosters/7/abc/content", 2, False),
        ("rosters/7/abc/content", 8, True),
    ],
)
def test_forgotten_uploads_go_by_their_age(store, name, days, goes):
    path = store / "uploads" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    age(store, days=days)

    assert sweep(NOW)["uploads"] == goes
    assert path.exists() != goes


def test_an_empty_house_is_swept():
    assert sweep(NOW) == {"attachments": 0, "uploads": 0}
