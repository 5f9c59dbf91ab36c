"""What stands on a person's list, where, once, and for nobody else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.notices.choices import Topic
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession
from danvan.records.blocs.models import Seat
from danvan.results.agenda.items import items_for
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import Item, Part
from tests import factories
from tests.results.agenda import things

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def clerk(tree):
    return factories.clerk(tree.commune)


def listed(user, on: date) -> list[Item]:
    user.forget_grants()
    return items_for(Person(user, on))


def parts(user, on: date) -> list[tuple[Part, str]]:
    return [(item.part, item.title) for item in listed(user, on)]


def after(on: date, working_days: int) -> date:
    """Without any day off entered these are the weekdays."""
    while working_days:
        on += timedelta(days=1)
        working_days -= on.weekday() < 5
    return on


def test_a_commitment_and_its_deadline_are_one_thing(tree, clerk, today):
    made = things.commitment(
        tree.commune, due=today + timedelta(days=2), on=today - timedelta(days=9)
    )
    assert Clock.objects.of(made).running().count() == 1

    [item] = listed(clerk, today)

    assert (item.topic, item.part) == (Topic.COMMITMENT, Part.SOON)
    assert item.url == made.get_absolute_url()


def test_a_matter_with_two_deadlines_is_one_thing(tree, clerk, today):
    made = things.hot_spot(tree.commune, on=today - timedelta(days=1))
    assert Clock.objects.of(made).running().count() > 1

    [item] = listed(clerk, today)

    assert item.topic == Topic.MATTER
    assert item.due == min(Clock.objects.of(made).values_list("due_on", flat=True))


def test_what_no_deadline_counts_for_is_listed_by_its_own_day(tree, clerk, today):
    late = things.task(
        tree.commune, due=today - timedelta(days=1), on=today - timedelta(days=9)
    )
    things.commitment(tree.commune, due=today + timedelta(days=7), on=today)
    things.matter(tree.commune, on=today)
    Clock.objects.all().delete()

    items = listed(clerk, today)

    assert [item.part for item in items] == [Part.LATE, Part.WEEK, Part.WAITING]
    assert items[0].title == str(late)


def test_late_first_then_soon_then_this_week_then_the_rest(tree, clerk, today):
    before = today - timedelta(days=20)
    commune = tree.commune
    things.matter(commune, on=today, title="Mới nhận")
    things.planned(commune, on=today + timedelta(days=7), title="Giao ban tới")
    things.task(commune, due=today + timedelta(days=1), on=before, text="Sắp đến hạn")
    things.task(commune, due=today - timedelta(days=1), on=before, text="Trễ một ngày")
    things.task(commune, due=today - timedelta(days=2), on=before, text="Trễ hai ngày")

    assert parts(clerk, today) == [
        (Part.LATE, "Trễ hai ngày"),
        (Part.LATE, "Trễ một ngày"),
        (Part.SOON, "Sắp đến hạn"),
        (Part.WEEK, "Giao ban tới"),
        (Part.WAITING, "Mới nhận"),
    ]


def test_a_planned_activity_whose_day_passed_asks_what_came_of_it(tree, clerk, today):
    missed = things.planned(tree.commune, on=today - timedelta(days=1))
    things.planned(tree.commune, on=today, title="Hôm nay")
    things.planned(tree.commune, on=today + timedelta(days=8), title="Sau đó")
    things.planned(tree.commune, on=today - timedelta(days=3), status="cancelled")
    things.planned(tree.commune, on=today - timedelta(days=3), status="held")

    items = listed(clerk, today)

    assert [(item.part, item.title) for item in items] == [
        (Part.LATE, "Giao ban quý"),
        (Part.WEEK, "Hôm nay"),
    ]
    assert items[0].act_url == f"/activities/{missed.pk}/edit/?status=held"


def test_what_is_done_stands_nowhere(tree, clerk, today):
    made = things.task(tree.commune, due=today, on=today - timedelta(days=9))
    assert listed(clerk, today)
    made.state, made.done_on = "done", today
    made.save()
    Clock.objects.of(made).update(stopped_on=today)

    assert listed(clerk, today) == []


def test_a_hot_spot_is_seen_at_every_level_above_at_once(tree, clerk, today):
    spot = things.hot_spot(tree.commune, on=today)
    district, neighbour = map(factories.district_officer, tree.districts)
    province = factories.provincial_officer(tree.province)

    assert parts(district, today) == [(Part.HOT, spot.title)]
    assert parts(province, today) == [(Part.HOT, spot.title)]
    assert parts(neighbour, today) == []
    assert Part.HOT not in [part for part, _title in parts(clerk, today)]


def test_what_is_late_climbs_one_level_and_then_two(tree, today):
    """`task` climbs after 5 working days and again after 10."""
    due = today
    made = things.task(tree.commune, due=due, on=today - timedelta(days=30))
    district = factories.district_officer(tree.districts[0])
    neighbour = factories.district_officer(tree.districts[1])
    province = factories.provincial_officer(tree.province)

    seen = {
        number: (
            parts(district, after(due, number)),
            parts(province, after(due, number)),
        )
        for number in (4, 5, 9, 10)
    }

    below = [(Part.BELOW, str(made))]
    assert seen == {4: ([], []), 5: (below, []), 9: (below, []), 10: (below, below)}
    assert parts(neighbour, after(due, 30)) == []


def test_a_late_hot_spot_is_one_thing_with_its_day(tree, today):
    spot = things.hot_spot(tree.commune, on=today)
    district = factories.district_officer(tree.districts[0])

    [item] = listed(district, today + timedelta(days=30))

    assert item.part == Part.HOT
    assert item.due in Clock.objects.of(spot).values_list("due_on", flat=True)


def test_a_matter_handed_up_is_owed_there_and_no_longer_below(tree, clerk, today):
    made = things.matter(tree.commune, on=today)
    made.holder = tree.districts[0]
    made.save()
    for clock in Clock.objects.of(made).running():
        deadlines.hand_over(
            made,
            clock.rule,
            tree.districts[0],
            by=CommandLine(),
            at=factories.noon(today),
        )

    assert parts(clerk, today) == []
    [item] = listed(factories.district_officer(tree.districts[0]), today)
    assert item.topic == Topic.MATTER


def test_a_paused_deadline_does_not_press(tree, clerk, today):
    made = things.matter(tree.commune, on=today - timedelta(days=14))
    clock = Clock.objects.of(made).get()
    assert clock.due_on == today
    deadlines.pause(
        clock,
        reason="Chờ huyện đo đất",
        on=today,
        by=CommandLine(),
        at=factories.noon(today),
    )

    [item] = listed(clerk, today + timedelta(days=3))

    assert item.part in {Part.WEEK, Part.WAITING}


def test_a_seat_whose_post_changed_is_to_be_handed_over(tree, clerk, today):
    team = factories.complete_bloc(tree.commune)
    held = team.seats.order_by("pk").first()
    Seat.objects.filter(pk=held.pk).update(post_ended_on=today - timedelta(days=300))

    [item] = [i for i in listed(clerk, today) if i.topic == Topic.SEAT]

    assert item.part == Part.LATE
    assert item.act_url == f"/blocs/seats/{held.pk}/hand-over/"


def test_whoever_only_reads_is_given_no_button(tree, today):
    before = today - timedelta(days=20)
    things.task(tree.commune, due=today, on=before)
    things.planned(tree.commune, on=before)
    things.matter(tree.commune, on=before)
    factories.complete_bloc(tree.commune)
    Seat.objects.update(post_ended_on=before)

    items = listed(factories.inspector(tree.commune), today)

    assert len(items) >= 4
    assert {(item.action, item.act_url) for item in items} == {("", "")}


def test_what_a_merged_commune_owed_is_its_heirs(tree, today):
    before = today - timedelta(days=20)
    things.task(tree.commune, due=today, on=before, text="Việc của xã cũ")
    heir = factories.unit("Xã Mới", parent=tree.districts[0], valid_from=before)
    tree.commune.valid_to = before
    tree.commune.save()
    Succession.objects.create(old=tree.commune, new=heir, kind="merge", on=before)
    rebuild_lineage()

    assert [title for _p, title in parts(factories.clerk(heir), today)] == [
        "Việc của xã cũ"
    ]


def test_nobody_sees_the_neighbours_list(tree, clerk, today):
    before = today - timedelta(days=20)
    things.task(tree.communes[1], due=before, on=before)
    things.planned(tree.communes[1], on=before)
    things.hot_spot(tree.communes[1], on=before)

    assert listed(clerk, today) == []
    assert listed(factories.user(), today) == []


@pytest.mark.parametrize("role", ["clerk", "provincial_officer"])
def test_a_long_list_costs_no_more_questions_than_a_short_one(tree, today, role):
    home = tree.commune if role == "clerk" else tree.province
    user = getattr(factories, role)(home)
    before = today - timedelta(days=20)

    def fill(number: int) -> None:
        for n in range(number):
            words = {"due": before + timedelta(days=2), "on": before}
            things.task(tree.commune, text=f"Việc {n}", **words)
            things.commitment(tree.communes[n % 4], **words)
            things.hot_spot(tree.communes[n % 4], on=before)
            things.planned(tree.commune, on=before)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert listed(user, today)
        return len(asked)

    fill(2)
    short = cost()
    fill(10)

    assert cost() == short <= 22
