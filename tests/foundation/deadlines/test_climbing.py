"""What is late goes up a level at a time, once, to whoever stands above."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.foundation.deadlines import actions, queries
from danvan.foundation.deadlines.actions import climbing
from danvan.foundation.deadlines.models import Climb
from danvan.foundation.deadlines.rules import Rung
from danvan.foundation.units.rules import Kind
from tests import factories
from tests.factories import noon

pytestmark = pytest.mark.usefixtures("calendar")
DUE = date(2024, 3, 11)  # Monday; a task climbs after 5 and 10 working days


def heard_by(clock) -> list[tuple[int, str]]:
    rows = clock.climbs.order_by("rung", "pk")
    return [(climb.rung, climb.unit.name) for climb in rows]


def test_the_ladder_day_by_day(tree, owe):
    clock = owe("task", due=DUE)
    district, province = tree.districts[0].name, tree.province.name
    calendar = queries.working_calendar()

    reached = {
        day: queries.rung(clock, date(2024, 3, day), calendar)
        for day in (1, 4, 11, 12, 15, 18, 22, 25)
    }
    seen = {}
    for day in range(12, 28):
        actions.climb(noon(date(2024, 3, day)))
        seen[day] = heard_by(clock)

    assert reached == {
        1: Rung.ON_TIME,
        4: Rung.DUE_SOON,
        11: Rung.DUE_SOON,
        12: Rung.OVERDUE,
        15: Rung.OVERDUE,
        18: Rung.ONE_UP,
        22: Rung.ONE_UP,
        25: Rung.TWO_UP,
    }
    assert seen[17] == []
    assert seen[18] == seen[24] == [(Rung.ONE_UP, district)]
    assert seen[25] == seen[27] == [(Rung.ONE_UP, district), (Rung.TWO_UP, province)]


def test_it_climbs_when_the_day_begins_in_vietnam(owe):
    """Half past midnight of the 18th is still the 17th in UTC."""
    clock = owe("task", due=DUE)

    assert actions.climb(datetime(2024, 3, 17, 16, 30, tzinfo=UTC)) == 0
    assert actions.climb(datetime(2024, 3, 17, 17, 30, tzinfo=UTC)) == 1
    assert clock.climbs.get().on == date(2024, 3, 18)


def test_after_a_long_silence_both_levels_hear_at_once(tree, owe):
    clock = owe("task", due=DUE)

    assert actions.climb(noon(date(2024, 6, 3))) == 2
    assert actions.climb(noon(date(2024, 6, 3))) == 0
    assert len(heard_by(clock)) == 2


def test_two_levels_only_the_province_hears_twice(tree, owe):
    direct = factories.unit("Phường Thẳng", kind=Kind.WARD, parent=tree.province)
    clock = owe("task", due=DUE, unit=direct)
    own = owe("task", due=DUE, unit=tree.province)

    actions.climb(noon(date(2024, 6, 3)))

    province = tree.province.name
    assert heard_by(clock) == [(Rung.ONE_UP, province), (Rung.TWO_UP, province)]
    assert heard_by(own) == []


def test_postponed_it_is_no_longer_heard_of_and_climbs_again_when_missed(
    tree, clerk, owe, subject
):
    clock = owe("task", due=DUE, about=subject)
    district = factories.district_officer(tree.districts[0])
    today = date(2024, 3, 20)
    actions.climb(noon(today))
    assert [c.pk for c in queries.heard(district, today)] == [clock.pk]

    later = date(2024, 4, 1)
    actions.move(subject, "task", due=later, reason="Mưa lũ", by=clerk, at=noon(today))
    quiet = queries.heard(district, today)
    actions.climb(noon(date(2024, 4, 10)))

    assert quiet == []
    missed = Climb.objects.filter(rung=Rung.ONE_UP).values_list("due_on", flat=True)
    assert sorted(missed) == [DUE, later]


def test_each_hears_only_what_reached_the_own_level(tree, owe):
    owe("task", due=DUE)
    near = factories.district_officer(tree.districts[0])
    far = factories.district_officer(tree.districts[1])
    top = factories.provincial_officer(tree.province)
    below = factories.clerk(tree.commune)

    def counts(day: date) -> list[int]:
        return [len(queries.heard(person, day)) for person in (below, near, far, top)]

    assert counts(date(2024, 3, 15)) == [0, 0, 0, 0]
    assert counts(date(2024, 3, 18)) == [0, 1, 0, 0]
    assert counts(date(2024, 3, 25)) == [0, 1, 0, 1]


def test_running_and_tally_keep_to_the_scope(tree, owe):
    owe("task", due=DUE)
    owe("task", due=DUE, unit=tree.communes[2])
    on = date(2024, 3, 12)
    near = factories.district_officer(tree.districts[0])
    top = factories.provincial_officer(tree.province)

    assert queries.running(near, on).count() == 1
    assert queries.tally(near, on)[Rung.OVERDUE] == 1
    assert queries.tally(top, on)[Rung.OVERDUE] == 2


def test_a_run_that_was_killed_goes_on_where_it_ended(owe, monkeypatch):
    monkeypatch.setattr(climbing, "BATCH", 2)
    for _ in range(5):
        owe("task", due=DUE)
    wrote: list[int] = []
    real = climbing.write

    def dies(batch, ladder):
        if len(wrote) == 1:
            raise KeyboardInterrupt
        wrote.append(real(batch, ladder))
        return wrote[-1]

    monkeypatch.setattr(climbing, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.climb(noon(date(2024, 3, 18)))
    assert Climb.objects.count() == 2
    monkeypatch.setattr(climbing, "write", real)

    assert actions.climb(noon(date(2024, 3, 18))) == 3
    assert Climb.objects.count() == 5


def test_climbing_costs_the_same_for_two_as_for_twenty(owe):
    def cost(day: date) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            actions.climb(noon(day))
        return len(asked)

    for _ in range(2):
        owe("task", due=DUE)
    few = cost(date(2024, 3, 18))
    for _ in range(20):
        owe("task", due=DUE + timedelta(days=1))

    assert cost(date(2024, 3, 19)) == few
