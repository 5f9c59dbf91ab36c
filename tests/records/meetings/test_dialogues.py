from datetime import date, timedelta

import pytest

from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession, Unit
from danvan.records.activities import actions as activities
from danvan.records.activities.models import Activity
from danvan.records.matters import commitments
from danvan.records.matters.models import Commitment, Matter
from danvan.records.matters.rules import Standing
from danvan.records.meetings import actions
from danvan.records.meetings.models import Dialogue, Question
from danvan.records.meetings.questions import offered, promised_before, questions_of
from danvan.shared.refusals import Clash, Refused
from tests import factories, matters_factories
from tests.meetings_factories import BY, dialogue_held, planned

pytestmark = pytest.mark.django_db

PLAN = date(2025, 9, 1)
DAY = date(2025, 9, 20)
AT = factories.noon(PLAN)
noon = factories.noon


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def dialogue(tree):
    return planned(tree.commune, on=DAY, at=AT)


def clock(dialogue, rule):
    return Clock.objects.of(dialogue).filter(rule=rule).order_by("-pk").first()


def running(dialogue):
    rows = Clock.objects.of(dialogue).running()
    return dict(rows.values_list("rule", "due_on"))


def announce(dialogue, on=PLAN, **words):
    dialogue.refresh_from_db()
    values = {"announced_where": "Loa truyền thanh", "version": dialogue.version}
    actions.announce_dialogue(
        dialogue.activity,
        announced_on=on,
        by=BY,
        at=factories.noon(max(on, PLAN)),
        **(values | words),
    )


def hold(dialogue, on=DAY):
    activity = Activity.objects.get(pk=dialogue.activity_id)
    actions.hold_meeting(
        activity,
        on=on,
        chair="party_head",
        attended=120,
        version=activity.version,
        by=BY,
        at=factories.noon(on),
    )
    return activity


def publish(dialogue, on):
    dialogue.refresh_from_db()
    actions.publish_result(
        Activity.objects.get(pk=dialogue.activity_id),
        published_on=on,
        published_where="Niêm yết tại trụ sở",
        version=dialogue.version,
        by=BY,
        at=factories.noon(on),
    )


class TestTheTwoClocks:
    def test_planning_starts_the_first_seven_days_back(self, dialogue):
        assert running(dialogue) == {"dialogue_announced": date(2025, 9, 13)}

    def test_a_notice_given_with_the_plan_ends_it_at_once(self, tree):
        made = planned(
            tree.commune,
            on=DAY,
            at=AT,
            announced_on=PLAN,
            announced_where="Loa truyền thanh",
        )

        assert running(made) == {}
        assert clock(made, "dialogue_announced").stopped_on == PLAN

    def test_a_late_notice_is_kept_as_it_was(self, dialogue):
        late = date(2025, 9, 17)

        announce(dialogue, late)

        ended = clock(dialogue, "dialogue_announced")
        assert (ended.due_on, ended.stopped_on) == (date(2025, 9, 13), late)
        assert ended.is_late

    def test_a_question_to_one_recorded_elsewhere_starts_what_it_owes(self, tree):
        held = dialogue_held(tree.commune, on=DAY)

        actions.ask(held, text="Đường sạt lở", topic="roads", by=BY, at=noon(DAY))

        followed = Dialogue.objects.get(activity=held)
        assert "dialogue_published" in running(followed)

    def test_holding_starts_the_second_and_publishing_ends_it(self, dialogue):
        announce(dialogue)
        hold(dialogue)
        assert running(dialogue) == {"dialogue_published": date(2025, 9, 30)}

        publish(dialogue, date(2025, 9, 29))

        assert running(dialogue) == {}
        assert not clock(dialogue, "dialogue_published").is_late

    def test_putting_off_moves_the_first_and_asks_for_a_new_notice(self, dialogue):
        announce(dialogue)
        activity = Activity.objects.get(pk=dialogue.activity_id)

        actions.postpone_dialogue(
            activity,
            on=date(2025, 10, 20),
            reason="Mưa lũ",
            version=activity.version,
            by=BY,
            at=AT,
        )

        assert running(dialogue) == {"dialogue_announced": date(2025, 10, 13)}
        announce(dialogue, date(2025, 10, 1))
        assert running(dialogue) == {}

    def test_a_clock_that_runs_is_moved_with_the_reason(self, dialogue):
        activity = dialogue.activity

        actions.postpone_dialogue(
            activity,
            on=date(2025, 10, 20),
            reason="Mưa lũ",
            version=activity.version,
            by=BY,
            at=AT,
        )

        moved = clock(dialogue, "dialogue_announced")
        assert (moved.first_due_on, moved.due_on) == (
            date(2025, 9, 13),
            date(2025, 10, 13),
        )
        assert Entry.objects.get(verb="move_deadline").reason == "Mưa lũ"

    def test_cancelling_drops_what_is_owed(self, dialogue):
        activity = dialogue.activity

        actions.cancel_dialogue(
            activity, reason="Trùng bầu cử", version=activity.version, by=BY, at=AT
        )

        assert running(dialogue) == {}
        assert clock(dialogue, "dialogue_announced").dropped

    def test_nobody_ever_announced_it_stays_owed_until_it_is_published(self, dialogue):
        hold(dialogue)
        assert set(running(dialogue)) == {"dialogue_announced", "dialogue_published"}

        publish(dialogue, date(2025, 9, 21))

        assert running(dialogue) == {}
        assert clock(dialogue, "dialogue_announced").dropped


