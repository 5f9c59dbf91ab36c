"""Clocks begin once, end once, and keep the day first promised."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines import actions, queries
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import Rung
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession
from danvan.foundation.units.rules import SuccessionKind
from tests import factories
from tests.factories import noon
from tests.races import at_once, several_writers

MONDAY = date(2024, 3, 4)
RULE = "matter_received"

pytestmark = pytest.mark.usefixtures("calendar")


def again(subject, unit, by, **words):
    given = {"title": "Trả lời", "on": MONDAY, "by": by, "at": noon(MONDAY)} | words
    return actions.start(subject, unit, RULE, **given)


def test_start_twice_is_one_clock_with_one_entry(tree, clerk, subject):
    first = again(subject, tree.commune, clerk)

    second = again(subject, tree.commune, clerk)

    assert (first.pk, first.due_on) == (second.pk, date(2024, 3, 18))
    assert Entry.objects.filter(verb="start_deadline").count() == 1
    assert not Entry.objects.filter(verb="move_deadline").exists()


def test_start_again_follows_the_record_and_keeps_the_first_day(tree, clerk, subject):
    again(subject, tree.commune, clerk)

    moved = again(subject, tree.communes[1], clerk, on=date(2024, 3, 5), title="Khác")

    stored = Clock.objects.get()
    assert stored.due_on == moved.due_on == date(2024, 3, 19)
    assert stored.first_due_on == date(2024, 3, 18)
    assert (stored.unit, stored.title) == (tree.communes[1], "Khác")


def test_start_again_does_not_undo_a_postponement(tree, clerk, subject):
    again(subject, tree.commune, clerk)
    later = date(2024, 4, 10)
    actions.move(subject, RULE, due=later, reason="Chờ tỉnh", by=clerk, at=noon(MONDAY))

    kept = again(subject, tree.commune, clerk)

    assert (kept.due_on, kept.first_due_on) == (later, date(2024, 3, 18))


def test_terms_are_those_of_the_day_it_began(tree, clerk, subject, monkeypatch):
    clock = again(subject, tree.commune, clerk)
    Clock.objects.filter(pk=clock.pk).update(days=3)  # as if the file now said 10

    moved = again(subject, tree.commune, clerk, on=date(2024, 3, 5))

    assert moved.due_on == date(2024, 3, 8)


def test_a_second_running_clock_cannot_be_stored(tree, clerk, subject):
    clock = again(subject, tree.commune, clerk)
    clock.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


def test_done_early_done_late_and_begun_anew(tree, clerk, subject, owe):
    early = owe(about=subject)
    actions.stop(subject, RULE, on=early.due_on, by=clerk, at=noon(early.due_on))
    late = owe(about=subject)
    day = late.due_on + timedelta(days=1)
    actions.stop(subject, RULE, on=day, by=clerk, at=noon(day))

    early.refresh_from_db()
    late.refresh_from_db()

    assert early.pk != late.pk
    assert (early.is_late, late.is_late) == (False, True)


def test_stopping_or_dropping_what_does_not_run_does_nothing(clerk, subject):
    actions.stop(subject, RULE, on=MONDAY, by=clerk, at=noon(MONDAY))
    actions.drop(subject, RULE, by=clerk, at=noon(MONDAY))

    assert not Clock.objects.exists()


def test_dropped_is_never_late(clerk, subject, owe):
    owe(about=subject)
    day = date(2025, 1, 6)

    actions.drop(subject, RULE, by=clerk, at=noon(day))

    clock = Clock.objects.get()
    assert queries.rung(clock, day, queries.working_calendar()) == Rung.ON_TIME
    assert queries.explained(clock)


def test_a_clock_before_an_event_moves_with_the_event(clerk, subject, owe):
    clock = owe("dialogue_announced", about=subject, on=date(2024, 3, 20))
    assert clock.due_on == date(2024, 3, 13)

    actions.move(
        subject,
        "dialogue_announced",
        due=date(2024, 3, 24),
        reason="Hoãn",
        by=clerk,
        at=noon(MONDAY),
    )

    stored = Clock.objects.get()
    assert (stored.started_on, stored.due_on) == (date(2024, 3, 24), date(2024, 3, 17))
    assert stored.first_due_on == date(2024, 3, 13)


def test_a_named_day_is_kept_though_it_is_a_sunday(owe):
    sunday = date(2024, 3, 31)

    assert owe("task", due=sunday).due_on == sunday


def test_handed_over_both_units_read_it_in_their_log(tree, clerk, subject, owe):
    owe(about=subject)

    other = tree.communes[3]
    actions.hand_over(subject, RULE, other, by=clerk, at=noon(MONDAY))

    entries = Entry.objects.filter(verb="hand_over_deadline")
    assert set(entries.values_list("unit_id", flat=True)) == {tree.commune.pk, other.pk}
    assert Clock.objects.get().unit == other


def test_without_such_a_deadline_in_the_programme_nothing_is_owed(tree, clerk, subject):
    found = actions.start(
        subject,
        tree.commune,
        "khong_co",
        title="x",
        on=MONDAY,
        by=clerk,
        at=noon(MONDAY),
    )

    assert found is None


def test_rungs_of_many_records_cost_two_queries(tree, owe, django_assert_num_queries):
    few = [factories.activity(tree.commune) for _ in range(20)]
    for about in few:
        owe("task", about=about, due=date(2024, 3, 8))
    owe("hot_spot", about=few[0])

    with django_assert_num_queries(2):
        rungs = queries.rungs_of(few, date(2024, 3, 12))

    assert rungs[few[0].pk] == (Rung.TWO_UP, date(2024, 3, 6))
    assert rungs[few[1].pk] == (Rung.OVERDUE, date(2024, 3, 8))


def test_the_database_ranks_as_python_does(tree, owe):
    for day in range(1, 29):
        owe("task", due=date(2024, 2, day))
        owe("matter_received", on=date(2024, 2, day))
    for today in (date(2024, 2, 15), date(2024, 3, 1), date(2024, 2, 8)):
        ladder = queries.Ladder(today, queries.working_calendar())
        ranked = queries.with_rung(Clock.objects.all(), ladder)
        wrong = [c for c in ranked if c.rung != queries.rung_of(c, ladder)]
        assert wrong == []


def test_a_commune_that_ended_is_heard_of_by_the_parent_of_its_heir(tree, owe):
    end = date(2024, 3, 1)
    owe("hot_spot", on=date(2024, 2, 20))
    heir = factories.unit("Khe Mới", parent=tree.districts[1], valid_from=end)
    old = tree.commune
    old.valid_to = end
    old.save()
    Succession.objects.create(old=old, new=heir, kind=SuccessionKind.MERGED, on=end)
    rebuild_lineage()
    before = factories.district_officer(tree.districts[0])
    after = factories.district_officer(tree.districts[1])

    actions.climb(noon(date(2024, 3, 4)))

    assert len(queries.heard(after, date(2024, 3, 4))) == 1
    assert queries.heard(before, date(2024, 3, 4)) == []
    heard_by = Clock.objects.get().climbs.values_list("unit__name", flat=True)
    assert set(heard_by) == {tree.districts[1].name, tree.province.name}


@several_writers
@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_make_one_clock(tree, clerk, subject):
    def start():
        again(subject, tree.commune, clerk)

    assert at_once(start, start, start) == [None, None, None]
    assert Clock.objects.count() == 1
    assert Entry.objects.filter(verb="start_deadline").count() == 1


@several_writers
@pytest.mark.django_db(transaction=True)
def test_two_stops_at_once_end_it_once(clerk, subject, owe):
    owe(about=subject)

    def stop():
        actions.stop(subject, RULE, on=MONDAY, by=clerk, at=noon(MONDAY))

    assert at_once(stop, stop) == [None, None]
    assert Entry.objects.filter(verb="stop_deadline").count() == 1
    assert connection.vendor == "postgresql"
