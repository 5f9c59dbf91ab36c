"""Whatever becomes of plans and tasks, a clock runs for each task that is owed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit
from danvan.records.plans import actions, queries
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Task
from danvan.shared.refusals import Refused
from tests import factories

SYSTEM = CommandLine()
BEGINS = date(2024, 12, 20)
YEARS = (2024, 2025)

# Which of the acts that are possible, and how many days later.
STEPS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12)), min_size=6, max_size=18
)


@dataclass(frozen=True, slots=True)
class Day:
    """Who acts and when, as every action asks for it."""

    on: date
    unit: Unit

    @property
    def who(self) -> dict[str, Any]:
        return {"by": SYSTEM, "at": factories.noon(self.on)}

    def because(self, subject: Plan | Task) -> dict[str, Any]:
        return {"reason": "Có lý do", "version": subject.version, **self.who}


def possible(day: Day) -> Iterator[Callable[[], object]]:
    """Every act that may be done now, as its button would do it."""
    yield lambda: give(day)
    for year in YEARS:
        if queries.own_plan(day.unit, year) is None:
            yield partial(make, year, day)
    for plan in Plan.objects.standing().select_related("unit", "issue"):
        yield from on_plan(plan, day)
    for task in Task.objects.select_related("plan", "unit"):
        yield from on_task(task, day)


def make(year: int, day: Day) -> None:
    """A plan that goes on with all it may, and one task of its own."""
    seeds = [
        actions.Seed(
            text=task.text, owner="Bà Hà", due_on=date(year, 12, 30), continues=task
        )
        for task in queries.carriable(day.unit, year)
    ]
    own = actions.Seed(text="Đối thoại", owner="Bà Hà", due_on=date(year, 6, 30))
    actions.make_plan(day.unit, year=year, seeds=[*seeds, own], **day.who)


def give(day: Day) -> None:
    due = day.on + timedelta(days=9)
    facts = {"text": "Sửa loa", "body": "", "owner": "Bà Hà", "due_on": due}
    actions.give_task(day.unit, **facts, **day.who)


def carried_on(day: Day) -> None:
    """An issued plan, and the next year's that goes on with its tasks."""
    for year in YEARS:
        make(year, day)
        plan = queries.own_plan(day.unit, year)
        paper = {"number": f"{year}-KH/ĐU", "issued_on": day.on, "evidence": 2}
        actions.issue_plan(plan, **paper, version=plan.version, **day.who)


def on_plan(plan: Plan, day: Day) -> Iterator[Callable[[], object]]:
    paper = {"number": f"{plan.pk}-KH/ĐU", "issued_on": day.on, "evidence": 2}
    seen = {"version": plan.version}
    added = {"text": "Thêm", "owner": "Bà Hà", "due_on": day.on + timedelta(days=30)}
    yield lambda: actions.withdraw_plan(plan, **day.because(plan))
    yield lambda: actions.add_task(plan, **added, **day.who)
    if plan.state == PlanState.DRAFT:
        yield lambda: actions.issue_plan(plan, **paper, **seen, **day.who)
    else:
        later = {"issued_on": day.on}
        yield lambda: actions.amend_plan(plan, later, **seen, **day.who)


def on_task(task: Task, day: Day) -> Iterator[Callable[[], object]]:
    seen = {"version": task.version, **day.who}
    text = {"text": f"{task.text}, nữa"[:150], "owner": "Ông Hạ"}
    due = day.on + timedelta(days=40)
    done = {"done_on": day.on, "result": "Xong"}
    yield lambda: actions.reopen_task(task, **day.because(task))
    yield lambda: actions.amend_task(task, text, **seen)
    yield lambda: actions.finish_task(task, **done, **seen)
    yield lambda: actions.cancel_task(task, **day.because(task))
    yield lambda: actions.postpone_task(task, due_on=due, **day.because(task))
    if task.plan and task.plan.state == PlanState.DRAFT:
        row = actions.TaskRow(task, {}, task.version, left_out=True)
        seen["version"] = task.plan.version
        yield lambda: actions.save_draft(task.plan, {}, [row], **seen)
    for clock in Clock.objects.of(task).running():
        yield partial(pause, clock, day)


def pause(clock: Clock, day: Day) -> None:
    on, later = day.on, day.on + timedelta(days=3)
    deadlines.pause(clock, on=on, reason="Chờ", by=SYSTEM, at=factories.noon(on))
    deadlines.resume(clock, on=later, by=SYSTEM, at=factories.noon(later))


def check_clocks() -> None:
    for task in Task.objects.select_related("plan", "unit"):
        given_out = task.plan is None or task.plan.state == PlanState.ISSUED
        is_owed = given_out and task.state == TaskState.OPEN
        running = Clock.objects.of(task).running()
        told = [(c.due_on, c.unit_id, c.title) for c in running]
        assert told == [(task.due_on, task.unit_id, task.text[:200])] * is_owed


def check_carried() -> None:
    """A task is never owed twice: open here, and carried on there."""
    goes_on = Task.objects.standing().filter(plan__state=PlanState.ISSUED)
    for task in Task.objects.begun().select_related("plan"):
        heirs = goes_on.filter(continues=task)
        if task.state == TaskState.OPEN:
            assert not heirs.exists(), task
        elif task.state == TaskState.CARRIED:
            assert heirs.exists(), task


class Agreement(TestCase):
    tree: ClassVar[factories.Tree]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.tree = factories.tree(districts=1, communes=1)

    @given(STEPS)
    @settings(max_examples=40, deadline=None)
    def test_every_task_owed_runs_to_its_day_and_no_other_does(self, steps):
        on = BEGINS
        carried_on(Day(on, self.tree.commune))
        for which, later in steps:
            on += timedelta(days=later)
            acts = list(possible(Day(on, self.tree.commune)))
            try:
                acts[which % len(acts)]()
            except Refused:
                continue
            check_clocks()
            check_carried()
