"""What a presenter points at beside the scorecard: from what people raise to money."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Sum

from danvan.demo import classes
from danvan.demo.profiles import CLERK, GOOD, STRUGGLING
from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.deadlines.models import Climb, Clock
from danvan.foundation.deadlines.queries import working_calendar
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities import rounds
from danvan.records.activities.models import Activity, Need
from danvan.records.blocs.models import Seat
from danvan.records.budget.models import Expense, Line
from danvan.records.matters.choices import Outcome, Promise, State
from danvan.records.matters.models import Commitment, Matter, Seal, Step
from danvan.records.matters.sealing import open_
from danvan.records.meetings.choices import MinutesState, Said
from danvan.records.meetings.models import AgendaLine, Conclusion, Dialogue, Minutes
from danvan.records.movements.models import Result, Team
from danvan.records.plans.choices import Standing, TaskState
from danvan.records.plans.models import Plan, Responsibility, Task
from danvan.results.agenda.items import items_for
from danvan.results.agenda.person import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]

END = date(2025, 12, 31)
LATER = date(2026, 11, 24)
"""Whoever looks at the demonstration does so long after its end."""


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def waiting(username: str, on: date) -> list:
    user = User.objects.get(username=username)
    return items_for(Person(user, on, working_calendar()))


@pytest.mark.parametrize("on", [END, LATER])
def test_first_pages_show_something_and_drown_nobody(on):
    assert 2 <= len(waiting("xa1", on)) <= 5
    assert 1 <= len(waiting("huyen", on)) <= 8
    assert 1 <= len(waiting("tinh", on)) <= 14


def test_little_is_open_at_the_end_and_nothing_at_the_good_example():
    running = Clock.objects.running()
    by_unit = Counter(running.values_list("unit__code", flat=True))
    assert by_unit[GOOD] == 0
    assert by_unit[CLERK]
    assert by_unit[STRUGGLING]
    assert max(by_unit.values()) <= 4
    assert running.count() <= 14
    assert not Matter.objects.open().filter(unit__code=GOOD).exists()


def test_matters_went_every_way_there_is():
    states = set(Matter.objects.values_list("state", flat=True))
    assert states >= {State.RECEIVED, State.ACCEPTED, State.DECLINED}
    assert states >= {State.CONFIRMED, State.CLOSED}
    outcomes = set(Matter.objects.values_list("outcome", flat=True))
    assert outcomes >= {Outcome.SOLVED, Outcome.EXPLAINED, Outcome.OUTSIDE}
    verbs = set(Step.objects.values_list("verb", flat=True))
    assert verbs >= {"accept", "transfer", "answer", "reopen", "solve", "confirm"}
    assert Matter.objects.values("unit__parent").distinct().count() == 8


def test_some_answers_came_late_and_most_in_time():
    ended = Clock.objects.filter(rule="matter_answered", stopped_on__isnull=False)
    late = ended.filter(stopped_on__gt=F("due_on")).count()
    assert 0 < late < ended.count() / 5


def test_what_was_handed_on_was_answered_by_the_district():
    handed_on = Matter.objects.exclude(unit=F("holder"))
    assert handed_on.exists()
    for matter in handed_on.select_related("unit", "holder"):
        assert matter.holder_id == matter.unit.parent_id
        assert matter.answered_on


def test_the_hot_spot_is_settled_step_by_step():
    matter = Matter.objects.get(kind="hot_spot")
    steps = [step.id for step in programme.current().hot_spot_steps]
    assert list(matter.checks.order_by("pk").values_list("step", flat=True)) == steps
    assert (matter.state, matter.outcome) == (State.CONFIRMED, Outcome.SOLVED)
    clock = Clock.objects.of(matter).get(rule="hot_spot")
    assert clock.stopped_on
    assert clock.stopped_on <= clock.due_on


def test_promises_were_kept_in_time_late_and_not_yet():
    kept = Commitment.objects.filter(state=Promise.KEPT)
    assert kept.filter(kept_on__lte=F("due_on")).count() > 20
    assert kept.filter(kept_on__gt=F("due_on")).exists()
    (broken,) = Commitment.objects.open()
    assert broken.unit.code == STRUGGLING
    assert broken.due_on < END


def test_a_matter_with_a_promise_is_solved_once_it_is_kept():
    for given in Commitment.objects.filter(matter__isnull=False):
        solved = given.matter.outcome == Outcome.SOLVED
        assert solved == (given.state == Promise.KEPT)
        if solved:
            assert given.matter.solved_on == given.kept_on


def test_promises_of_organisations_are_owed_by_who_leads_them():
    given = Commitment.objects.filter(body__in=("Hội Nông dân", "Hội Liên hiệp Phụ nữ"))
    assert given.exists()
    for each in given:
        seats = Seat.objects.filter(bloc__unit=each.unit, body=each.body)
        assert seats.filter(member__full_name=each.owner).exists()


def test_who_spoke_stands_in_the_sealed_box_alone():
    seals = list(Seal.objects.select_related("matter")[:20])
    assert seals
    texts = " ".join(f"{m.title} {m.text}" for m in Matter.objects.all())
    for seal in seals:
        name = open_(bytes(seal.box), seal.matter.uid).name
        assert name
        assert name not in texts


def test_questions_are_of_the_day_of_the_dialogue():
    asked = Matter.objects.filter(activity__kind="dialogue")
    assert asked.count() > 80
    assert not asked.exclude(received_on=F("activity__on")).exists()


def test_dialogues_were_announced_and_published_some_too_late():
    held = Dialogue.objects.filter(activity__status="held")
    assert held.count() > 30
    assert not held.filter(announced_on__isnull=True).exists()
    assert not held.filter(published_on__isnull=True).exists()
    for rule in ("dialogue_announced", "dialogue_published"):
        clocks = Clock.objects.filter(rule=rule)
        late = clocks.filter(stopped_on__gt=F("due_on")).count()
        assert 0 < late < clocks.count() / 3


def test_minutes_are_final_and_their_conclusions_done_but_for_few():
    assert Minutes.objects.count() > 30
    assert set(Minutes.objects.values_list("state", flat=True)) == {MinutesState.FINAL}
    assert Conclusion.objects.count() > 40
    (left,) = Conclusion.objects.open()
    assert left.activity.unit.code == CLERK
    outcomes = set(AgendaLine.objects.values_list("outcome", flat=True))
    assert outcomes >= {Said.DONE, Said.KEPT}


def test_plans_hang_together_from_the_province_to_the_commune():
    levels = Counter(Plan.objects.issued().values_list("unit__level", flat=True))
    assert levels[Level.PROVINCE] == 1
    assert levels[Level.DISTRICT] == 8
    assert levels[Level.COMMUNE] >= 15
    below = Task.objects.filter(plan__isnull=False, unit__level__gt=Level.PROVINCE)
    for task in below.select_related("above__unit", "unit"):
        assert task.above
        assert task.above.programme_task == task.programme_task
        assert task.above.unit_id == task.unit.parent_id
        assert task.due_on <= task.above.due_on


def test_every_plan_stands_behind_one_record_of_its_issue():
    for plan in Plan.objects.issued().select_related("issue"):
        assert plan.issue
        issues = Activity.objects.filter(
            unit=plan.unit_id, kind="yearly_plan", year=plan.year
        )
        assert [row.pk for row in issues] == [plan.issue_id]


def test_the_clerk_and_the_good_example_have_their_plan():
    for code in (CLERK, GOOD):
        plan = Plan.objects.get(unit__code=code, year=2025)
        assert plan.tasks.count() >= 3
        assert not plan.tasks.open().exists()


def test_tasks_are_done_in_time_late_and_not_yet():
    done = Task.objects.filter(state=TaskState.DONE)
    assert done.filter(done_on__lte=F("due_on")).count() > 100
    assert done.filter(done_on__gt=F("due_on")).count() >= 5
    assert 2 <= Task.objects.open().count() <= 6


def test_bodies_of_every_level_report_on_their_duties():
    rows = Responsibility.objects.filter(year=2025)
    levels = set(rows.values_list("unit__level", flat=True))
    assert levels == {Level.PROVINCE, Level.DISTRICT, Level.COMMUNE}
    standings = set(rows.values_list("standing", flat=True))
    assert standings == {Standing.DONE, Standing.UNDER_WAY}
    told = {(row.body, row.duty) for row in rows}
    owed = {
        (body.id, number)
        for body in programme.current().bodies
        for number in range(1, len(body.duties) + 1)
    }
    assert told == owed


def test_no_line_spends_more_than_it_was_given():
    spent = {
        row["line"]: row["sum"]
        for row in Expense.objects.order_by().values("line").annotate(sum=Sum("amount"))
    }
    assert Line.objects.count() >= 30
    assert set(Line.objects.values_list("year", flat=True)) == {2023, 2024, 2025}
    for pk, *given in Line.objects.values_list(
        "pk", "allocated", "approved", "estimate"
    ):
        assert [0, spent[pk], *given] == sorted([0, spent[pk], *given])


def test_several_organisations_count_one_result():
    claimed = Result.objects.annotate(number=Count("claims"))
    numbers = Counter(claimed.values_list("number", flat=True))
    assert numbers[1] > 20
    assert numbers[2]
    assert numbers[3]


def test_teams_met_and_some_are_done():
    teams = list(Team.objects.all())
    assert {team.sessions.count() for team in teams} == {3}
    closed = [team for team in teams if team.valid_to]
    assert closed
    assert len(closed) < len(teams)
    assert all(team.outcome and team.settled for team in closed)
    assert Team.objects.get(unit__code=STRUGGLING).valid_to is None
    for team in teams:
        assert team.seats.filter(is_head=True).count() == 1


def test_every_organisation_of_the_good_example_supervised():
    assert not [
        owed
        for owed in rounds.round_missing(unit(GOOD), 2025, END)
        if owed.kind.id != "programme_inspection"
    ]
    assert rounds.round_missing(unit(STRUGGLING), 2025, END)


def test_classes_teach_the_language_most_ask_for():
    for code in classes.HIGHLANDS:
        survey = Activity.objects.get(kind="language_needs_survey", unit__code=code)
        needs = dict(survey.needs.values_list("language", "wanting"))
        taught = Activity.objects.filter(kind="language_class", unit__code=code)
        assert set(needs) == {each.id for each in programme.current().languages}
        assert {row.language for row in taught} == {max(needs, key=needs.__getitem__)}
        assert all(row.on > survey.on for row in taught)
    assert Need.objects.count() == 2 * len(classes.HIGHLANDS)


def test_some_planned_activities_were_never_recorded():
    pending = Activity.objects.pending().filter(on__lte=END)
    assert {CLERK, STRUGGLING} <= set(pending.values_list("unit__code", flat=True))


def test_those_above_heard_of_what_was_late_as_it_was():
    heard = Climb.objects.select_related("clock")
    assert heard.filter(unit__code="064").exists()
    assert heard.filter(unit__level=Level.PROVINCE).exists()
    for climb in heard:
        assert climb.on > climb.due_on
        assert climb.on <= END