class TestReconcile:
    def test_it_follows_what_was_edited_elsewhere_and_then_rests(self, dialogue):
        activity = dialogue.activity
        activities.amend_activity(
            activity, {"on": date(2025, 9, 25)}, version=1, by=BY, at=AT
        )

        actions.reconcile(at=AT)
        assert running(dialogue) == {"dialogue_announced": date(2025, 9, 18)}

        before = Entry.objects.count()
        actions.reconcile(at=AT)
        assert Entry.objects.count() == before

    def test_a_cancelled_one_owes_nothing_more(self, dialogue):
        activities.cancel_activity(
            dialogue.activity, reason="Mưa", version=1, by=BY, at=AT
        )

        actions.reconcile(at=AT)

        assert running(dialogue) == {}

    def test_a_withdrawn_one_neither(self, dialogue):
        hold(dialogue)
        activity = Activity.objects.get(pk=dialogue.activity_id)
        activities.withdraw_activity(
            activity, reason="Nhầm", version=activity.version, by=BY, at=AT
        )

        actions.reconcile(at=factories.noon(DAY))

        assert running(dialogue) == {}

    def test_one_recorded_elsewhere_is_followed_while_it_can_be_in_time(self, tree):
        fresh = dialogue_held(tree.commune, on=PLAN - timedelta(days=5))
        old = dialogue_held(tree.commune, on=PLAN - timedelta(days=50))

        actions.reconcile(at=AT)

        assert running(Dialogue.objects.get(activity=fresh)) == {
            "dialogue_published": date(2025, 9, 8)
        }
        assert not Dialogue.objects.filter(activity=old).exists()


class TestRefusals:
    def test_a_plan_does_not_lie_in_the_past(self, tree):
        with pytest.raises(Refused) as refused:
            planned(tree.commune, on=PLAN - timedelta(days=1), at=AT)
        assert refused.value.field == "on"

    @pytest.mark.parametrize("on", [date(2025, 9, 21), date(2025, 9, 2)])
    def test_a_notice_comes_before_the_dialogue_and_not_from_the_future(
        self, dialogue, on
    ):
        with pytest.raises(Refused) as refused:
            actions.announce_dialogue(
                dialogue.activity,
                announced_on=on,
                announced_where="Loa",
                version=dialogue.version,
                by=BY,
                at=AT,
            )
        assert refused.value.field == "announced_on"

    def test_a_result_is_not_known_before_the_dialogue(self, dialogue):
        with pytest.raises(Refused, match="đã tổ chức"):
            publish(dialogue, DAY)
        hold(dialogue)
        with pytest.raises(Refused) as refused:
            publish(dialogue, DAY - timedelta(days=1))
        assert refused.value.field == "published_on"

    def test_two_notices_at_once_do_not_overwrite_each_other(self, dialogue):
        seen = dialogue.version
        announce(dialogue, announced_where="Loa")

        with pytest.raises(Clash):
            announce(dialogue, announced_where="Niêm yết", version=seen)
        dialogue.refresh_from_db()
        assert dialogue.announced_where == "Loa"

    def test_the_same_notice_twice_is_one(self, dialogue):
        seen = dialogue.version
        announce(dialogue, version=seen)
        announce(dialogue, version=seen)

        assert Entry.objects.filter(verb="announce_dialogue").count() == 1

    def test_a_briefing_is_not_announced(self, tree):
        with pytest.raises(Refused, match="không phải đối thoại"):
            actions.announce_dialogue(
                factories.activity(tree.commune),
                announced_on=date(2024, 3, 1),
                announced_where="Loa",
                by=BY,
                at=AT,
            )


