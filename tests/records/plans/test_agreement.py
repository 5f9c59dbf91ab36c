"""Whatever becomes of plans and tasks, a clock runs for each task that is owed."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.models import Clock
from danvan.records.plans import actions, queries
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Task
from danvan.shared.refusals import Refused
from tests import factories

SYSTEM = CommandLine()
BEGINS = date(2024, 12, 20)
YEARS = (2023, 2024, 2025)
ON_PLANS = ("make", "issue", "withdraw", "add")
ON_TASKS = ("amend", "finish", "postpone", "cancel", "reopen", "leave_out", "pause")

# What is done, to which of the plans or tasks there are, and how many days later.
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ON_PLANS, *ON_TASKS, "give", "issue", "make"]),
        st.integers(0, 5),
        st.integers(0, 20),
    ),
    max_size=16,
)


class Agreement(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.tree = factories.tree(districts=1, communes=1)

    def do(self, act: str, which: int, day: date) -> None:
        words: dict[str, Any] = {"by": SYSTEM, "at": factories.noon(day)}
        if act == "make":
            self.make(YEARS[which % len(YEARS)], words)
        elif act == "give":
            self.give(day, words)
        elif act in ON_PLANS:
            if plan := chosen(Plan.objects.order_by("pk"), which):
                self.plan(act, plan, day, words)
        elif task := chosen(Task.objects.order_by("pk"), which):
            self.task(act, task, day, words)

    def make(self, year: int, words: dict[str, Any]) -> None:
        """A plan that goes on with all it may, and one task of its own."""
        unit = self.tree.commune
        seeds = [
            actions.Seed(
                text=task.text, owner="Bà Hà", due_on=date(year, 12, 30), continues=task
            )
            for task in queries.carriable(unit, year)
        ]
        own = actions.Seed(text="Đối thoại", owner="Bà Hà", due_on=date(year, 6, 30))
        actions.make_plan(unit, year=year, seeds=[*seeds, own], **words)

    def give(self, day: date, words: dict[str, Any]) -> None:
        due = day + timedelta(days=9)
        facts = {"text": "Sửa loa", "body": "", "owner": "Bà Hà", "due_on": due}
        actions.give_task(self.tree.commune, **facts, **words)

    def plan(self, act: str, plan: Plan, day: date, words: dict[str, Any]) -> None:
        words["version"] = plan.version
        if act == "issue":
            paper = {"number": f"{plan.pk}-KH/ĐU", "issued_on": day, "evidence": 2}
            actions.issue_plan(plan, **paper, **words)
        elif act == "withdraw":
            actions.withdraw_plan(plan, reason="Ghi nhầm", **words)
        else:
            del words["version"]
            due = day + timedelta(days=30)
            actions.add_task(plan, text="Thêm", owner="Bà Hà", due_on=due, **words)

    def task(self, act: str, task: Task, day: date, words: dict[str, Any]) -> None:
        why = {"reason": "Có lý do"}
        if act == "pause":
            for clock in Clock.objects.of(task).running():
                deadlines.pause(clock, on=day, **why, **words)
                deadlines.resume(
                    clock,
                    on=day + timedelta(days=3),
                    by=SYSTEM,
                    at=factories.noon(day + timedelta(days=3)),
                )
            return
        words["version"] = task.version
        if act == "amend":
            text = {"text": f"{task.text}, lần nữa"[:200], "owner": "Ông Hạ"}
            actions.amend_task(task, text, **words)
        elif act == "finish":
            actions.finish_task(task, done_on=day, result="Xong", **words)
        elif act == "postpone":
            actions.postpone_task(task, due_on=day + timedelta(days=40), **why, **words)
        elif act == "cancel":
            actions.cancel_task(task, **why, **words)
        elif act == "reopen":
            actions.reopen_task(task, **why, **words)
        elif task.plan:
            row = actions.TaskRow(task, {}, task.version, left_out=True)
            words["version"] = task.plan.version
            actions.save_draft(task.plan, {}, [row], **words)

    @given(STEPS)
    @settings(max_examples=60, deadline=None)
    def test_every_task_owed_runs_to_its_day_and_no_other_does(self, steps):
        day = BEGINS
        for act, which, later in steps:
            day += timedelta(days=later)
            try:
                self.do(act, which, day)
            except Refused:
                pass
            for task in Task.objects.select_related("plan", "unit"):
                runs = Clock.objects.of(task).running()
                given_out = task.plan is None or task.plan.state == PlanState.ISSUED
                is_owed = given_out and task.state == TaskState.OPEN
                days = list(runs.values_list("due_on", "unit"))
                assert days == [(task.due_on, task.unit_id)] * is_owed, (act, task)
                if is_owed:
                    assert runs.get().title == str(task.text)[:200]
            check_carried()


def check_carried() -> None:
    """What is carried goes on in exactly one plan that stands issued."""
    for task in Task.objects.filter(state=TaskState.CARRIED):
        if task.plan and task.plan.state != PlanState.ISSUED:
            continue
        heirs = task.continued.filter(plan__state=PlanState.ISSUED)
        assert heirs.standing().exists(), task


def chosen(rows: Any, which: int) -> Any:
    found = list(rows.select_related("unit"))
    return found[which % len(found)] if found else None
