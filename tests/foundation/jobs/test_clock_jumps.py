"""A clock that jumps: nothing runs twice, nothing stands still once it is right."""

from datetime import timedelta

import pytest

from danvan.foundation.access.models import User
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit import linking, queries
from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.system import Visitor
from danvan.foundation.jobs import actions
from danvan.foundation.jobs.models import Run
from tests.foundation.jobs import tasks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("jump", [timedelta(hours=3), timedelta(days=1)], ids=str)
def test_a_clock_that_goes_back_runs_no_slot_again(only, clock, jump):
    only("note", daily="06:00")
    start = clock.now
    for days in range(3):
        clock.now = start + timedelta(days=days)
        actions.run_due(clock)

    clock.now -= jump
    again = actions.run_due(clock)
    clock.now += jump

    assert (again, actions.run_due(clock)) == (0, 0)
    assert len(tasks.RAN) == 3


def test_a_clock_that_was_far_ahead_leaves_the_days_between_their_own_runs(only, clock):
    only("note", daily="06:00")
    actions.run_due(clock)
    right = clock.now
    clock.now = right + timedelta(days=20)
    actions.run_due(clock)

    clock.now = right
    assert actions.run_due(clock) == 0
    clock.now = right + timedelta(days=1)
    assert actions.run_due(clock) == 1
    clock.now = right + timedelta(days=20)
    assert actions.run_due(clock) == 0


def test_a_run_that_failed_ahead_of_time_waits_for_nobody_elses_slot(only, clock):
    only("note", daily="06:00")
    right = clock.now
    clock.now = right + timedelta(days=400)
    tasks.FAULTS.append(OSError("đĩa"))
    actions.run_due(clock)

    clock.now = right

    assert actions.run_due(clock) == 1
    assert Run.objects.filter(finished_at__isnull=False).count() == 1


def test_the_log_keeps_the_order_of_acts_and_its_chain(clock):
    for minutes in (0, 90, -300, 5):
        clock.now += timedelta(minutes=minutes)
        audit.record("thử", User(), by=Visitor(), at=clock.now, unit_id=None)
        linking.link(clock.now)

    linking.link(clock.now, everything=True)
    report = queries.verify()

    times = list(Entry.objects.order_by("pk").values_list("at", flat=True))
    assert times != sorted(times)
    assert (report.links, report.waiting, report.fault) == (4, 0, "")