class TestQuestions:
    def test_they_come_from_the_meeting_and_from_elsewhere(self, tree, dialogue):
        activity = dialogue.activity
        asked = actions.ask(
            activity, text="Khi nào sửa đường?", topic="roads", by=BY, at=AT
        )
        elsewhere = matters_factories.matter(tree.commune)
        foreign = matters_factories.matter(tree.communes[1])

        added = actions.link_matters(
            activity, [elsewhere.pk, foreign.pk, asked.pk], by=BY, at=AT
        )

        assert added == 1
        assert {row.pk for row in questions_of(activity)} == {asked.pk, elsewhere.pk}
        assert not offered(activity).exists()
        elsewhere.refresh_from_db()
        assert elsewhere.activity is None

    def test_a_question_before_the_day_is_received_today(self, dialogue):
        asked = actions.ask(
            dialogue.activity, text="Bao giờ?", topic="roads", by=BY, at=AT
        )

        assert asked.received_on == PLAN

    def test_an_answer_with_a_promise_keeps_both_and_only_once(self, dialogue):
        activity = dialogue.activity
        asked = actions.ask(
            activity, text="Khi nào sửa đường?", topic="roads", by=BY, at=AT
        )
        activity = hold(dialogue)
        words = {
            "answer": "Sẽ sửa trong quý IV.",
            "outcome": "promised",
            "promised": "Sửa xong 300 m đường",
            "body": "Ủy ban nhân dân xã",
            "owner": "Trần Văn Thử",
            "due_on": date(2025, 12, 31),
            "version": asked.version,
            "uid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            "by": BY,
            "at": factories.noon(DAY),
        }
        actions.reply(activity, asked, **words)
        actions.reply(activity, Matter.objects.get(pk=asked.pk), **words)

        given = Commitment.objects.get()
        assert (given.activity, given.matter_id) == (activity, asked.pk)
        assert (given.given_on, given.due_on) == (DAY, date(2025, 12, 31))
        assert Matter.objects.get(pk=asked.pk).state == "answered"
        assert Entry.objects.filter(verb="answer_matter").count() == 1

    def test_a_promise_that_cannot_be_kept_takes_the_answer_back(self, dialogue):
        asked = actions.ask(
            dialogue.activity, text="Khi nào?", topic="roads", by=BY, at=AT
        )
        activity = hold(dialogue)

        with pytest.raises(Refused) as refused:
            actions.reply(
                activity,
                asked,
                answer="Sẽ sửa",
                outcome="promised",
                promised="Sửa",
                body="UBND",
                owner="",
                due_on=date(2025, 12, 31),
                version=asked.version,
                by=BY,
                at=factories.noon(DAY),
            )

        assert refused.value.field == "owner"
        assert Matter.objects.get(pk=asked.pk).state == "received"

    def test_one_taken_up_by_mistake_is_left_out_again(self, tree, dialogue):
        matter = matters_factories.matter(tree.commune)
        actions.link_matters(dialogue.activity, [matter.pk], by=BY, at=AT)

        actions.unlink_matter(dialogue.activity, matter, by=BY, at=AT)

        assert not Question.objects.exists()
        assert Entry.objects.filter(verb="leave_out").exists()


class TestWhatWasPromised:
    def promise(self, activity, **words):
        values = {"given_on": activity.on, "due_on": date(2025, 6, 1)} | words
        return matters_factories.commitment(
            activity.unit,
            activity=activity,
            at=factories.noon(date(2025, 8, 1)),
            **values,
        )

    def keep(self, commitment, on):
        commitments.keep(
            commitment,
            kept_on=on,
            proof="Biên bản nghiệm thu",
            version=1,
            by=BY,
            at=factories.noon(date(2025, 8, 1)),
        )

    def test_the_next_dialogue_opens_with_it_in_order_of_worry(self, tree):
        earlier = dialogue_held(tree.commune, on=date(2025, 3, 1))
        kept = self.promise(earlier)
        self.keep(kept, date(2025, 5, 30))
        kept_late = self.promise(earlier)
        self.keep(kept_late, date(2025, 6, 2))
        late = self.promise(earlier)
        still = self.promise(earlier, due_on=date(2025, 12, 1))
        self.promise(dialogue_held(tree.communes[1], on=date(2025, 3, 1)))
        self.promise(factories.activity(tree.commune, on=date(2025, 3, 1)))
        following = dialogue_held(tree.commune, on=DAY)
        self.promise(following, given_on=date(2025, 8, 1), due_on=DAY)

        seen = promised_before(following, today=date(2025, 9, 20))

        assert [(row.commitment.pk, row.standing) for row in seen] == [
            (late.pk, Standing.LATE),
            (still.pk, Standing.OPEN),
            (kept_late.pk, Standing.KEPT_LATE),
            (kept.pk, Standing.KEPT),
        ]

    def test_a_merged_commune_answers_for_what_was_promised_before(self, tree):
        given = self.promise(dialogue_held(tree.commune, on=date(2025, 3, 1)))
        day = date(2025, 7, 1)
        Unit.objects.filter(pk=tree.commune.pk).update(valid_to=day)
        heir = factories.unit(
            "Xã Mới", parent=tree.districts[0], valid_from=day, lineage=False
        )
        Succession.objects.create(
            old=tree.commune, new=heir, kind="merge", on=day, is_main=True
        )
        rebuild_lineage()

        seen = promised_before(dialogue_held(heir, on=DAY), today=DAY)

        assert [row.commitment.pk for row in seen] == [given.pk]
