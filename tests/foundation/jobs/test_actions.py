"""A job runs once for its slot, again when it failed, and never twice at a time."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings as installed
from django.db import connection, connections, transaction

from danvan.config import settings as ours
from danvan.foundation.jobs import actions, registry, scheduler
from danvan.foundation.jobs.models import Run
from danvan.foundation.jobs.rules import ATTEMPTS, LEASE
from tests.foundation.jobs import tasks

pytestmark = pytest.mark.django_db


def test_a_daily_job_runs_once_a_day(only, clock):
    only("note")

    ran = [actions.run_due(clock) for _look in range(3)]
    clock.pass_(days=1)

    assert ran == [1, 0, 0]
    assert actions.run_due(clock) == 1
    assert [run.slot for run in Run.objects.order_by("pk")] == [
        "2024-03-05",
        "2024-03-06",
    ]


def test_a_slot_missed_while_the_server_was_off_is_caught_up_that_day(only, clock):
    only("note", daily="06:00")
    clock.pass_(hours=15, minutes=59)

    assert (actions.run_due(clock), len(tasks.RAN)) == (1, 1)
    clock.pass_(minutes=2)
    assert (actions.run_due(clock), len(tasks.RAN)) == (0, 1)


def test_before_its_time_nothing_runs(only, clock):
    only("note", daily="08:01")

    assert actions.run_due(clock) == 0
    assert not Run.objects.exists()


def test_what_a_job_says_is_kept(only, clock):
    only("note")
    actions.run_due(clock)

    run = Run.objects.get()
    assert (run.said, run.fault, run.finished_at) == ("1", "", clock.now)


def test_a_failure_is_kept_in_words_and_tried_again_after_a_pause(only, clock):
    only("note")
    tasks.FAULTS.append(ConnectionError("máy chủ thư không trả lời"))

    assert actions.run_due(clock) == 1
    failed = Run.objects.get()
    assert failed.fault == "ConnectionError: máy chủ thư không trả lời"
    assert failed.finished_at is None
    assert actions.run_due(clock) == 0
    clock.pass_(minutes=1)
    assert actions.run_due(clock) == 1
    done = Run.objects.get()
    assert (done.attempts, done.finished_at) == (2, clock.now)


def test_a_job_that_always_fails_is_given_up_for_the_slot(only, clock):
    only("note")
    tasks.FAULTS.extend(ValueError(n) for n in range(50))

    for _look in range(10):
        actions.run_due(clock)
        clock.pass_(hours=1)

    assert len(tasks.RAN) == ATTEMPTS
    clock.pass_(days=1)
    assert actions.run_due(clock) == 1


def test_a_job_that_is_not_there_hurts_no_other(settings, clock):
    settings.DANVAN_JOBS = [
        {"name": "mất", "call": f"{tasks.__name__}.gone", "daily": "06:00"},
        {"name": "có", "call": f"{tasks.__name__}.note", "daily": "06:00"},
    ]

    assert actions.run_due(clock) == 2
    assert len(tasks.RAN) == 1
    assert "gone" in Run.objects.get(job="mất").fault


def test_what_a_dead_worker_left_is_taken_over_once_its_time_is_up(only, clock):
    only("note")
    left = actions.claim("thử", "2024-03-05", clock())
    clock.pass_(minutes=LEASE // timedelta(minutes=1) - 1)

    assert actions.run_due(clock) == 0
    clock.pass_(minutes=1)
    assert actions.run_due(clock) == 1
    run = Run.objects.get()
    assert (run.pk, run.attempts) == (left.pk, 2)
    assert run.fault == "Tiến trình dừng khi việc đang chạy"


def test_a_worker_that_was_only_slow_does_not_overwrite_its_successor(only, clock):
    only("note")
    slow = actions.claim("thử", "2024-03-05", clock())
    clock.pass_(hours=1)
    actions.run_due(clock)
    finished = Run.objects.get().finished_at
    clock.pass_(hours=1)

    tasks.FAULTS.append(ValueError("muộn"))
    actions.execute(registry.find("thử"), slow, clock)

    run = Run.objects.get()
    assert (run.finished_at, "muộn" in run.fault) == (finished, False)


def test_a_run_by_hand_leaves_the_days_own_run_alone(only, clock):
    only("note")

    run = actions.run_now(registry.find("thử"), clock)

    assert run.said == "1"
    assert actions.run_due(clock) == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_job_works(only, clock, monkeypatch):
    seen = []
    monkeypatch.setattr(
        tasks, "note", lambda at: seen.append(connection.in_atomic_block)
    )
    only("note")

    actions.run_due(clock)

    assert seen == [False]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_look_at_once_run_it_once(only, clock):
    only("slow")
    gate = threading.Barrier(4)

    def look():
        gate.wait()
        scheduler.look(clock)
        connections.close_all()

    workers = [threading.Thread(target=look) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(tasks.RAN) == 1
    assert Run.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_take_over_at_once_run_it_once(only, clock):
    only("slow")
    actions.claim("thử", "2024-03-05", clock())
    clock.pass_(hours=1)
    gate = threading.Barrier(4)

    def look():
        gate.wait()
        scheduler.look(clock)
        connections.close_all()

    workers = [threading.Thread(target=look) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(tasks.RAN) == 1
    assert Run.objects.get().attempts == 2


def test_a_database_that_is_away_does_not_end_the_loop(only, clock, monkeypatch):
    only("note")
    stop = threading.Event()
    looks = []

    def broken(_clock):
        looks.append(1)
        if len(looks) == 3:
            stop.set()
        raise ConnectionError

    monkeypatch.setattr(scheduler, "run_due", broken)
    scheduler.loop(clock=clock, stop=stop, pause=0.001)

    assert len(looks) == 3


def test_old_runs_are_forgotten(only, clock):
    only("note")
    actions.run_due(clock)
    clock.pass_(days=29)
    actions.forget(clock())
    assert Run.objects.count() == 1
    clock.pass_(days=2)
    actions.forget(clock())

    assert not Run.objects.exists()


@pytest.mark.parametrize("entry", ours.DANVAN_JOBS, ids=lambda entry: entry["name"])
def test_every_job_of_the_installation_can_run(entry, clock):
    """Over an empty database it has nothing to do, and that is no fault."""
    job = registry.read(entry)

    with transaction.atomic():
        job.function()(at=clock())
        transaction.set_rollback(True)


def test_the_jobs_of_the_installation_have_names_of_their_own():
    names = [job.name for job in registry.jobs()]

    assert len(names) == len(set(names)) == len(installed.DANVAN_JOBS)
