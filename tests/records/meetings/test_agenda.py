from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession, Unit
from danvan.records.activities.choices import Status
from danvan.records.blocs.models import Regulation
from danvan.records.matters import actions as matters
from danvan.records.matters import commitments
from danvan.records.matters.models import Matter
from danvan.records.meetings import actions, agenda
from danvan.records.meetings.around import next_briefing
from danvan.records.meetings.choices import Part
from danvan.records.meetings.models import Conclusion, Minutes
from danvan.records.plans import actions as plans
from danvan.records.plans.models import Task
from tests import factories, matters_factories
from tests.meetings_factories import (
    BY,
    DAY,
    briefing,
    conclusion,
    dialogue_held,
    final,
    recommendation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return factories.tree().commune


def parts(unit, on, meeting=None):
    return {
        (line.kind, line.subject_id): line.part
        for line in agenda.agenda(unit, on, meeting=meeting)
    }


class TestConclusions:
    def test_an_open_one_stands_on_the_next_agenda_and_not_on_its_own(self, commune):
        first = briefing(commune)
        made = conclusion(first)
        second = briefing(commune, on=date(2024, 6, 5))

        assert parts(commune, first.on, first) == {}
        assert parts(commune, second.on, second) == {
            ("task", made.task_id): Part.CONCLUSION
        }

    def test_one_that_was_done_is_gone(self, commune):
        made = conclusion(briefing(commune))
        plans.finish_task(
            made.task,
            done_on=date(2024, 3, 20),
            result="Đã rà soát",
            version=1,
            by=BY,
            at=factories.noon(date(2024, 3, 20)),
        )

        assert parts(commune, date(2024, 6, 5)) == {}

    def test_one_done_after_a_meeting_was_still_before_that_meeting(self, commune):
        made = conclusion(briefing(commune))
        second = briefing(commune, on=date(2024, 6, 5))
        plans.finish_task(
            made.task,
            done_on=date(2024, 6, 6),
            result="Đã rà soát",
            version=1,
            by=BY,
            at=factories.noon(date(2024, 6, 10)),
        )

        assert ("task", made.task_id) in parts(commune, second.on, second)

    def test_a_recommendation_stays_until_its_matter_is_closed(self, commune):
        made = recommendation(briefing(commune))
        matter = made.matter

        assert parts(commune, date(2024, 6, 5)) == {
            ("matter", matter.pk): Part.CONCLUSION
        }

        at = factories.noon(date(2024, 5, 5))
        matters.answer_matter(
            matter,
            answer="Đã bố trí",
            answered_on=date(2024, 5, 4),
            version=matter.version,
            by=BY,
            at=at,
        )
        assert len(parts(commune, date(2024, 6, 5))) == 1
        matters.close_matter(matter, version=matter.version, by=BY, at=at)
        assert parts(commune, date(2024, 6, 5)) == {}

    def test_they_follow_the_place_through_a_merger(self):
        tree = factories.tree()
        made = conclusion(briefing(tree.commune))
        heir = merged(tree)

        assert ("task", made.task_id) in parts(heir, date(2025, 9, 5))

    def test_those_of_other_communes_and_levels_do_not_mix_in(self):
        tree = factories.tree()
        conclusion(briefing(tree.communes[1]))
        conclusion(briefing(tree.districts[0]))

        assert parts(tree.commune, date(2024, 6, 5)) == {}
        assert len(parts(tree.districts[0], date(2024, 6, 5))) == 1


def merged(tree):
    """The first commune goes into a new one on 1/7/2025."""
    day = date(2025, 7, 1)
    Unit.objects.filter(pk=tree.commune.pk).update(valid_to=day)
    heir = factories.unit(
        "Bằng Lũng Mới", parent=tree.districts[0], valid_from=day, lineage=False
    )
    Succession.objects.create(
        old=tree.commune, new=heir, kind="merge", on=day, is_main=True
    )
    rebuild_lineage()
    return heir


class TestMatters:
    def test_a_late_answer_comes_before_a_new_matter(self, commune):
        late = matters_factories.matter(commune, received_on=date(2024, 3, 6))
        new = matters_factories.matter(
            commune,
            title="Nước sạch",
            received_on=date(2024, 6, 4),
            at=factories.noon(date(2024, 6, 4)),
        )
        briefing(commune, on=date(2024, 4, 5))

        on = date(2024, 6, 5)
        assert parts(commune, on) == {
            ("matter", late.pk): Part.LATE_ANSWER,
            ("matter", new.pk): Part.NEW_MATTER,
        }

    def test_one_known_to_the_last_briefing_and_not_late_is_still_there(self, commune):
        made = matters_factories.matter(commune, received_on=date(2024, 3, 6))
        briefing(commune, on=date(2024, 3, 8))

        assert parts(commune, date(2024, 3, 12)) == {
            ("matter", made.pk): Part.STILL_OPEN
        }

    def test_one_handed_here_from_elsewhere_is_on_the_agenda(self):
        tree = factories.tree()
        made = matters_factories.matter(tree.communes[1])
        Matter.objects.filter(pk=made.pk).update(holder=tree.commune)

        assert ("matter", made.pk) in parts(tree.commune, date(2024, 3, 8))

    def test_one_raised_at_the_meeting_is_for_the_next(self, commune):
        meeting = briefing(commune)
        made = matters_factories.matter(commune, activity=meeting, received_on=DAY)

        assert parts(commune, meeting.on, meeting) == {}
        assert parts(commune, date(2024, 3, 12)) == {
            ("matter", made.pk): Part.NEW_MATTER
        }


class TestPromisesAndTasks:
    def test_a_promise_due_before_the_next_briefing_comes_first(self, commune):
        soon = matters_factories.commitment(commune)
        later = matters_factories.commitment(commune, due_on=date(2025, 4, 30))

        assert parts(commune, date(2024, 3, 12)) == {
            ("commitment", soon.pk): Part.COMMITMENT,
            ("commitment", later.pk): Part.STILL_OPEN,
        }

    def test_the_planned_next_briefing_decides_what_is_due_before_it(self, commune):
        soon = matters_factories.commitment(commune)
        briefing(commune, on=date(2024, 4, 1), status=Status.PLANNED)

        assert parts(commune, date(2024, 3, 12)) == {
            ("commitment", soon.pk): Part.STILL_OPEN
        }

    @pytest.mark.parametrize(
        ("cadence", "expected"),
        [("month", date(2024, 2, 29)), ("year", date(2025, 1, 31))],
    )
    def test_else_the_cadence_of_the_rules_of_work(self, commune, cadence, expected):
        factories.complete_bloc(commune, ruled=True)
        Regulation.objects.update(cadence=cadence)

        assert next_briefing(commune, date(2024, 1, 31)) == expected

    def test_a_task_due_later_waits_until_an_agenda_has_held_it(self, commune):
        task = plan_task(commune, due_on=date(2024, 5, 1))
        meeting = briefing(commune)
        assert parts(commune, meeting.on, meeting) == {("task", task.pk): Part.TASK}

        actions.speak_about(
            meeting,
            "task",
            task.pk,
            outcome="postponed",
            said="Chờ kinh phí",
            due_on=date(2025, 11, 1),
            version=task.version,
            by=BY,
            at=factories.noon(DAY),
        )

        assert parts(commune, date(2024, 6, 5)) == {("task", task.pk): Part.STILL_OPEN}
        assert plan_task(commune, due_on=date(2025, 11, 1), year=2023).pk not in {
            number for _kind, number in parts(commune, date(2024, 6, 5))
        }


def plan_task(commune, *, due_on, year=2024):
    at = factories.noon(date(year, 1, 15))
    seed = plans.Seed(
        text="Tuyên truyền", due_on=due_on, body="Hội Nông dân", owner="Lý Văn Thử"
    )
    plan = plans.make_plan(commune, year=year, seeds=[seed], by=BY, at=at)
    plans.issue_plan(
        plan,
        number="01-KH/ĐU",
        evidence=2,
        issued_on=date(year, 1, 15),
        version=plan.version,
        by=BY,
        at=at,
    )
    return Task.objects.get(plan=plan)


def test_it_costs_the_same_for_two_lines_and_for_twenty(
    commune, django_assert_max_num_queries, django_assert_num_queries
):
    first = briefing(commune)
    second = briefing(commune, on=date(2024, 6, 5))

    def costs(most):
        with django_assert_max_num_queries(most) as seen:
            lines = agenda.agenda_of(second, is_fixed=False)
        return len(seen), len(lines)

    conclusion(first)
    recommendation(first)
    few, two = costs(20)
    for _ in range(9):
        conclusion(first)
        matters_factories.matter(commune)
    again, twenty = costs(20)
    assert (two, twenty) == (2, 20)
    assert few == again <= 10


class TestFinalMinutesKeepTheAgenda(TestCase):
    def test_it_stays_as_it_stood(self):
        commune = factories.tree().commune
        made = conclusion(briefing(commune))
        second = briefing(commune, on=date(2024, 6, 5))
        final(second)

        plans.finish_task(
            made.task,
            done_on=date(2024, 6, 5),
            result="Xong",
            version=1,
            by=BY,
            at=factories.noon(date(2024, 6, 7)),
        )

        lines = agenda.agenda_of(second, is_fixed=True)
        assert [line.title for line in lines] == [made.text]
        assert agenda.agenda_of(second, is_fixed=False) == lines


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "meet",
                "meet",
                "conclude",
                "recommend",
                "bring",
                "promise",
                "dialogue",
                "done",
                "later",
                "keep",
                "final",
                "wait",
            ]
        ),
        st.integers(0, 9),
    ),
    max_size=16,
)


