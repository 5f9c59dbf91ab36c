"""The nightly backup, which ones stay, and what the administrator reads of it."""

import fcntl
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.keeping import schedule
from danvan.foundation.keeping.rules import Keep, is_safe, kept, made_at, name_at
from tests import factories

NIGHTS = [datetime(2026, 1, 1, 1, 30) + timedelta(days=n) for n in range(400)]  # noqa: DTZ001
AT = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)
"""01:30 of the sixth in Vietnam."""


@pytest.fixture
def folder(settings, tmp_path):
    settings.DANVAN_BACKUP_DIR = tmp_path / "nights"
    settings.DANVAN_BACKUP_RECIPIENTS = []
    return settings.DANVAN_BACKUP_DIR


def test_a_year_of_nights_leaves_days_weeks_and_months():
    stay = sorted(kept(NIGHTS, Keep(7, 4, 12)), reverse=True)

    assert stay[:7] == NIGHTS[:-8:-1]
    assert len(stay) == 7 + 2 + 10  # two weeks and two months end within the days
    assert {(at.year, at.month) for at in stay} == {
        (at.year, at.month) for at in NIGHTS[-365:]
    } - {(2026, 2)}


def test_the_newest_backup_stays_whatever_the_rule_says():
    assert kept(NIGHTS, Keep(0, 0, 0)) == {NIGHTS[-1]}


def test_a_name_tells_when_and_nothing_else_is_taken_for_a_backup():
    at = datetime(2026, 3, 5, 1, 30, 7)  # noqa: DTZ001
    for ending in (".tar", ".tar.age", ".locked.tar"):
        assert made_at(name_at(at, ending)) == at
    for name in ("danvan-20261399-000000.tar", "other.tar", ".danvan-x.tar.part"):
        assert made_at(name) is None


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "./a", "a//b", "a\\b"])
def test_a_path_that_could_leave_its_folder_is_not_safe(name):
    assert not is_safe(name)
    assert is_safe("attachments/ab/0123.webp")


def test_the_job_makes_one_and_lets_old_ones_go(transactional_db, folder, store):
    folder.mkdir()
    for day in range(1, 29):
        (folder / f"danvan-202602{day:02}-013000.tar").write_bytes(b"old")
    (folder / "diary.tar").write_bytes(b"mine")
    half = folder / ".danvan-20260101-013000.tar.part"
    half.write_bytes(b"half")
    os.utime(half, (1, 1))

    said = schedule.back_up(AT)

    names = sorted(path.name for path in folder.iterdir())
    assert said.startswith("danvan-20260306-013000.tar: ")
    assert names[-2:] == ["danvan-20260306-013000.tar", "diary.tar"]
    assert len([name for name in names if name.startswith("danvan-")]) == 9
    assert half.name not in names


def test_the_job_run_twice_keeps_the_newer_of_the_day(transactional_db, folder, store):
    schedule.back_up(AT)
    schedule.back_up(AT + timedelta(minutes=1))
    (left,) = folder.glob("danvan-*.tar")
    assert left.name == "danvan-20260306-013100.tar"


def test_a_second_process_leaves_it_to_the_first(folder):
    folder.mkdir()
    with (folder / ".danvan-backup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        schedule.back_up(AT)
    assert not list(folder.glob("danvan-*"))


def test_a_full_disk_is_told_in_words(transactional_db, folder, store, monkeypatch):
    monkeypatch.setattr("danvan.foundation.keeping.space.SPARE", 1 << 60)
    with pytest.raises(Exception, match=str(folder)):
        schedule.back_up(AT)
    assert not list(folder.glob("*danvan-2*"))


@pytest.mark.parametrize(
    ("age", "tone"),
    [(timedelta(hours=3), "info"), (timedelta(days=2, hours=1), "warning")],
)
def test_an_old_backup_warns(folder, age, tone):
    folder.mkdir()
    name = name_at(timezone.localtime(AT - age), ".tar.age")
    (folder / name).write_bytes(b"x")

    said = schedule.notice(AT)

    assert said.tone == tone
    assert str(int(age.total_seconds() // 3600)) in said.sentence


def test_no_backup_at_all_warns(folder, settings):
    assert schedule.notice(AT).tone == "warning"
    settings.DANVAN_BACKUP_DIR = None
    assert "DANVAN_BACKUP_DIR" in schedule.notice(AT).sentence


def test_the_administrator_reads_it_on_the_page_of_jobs(client, db, folder):
    admin = factories.administrator(factories.tree().province)
    client.force_login(admin)
    page = client.get(reverse("jobs:index")).content.decode()
    assert schedule.notice(AT).sentence in page


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="SQLite's own")
def test_the_examination_finds_a_row_whose_unit_is_gone(transactional_db):
    assert schedule.check_database(AT)
    place = factories.tree().communes[0]
    held = factories.activity(place)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE activities_activity SET unit_id = 999999 WHERE id = %s", [held.pk]
        )
    try:
        with pytest.raises(schedule.BrokenDatabase, match="activities_activity"):
            schedule.check_database(AT)
    finally:
        held.delete()
