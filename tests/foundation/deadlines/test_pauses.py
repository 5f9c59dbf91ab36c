"""Standing still only with a reason, never to hide what is late."""

from datetime import date

import pytest

from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines import actions, queries
from danvan.foundation.deadlines.models import Clock, Pause
from danvan.foundation.deadlines.rules import Rung
from danvan.shared.refusals import Refused
from tests import factories
from tests.factories import noon

pytestmark = pytest.mark.usefixtures("calendar")
START = date(2024, 3, 5)


def pause(clock, by, on, reason="Chờ đo đạc lại thửa đất", today=None):
    actions.pause(clock, reason=reason, by=by, at=noon(today or on), on=on)
    clock.refresh_from_db()


def resume(clock, by, on):
    actions.resume(clock, by=by, at=noon(on), on=on)
    clock.refresh_from_db()


def test_a_pause_moves_the_due_day_and_keeps_the_first(clerk, owe):
    clock = owe()
    assert clock.due_on == date(2024, 3, 19)
    pause(clock, clerk, date(2024, 3, 11))

    resume(clock, clerk, date(2024, 3, 18))

    assert (clock.due_on, clock.first_due_on) == (date(2024, 3, 26), date(2024, 3, 19))
    assert clock.paused_on is None
    verbs = Entry.objects.filter(subject_type="deadlines.clock").values_list("verb")
    assert {"pause_deadline", "resume_deadline"} <= {verb for (verb,) in verbs}


def test_a_day_that_a_person_named_moves_only_where_it_was_promised(clerk, owe):
    """Else the record and its deadline would speak of two days."""
    clock = owe("task", due=date(2024, 3, 31))

    with pytest.raises(Refused):
        pause(clock, clerk, date(2024, 3, 11))

    assert not Pause.objects.exists()


def test_while_paused_nothing_is_late_and_nothing_climbs(clerk, owe):
    clock = owe()
    pause(clock, clerk, date(2024, 3, 18))
    later = date(2024, 6, 3)

    assert actions.climb(noon(later)) == 0
    assert queries.rung(clock, later, queries.working_calendar()) == Rung.ON_TIME


def test_ended_while_paused_the_pause_ends_too(clerk, owe, subject):
    clock = owe(about=subject)
    pause(clock, clerk, date(2024, 3, 11))

    day = date(2024, 3, 15)
    actions.stop(subject, clock.rule, on=day, by=clerk, at=noon(day))

    assert Pause.objects.get().ends == day
    assert Clock.objects.get().paused_on is None


def test_postponed_while_paused_the_named_day_counts(clerk, owe, subject):
    clock = owe(about=subject)
    pause(clock, clerk, date(2024, 3, 11))
    day = date(2024, 3, 15)

    actions.move(
        subject,
        clock.rule,
        due=date(2024, 5, 2),
        reason="Tỉnh cho gia hạn",
        by=clerk,
        at=noon(day),
    )

    stored = Clock.objects.get()
    assert (stored.due_on, stored.paused_on) == (date(2024, 5, 2), None)


@pytest.mark.parametrize(
    ("on", "today", "reason", "field"),
    [
        (date(2024, 3, 11), date(2024, 3, 11), "  ", "reason"),
        (date(2024, 3, 11), date(2024, 3, 11), "Gọi 0912 345 678", "reason"),
        (date(2024, 3, 12), date(2024, 3, 11), "Chờ", "on"),
        (date(2024, 3, 4), date(2024, 3, 11), "Chờ", "on"),
        (date(2024, 3, 11), date(2024, 3, 20), "Chờ", None),
    ],
    ids=["no reason", "telephone", "tomorrow", "before it began", "already late"],
)
def test_a_pause_is_refused_in_words(clerk, owe, on, today, reason, field):
    clock = owe()

    with pytest.raises(Refused) as refused:
        pause(clock, clerk, on, reason, today)

    assert refused.value.field == field
    assert not Pause.objects.exists()


def test_pauses_do_not_overlap(clerk, owe):
    clock = owe()
    pause(clock, clerk, date(2024, 3, 6))
    with pytest.raises(Refused):
        pause(clock, clerk, date(2024, 3, 7))
    resume(clock, clerk, date(2024, 3, 8))

    with pytest.raises(Refused):
        pause(clock, clerk, date(2024, 3, 7), today=date(2024, 3, 8))


def test_a_clock_before_an_event_is_not_paused(clerk, owe):
    clock = owe("dialogue_announced", on=date(2024, 3, 30))

    with pytest.raises(Refused):
        pause(clock, clerk, date(2024, 3, 11))


def test_only_who_writes_at_the_unit_pauses(tree, owe):
    clock = owe()
    for person in (
        factories.clerk(tree.communes[1]),
        factories.inspector(tree.province),
    ):
        with pytest.raises(Refused):
            pause(clock, person, date(2024, 3, 11))

    assert not Pause.objects.exists()