class TestNothingOpenFallsOut(TestCase):
    @settings(max_examples=12, deadline=None)
    @given(steps=STEPS)
    def test_every_open_thing_is_before_the_next_meeting(self, steps):
        commune = factories.tree(districts=1, communes=1).commune
        story = Story(commune)
        for step, number in steps:
            getattr(story, step)(number)
            story.check()


class Story:
    """A commune's year in any order: meetings, conclusions, finishing, putting off."""

    def __init__(self, commune):
        self.commune, self.on = commune, date(2024, 1, 3)
        self.meetings = []

    @property
    def at(self):
        return factories.noon(self.on)

    def wait(self, number):
        self.on += timedelta(days=number * 7)

    def meet(self, _number):
        self.on += timedelta(days=20)
        self.meetings.append(briefing(self.commune, on=self.on))

    def dialogue(self, _number):
        self.on += timedelta(days=3)
        self.meetings.append(dialogue_held(self.commune, on=self.on))

    def writable(self):
        """Whether the last meeting's minutes may still change."""
        last = self.meetings[-1] if self.meetings else None
        done = Minutes.objects.filter(activity=last, state="final")
        return last and not done.exists()

    def conclude(self, number):
        if self.writable():
            due = self.meetings[-1].on + timedelta(days=number * 40)
            conclusion(self.meetings[-1], due_on=due, at=self.at)

    def recommend(self, _number):
        if self.writable():
            recommendation(self.meetings[-1], at=self.at)

    def bring(self, _number):
        matters_factories.matter(self.commune, received_on=self.on, at=self.at)

    def promise(self, number):
        due = self.on + timedelta(days=number * 50)
        matters_factories.commitment(
            self.commune, given_on=self.on, due_on=due, at=self.at
        )

    def final(self, _number):
        if self.writable() and self.meetings[-1].on <= self.on:
            final(self.meetings[-1], at=self.at)
            self.on += timedelta(days=1)

    def done(self, number):
        self.speak(number, "done")

    def later(self, number):
        self.speak(number, "postponed")

    def keep(self, number):
        self.speak(number, "kept")

    def speak(self, number, outcome):
        """At the last meeting, about one of the lines before it."""
        if not self.writable():
            return
        meeting = self.meetings[-1]
        lines = [x for x in agenda.agenda_of(meeting, is_fixed=False) if x.is_open]
        if not lines:
            return
        line = lines[number % len(lines)]
        if outcome == "postponed" and line.kind == "matter":
            outcome = "kept"
        subject: Any = agenda.subject_of(line)
        actions.speak_about(
            meeting,
            line.kind,
            line.subject_id,
            outcome=outcome,
            said="Đã bàn",
            due_on=(line.due_on or self.on) + timedelta(days=200 + number),
            version=subject.version,
            by=BY,
            at=self.at,
        )

    def check(self):
        """The agenda of a meeting tomorrow holds all that nobody has closed."""
        tomorrow = self.on + timedelta(days=1)
        shown = {line.key for line in agenda.agenda(self.commune, tomorrow)}
        still = {
            (row._meta.label_lower, row.pk)
            for rows in (
                [c.became for c in Conclusion.objects.open()],
                Matter.objects.open(),
                commitments.Commitment.objects.open(),
                Task.objects.open().begun(),
            )
            for row in rows
        }
        assert still <= shown, still - shown
