"""After any acts whatever, the running clocks are just what the record owes."""

from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.models import Clock
from danvan.records.matters import actions, commitments, rules
from danvan.records.matters.choices import Kind, Promise, State
from danvan.records.matters.models import Commitment, Matter
from danvan.records.matters.rules import Act
from danvan.shared.refusals import Refused
from tests import factories
from tests.matters_factories import RECEIVED, commitment, matter

SYSTEM = CommandLine()
REPORT, LEAD = "report", "lead"
PAUSE, RESUME = "pause", "resume"
ENDS = {"at_unit": True, "at_holder": True}

# Which of the acts offered, how many days later, and with which choice.
STEPS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 4), st.integers(0, 3)),
    min_size=4,
    max_size=12,
)
PROMISES = st.lists(
    st.tuples(
        st.sampled_from(["postpone", PAUSE, RESUME]),
        st.integers(0, 4),
        st.integers(-3, 40),
    ),
    max_size=6,
)


def clocks(subject: Matter | Commitment) -> dict[str, Clock]:
    return {clock.rule: clock for clock in Clock.objects.of(subject).running()}


def stand_still(subject: Matter | Commitment, act: str, day: date) -> None:
    for clock in clocks(subject).values():
        words: dict[str, Any] = {"by": SYSTEM, "at": factories.noon(day), "on": day}
        if act == PAUSE:
            deadlines.pause(clock, reason="Chờ đo đạc", **words)
        else:
            deadlines.resume(clock, **words)


def owed(made: Matter) -> set[str]:
    """By what the record says of itself."""
    found = set()
    if made.state == State.RECEIVED:
        found.add("matter_received")
    if made.state in {State.ACCEPTED, State.REOPENED}:
        found.add("matter_answered")
    is_over = made.state in rules.DONE
    is_reported = made.checks.filter(step=REPORT).exists()
    if made.kind == Kind.HOT_SPOT and not is_over and not is_reported:
        found.add("hot_spot")
    return found


def offered(made: Matter, which: int) -> str:
    """Withdrawing ends all, so it is one act among many."""
    acts = [*rules.offered(made.state, made.kind, **ENDS), PAUSE, RESUME]
    return acts[which % len(acts)]


class Agreement(TestCase):
    """One matter through many hands; its holder and its days move with it."""

    tree: ClassVar[factories.Tree]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.tree = factories.tree(districts=1, communes=2)
        deadlines.load_bundled(by=SYSTEM, at=factories.noon(RECEIVED))

    def do(self, made: Matter, act: str, day: date, choice: int) -> None:
        words: dict[str, Any] = {"by": SYSTEM, "at": factories.noon(day)}
        if act in {PAUSE, RESUME}:
            return stand_still(made, act, day)
        if act == Act.CHECK:
            step = REPORT if choice else LEAD
            actions.check_step(made, step, done_on=day, **words)
        elif act == Act.GROUP:
            actions.group(made, matter(made.unit), **words)
        else:
            getattr(actions, f"{act}_matter")(
                made, version=made.version, **words, **self.facts(act, day, choice)
            )
        return None

    def facts(self, act: str, day: date, choice: int) -> dict[str, Any]:
        holders = [*self.tree.communes, *self.tree.districts, self.tree.province]
        why: dict[str, Any] = {"reason": "Có lý do"}
        known: dict[Act, dict[str, Any]] = {
            Act.AMEND: {
                "values": {
                    "title": f"Việc sửa lần {choice}",
                    "received_on": RECEIVED - timedelta(days=choice),
                }
            },
            Act.DECLINE: why,
            Act.TRANSFER: why | {"holder": holders[choice], "body": f"Phòng {day}"},
            Act.ANSWER: {"answer": "Đã sửa.", "answered_on": day},
            Act.REOPEN: why,
            Act.SOLVE: {"on": day},
            Act.WITHDRAW: why,
            Act.HEAT: why,
            Act.COOL: why | {"kind": Kind.OPINION},
        }
        return known.get(Act(act), {})

    @given(STEPS, st.sampled_from([Kind.OPINION, Kind.HOT_SPOT]))
    @settings(max_examples=60, deadline=None)
    def test_a_matter_owes_what_its_clocks_say(self, steps, kind):
        day = RECEIVED + timedelta(days=1)
        made = matter(self.tree.commune, kind=kind, at=factories.noon(day))
        assert set(clocks(made)) == owed(made)
        for which, later, choice in steps:
            day += timedelta(days=later)
            act = offered(made, which)
            try:
                self.do(made, act, day, choice)
            except Refused:
                made = Matter.objects.get(pk=made.pk)
            stored = Matter.objects.get(pk=made.pk)
            running = clocks(stored)
            assert set(running) == owed(stored), (act, stored.state)
            for clock in running.values():
                assert (clock.unit, clock.title) == (stored.holder, stored.title)
                assert stored.received_on <= clock.started_on <= day

    @given(PROMISES, st.sampled_from(["keep", "release"]))
    @settings(max_examples=40, deadline=None)
    def test_a_promise_runs_to_its_day_until_it_is_kept(self, steps, end):
        day = RECEIVED
        made = commitment(self.tree.commune, at=factories.noon(day))
        for act, later, ahead in [*steps, (end, 1, 0)]:
            day += timedelta(days=later)
            words: dict[str, Any] = {"version": made.version, "by": SYSTEM}
            words["at"] = factories.noon(day)
            try:
                if act == "keep":
                    commitments.keep(made, kept_on=day, proof="Đã làm", **words)
                elif act == "postpone":
                    due = day + timedelta(days=ahead)
                    commitments.postpone(made, due_on=due, reason="Mưa lũ", **words)
                elif act == "release":
                    commitments.release(made, reason="Không cần nữa", **words)
                else:
                    stand_still(made, act, day)
            except Refused:
                made = Commitment.objects.get(pk=made.pk)
            stored = Commitment.objects.get(pk=made.pk)
            days = {rule: clock.due_on for rule, clock in clocks(stored).items()}
            is_open = stored.state == Promise.OPEN
            assert days == ({"commitment": stored.due_on} if is_open else {})
            if stored.state == Promise.KEPT:
                assert Clock.objects.of(stored).get().stopped_on == stored.kept_on
