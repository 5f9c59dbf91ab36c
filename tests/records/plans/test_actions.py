"""Plans and tasks: what is kept once, refused, moved and carried."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession, Unit
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.plans import actions, queries
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Responsibility, Task
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.records.plans.conftest import AT, draft, issued, only_task, paper, seed

pytestmark = pytest.mark.django_db

LATER = factories.noon(date(2024, 7, 5))


def running(task):
    return Clock.objects.of(task).running()


class TestMake:
    def test_a_form_sent_twice_makes_one_plan(self, tree, clerk):
        uid = uuid.uuid4()
        given = {"year": 2024, "seeds": [seed()], "uid": uid, "by": clerk, "at": AT}

        first = actions.make_plan(tree.commune, **given)
        again = actions.make_plan(tree.commune, **given)

        assert first == again
        assert Task.objects.count() == 1

    def test_a_second_plan_of_the_year_is_refused(self, tree, clerk):
        draft(tree.commune, clerk)

        with pytest.raises(Refused) as refused:
            draft(tree.commune, clerk)

        assert refused.value.field == "year"
        assert Plan.objects.count() == 1

    def test_after_a_withdrawal_the_year_is_free_again(self, tree, clerk):
        plan = draft(tree.commune, clerk)
        actions.withdraw_plan(
            plan, reason="Ghi nhầm", version=plan.version, by=clerk, at=AT
        )

        assert draft(tree.commune, clerk).pk != plan.pk

    def test_another_commune_is_out_of_reach(self, tree, clerk):
        with pytest.raises(Refused):
            draft(tree.communes[1], clerk)

    @pytest.mark.parametrize("year", [1999, 2090])
    def test_a_year_nobody_plans_is_refused(self, tree, clerk, year):
        with pytest.raises(Refused) as refused:
            draft(tree.commune, clerk, year=year)
        assert refused.value.field == "year"

    def test_a_telephone_number_in_a_task_is_refused(self, tree, clerk):
        with pytest.raises(Refused) as refused:
            draft(tree.commune, clerk, seeds=[seed("Gọi 0912 345 678")])
        assert refused.value.field == "text"
        assert not Plan.objects.exists()


class TestDerive:
    def test_tasks_keep_the_task_above_and_are_taken_once(self, tree, officer, clerk):
        above = issued(tree.districts[0], officer)
        source = only_task(above)
        plan = draft(tree.commune, clerk, seeds=[seed(above=source)])

        again = actions.derive_tasks(plan, [seed(above=source)], by=clerk, at=AT)

        assert again == []
        assert only_task(plan).above == source
        assert plan.above == above

    def test_a_plan_above_issued_later_is_linked_when_taken_from(
        self, tree, officer, clerk
    ):
        plan = draft(tree.commune, clerk)
        above = issued(tree.province, officer)

        taken = [seed("Việc của tỉnh", above=only_task(above))]
        actions.derive_tasks(plan, taken, by=clerk, at=AT)

        assert Plan.objects.get(pk=plan.pk).above == above

    def test_only_the_nearest_issued_plan_above_is_offered(self, tree, officer):
        issued(tree.province, officer)
        near = issued(tree.districts[0], officer)
        draft(tree.districts[1], officer)

        first, other = tree.communes[0], tree.communes[-1]
        assert queries.plan_above(first, 2024) == near
        assert queries.plan_above(other, 2024).unit == tree.province

    def test_the_task_of_a_strange_plan_cannot_be_taken(self, tree, officer):
        strange = only_task(issued(tree.districts[1], officer))
        with pytest.raises(Refused):
            draft(tree.commune, officer, seeds=[seed(above=strange)])


class TestIssue:
    def test_records_the_activity_of_target_7_and_starts_the_clocks(self, tree, clerk):
        plan = issued(tree.commune, clerk)

        kept = Activity.objects.get()
        assert plan.issue == kept
        assert (kept.kind, kept.year, kept.status) == ("yearly_plan", 2024, "held")
        assert kept.document_no == plan.number
        assert running(only_task(plan)).get().due_on == date(2024, 6, 30)

    def test_an_activity_kept_before_is_linked_and_not_doubled(self, tree, clerk):
        kept = factories.activity(
            tree.commune, kind="yearly_plan", on=date(2024, 1, 8), chair=""
        )

        plan = issued(tree.commune, clerk, number="05-KH/ĐU")

        assert plan.issue == kept
        kept = Activity.objects.get()
        assert (kept.document_no, kept.on) == ("05-KH/ĐU", date(2024, 1, 10))

    def test_a_planned_activity_becomes_held(self, tree, clerk):
        factories.activity(
            tree.commune, kind="yearly_plan", status=Status.PLANNED, chair=""
        )
        issued(tree.commune, clerk)

        assert Activity.objects.get().status == Status.HELD

    def test_the_same_issue_sent_twice_is_kept_once(self, tree, clerk):
        plan = draft(tree.commune, clerk)
        given = {"number": "05-KH/ĐU", "issued_on": date(2024, 1, 9), "evidence": 2}
        for _time in range(2):
            same = Plan.objects.select_related("unit__parent").get()
            actions.issue_plan(same, **given, version=plan.version, by=clerk, at=AT)

        assert Activity.objects.count() == 1
        assert Entry.objects.filter(verb="issue_plan").count() == 1

    def test_another_number_for_an_issued_plan_is_refused(self, tree, clerk):
        plan = issued(tree.commune, clerk, number="05-KH/ĐU")
        with pytest.raises(Refused, match="05-KH/ĐU"):
            actions.issue_plan(
                plan,
                number="06-KH/ĐU",
                issued_on=date(2024, 1, 9),
                evidence=2,
                version=plan.version,
                by=clerk,
                at=AT,
            )

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"number": ""}, "number"),
            ({"issued_on": None}, "issued_on"),
            ({"issued_on": date(2024, 1, 11)}, "issued_on"),
            ({"issued_on": date(2022, 1, 11)}, "issued_on"),
            ({"evidence": 0}, "evidence"),
            ({"evidence": 9}, "evidence"),
        ],
    )
    def test_is_refused_without(self, tree, clerk, wrong, field):
        with pytest.raises(Refused) as refused:
            issued(tree.commune, clerk, **wrong)
        assert refused.value.field == field
        assert not Activity.objects.exists()
        assert not Clock.objects.exists()

    def test_an_empty_plan_is_refused(self, tree, clerk):
        with pytest.raises(Refused):
            issued(tree.commune, clerk, seeds=[])

    def test_a_file_is_evidence_enough(self, tree, clerk):
        paper = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.7 x")
        plan = issued(tree.commune, clerk, evidence=0, files=[paper])

        assert Attachment.objects.of(plan.issue).count() == 1
        assert plan.issue.evidence == 2

    def test_somebody_who_edited_meanwhile_is_not_overwritten(self, tree, clerk):
        plan = draft(tree.commune, clerk)
        seen = plan.version
        actions.amend_plan(plan, {"title": "Khác"}, version=seen, by=clerk, at=AT)

        with pytest.raises(Clash):
            actions.issue_plan(
                plan,
                number="1-KH/ĐU",
                issued_on=date(2024, 1, 9),
                evidence=2,
                version=seen,
                by=clerk,
                at=AT,
            )

    def test_once_its_record_was_withdrawn_it_can_be_recorded_again(self, tree, clerk):
        from danvan.records.activities.actions import withdraw_activity

        plan = issued(tree.commune, clerk, number="05-KH/ĐU")
        kept = plan.issue
        withdraw_activity(kept, reason="Nhầm", version=kept.version, by=clerk, at=AT)
        plan = Plan.objects.select_related("unit__parent", "issue").get()

        actions.issue_plan(
            plan,
            number="05-KH/ĐU",
            issued_on=date(2024, 1, 10),
            evidence=2,
            version=plan.version,
            by=clerk,
            at=AT,
        )

        assert Activity.objects.filter(status=Status.HELD).count() == 1


class TestWithdraw:
    def test_drops_the_clocks_and_the_record(self, tree, clerk):
        plan = issued(tree.commune, clerk)
        actions.withdraw_plan(
            plan, reason="Thay kế hoạch", version=plan.version, by=clerk, at=AT
        )

        assert not running(only_task(plan)).exists()
        assert Activity.objects.get().status == Status.WITHDRAWN

    def test_of_an_issued_plan_is_for_whoever_may_issue_it(self, tree):
        clerk, head = (
            factories.user((role, tree.commune)) for role in (Role.COMMUNE, Role.HEAD)
        )
        plan = draft(tree.commune, clerk)
        actions.issue_plan(plan, **paper(), version=plan.version, by=head, at=AT)
        withdrawal = {"reason": "Thay kế hoạch", "version": plan.version, "at": AT}

        with pytest.raises(Refused, match=tree.commune.name):
            actions.withdraw_plan(plan, **withdrawal, by=clerk)
        assert Plan.objects.get().state == PlanState.ISSUED

        actions.withdraw_plan(plan, **withdrawal, by=head)
        assert Activity.objects.get().status == Status.WITHDRAWN

    def test_needs_a_reason(self, tree, clerk):
        plan = draft(tree.commune, clerk)
        with pytest.raises(Refused) as refused:
            actions.withdraw_plan(
                plan, reason=" ", version=plan.version, by=clerk, at=AT
            )
        assert refused.value.field == "reason"


class TestDraft:
    def rows(self, task, **values):
        stored = {name: getattr(task, name) for name in ("text", "owner", "due_on")}
        return [actions.TaskRow(task, stored | values, version=task.version)]

    def save(self, plan, rows, clerk):
        return actions.save_draft(plan, {}, rows, version=plan.version, by=clerk, at=AT)

    def test_all_lines_or_none(self, tree, clerk):
        plan = draft(tree.commune, clerk)
        rows = [
            *self.rows(only_task(plan), owner="Ông Mới"),
            actions.TaskRow(None, {"text": "", "due_on": date(2024, 5, 1)}),
        ]
        with pytest.raises(Refused):
            self.save(plan, rows, clerk)

        assert only_task(plan).owner == "Bà Hà"

    def test_a_line_saved_by_somebody_else_is_named(self, tree, clerk):
        plan = draft(tree.commune, clerk)
        mine = self.rows(only_task(plan), owner="Ông Mới")
        theirs = only_task(plan)
        actions.amend_task(
            theirs, {"owner": "Bà Khác"}, version=theirs.version, by=clerk, at=AT
        )
        mine[0].task.refresh_from_db()

        with pytest.raises(Clash) as clash:
            self.save(plan, mine, clerk)

        assert list(clash.value.theirs) == [str(theirs.pk)]
        assert only_task(plan).owner == "Bà Khác"

    def test_a_line_left_out_stays_in_the_log_and_may_be_taken_again(
        self, tree, officer, clerk
    ):
        source = only_task(issued(tree.districts[0], officer))
        plan = draft(tree.commune, clerk, seeds=[seed(above=source)])
        task = only_task(plan)
        self.save(plan, [actions.TaskRow(task, {}, version=1, left_out=True)], clerk)

        again = actions.derive_tasks(plan, [seed(above=source)], by=clerk, at=AT)

        assert Task.objects.get(pk=task.pk).state == TaskState.LEFT_OUT
        assert len(again) == 1

    def test_an_issued_plan_is_no_draft(self, tree, clerk):
        plan = issued(tree.commune, clerk)
        with pytest.raises(Refused):
            self.save(plan, self.rows(only_task(plan), owner="Ông Mới"), clerk)


class TestTask:
    def finish(self, task, clerk, **words):
        given = {"done_on": date(2024, 7, 4), "result": "Đã mở, 120 người dự"} | words
        actions.finish_task(task, **given, version=task.version, by=clerk, at=LATER)

    def test_given_twice_with_one_number_it_is_one(self, tree, clerk):
        given = {
            "text": "Trả lời kiến nghị về đường Nà Thử",
            "body": "UBND xã",
            "owner": "Ông Nam",
            "due_on": date(2024, 2, 1),
            "uid": uuid.uuid4(),
            "by": clerk,
            "at": AT,
        }
        first = actions.give_task(tree.commune, **given)

        assert actions.give_task(tree.commune, **given) == first
        assert Clock.objects.count() == 1
        with pytest.raises(Refused):
            actions.give_task(tree.commune, **given | {"owner": "Bà Khác"})

    @pytest.mark.parametrize("field", ["text", "owner"])
    def test_is_not_given_without(self, tree, clerk, field):
        given = {"text": "Việc", "body": "", "owner": "Ông Nam"} | {field: " "}
        with pytest.raises(Refused) as refused:
            actions.give_task(
                tree.commune, **given, due_on=date(2024, 2, 1), by=clerk, at=AT
            )
        assert refused.value.field == field

    def test_moved_after_the_issue_keeps_the_first_day_on_its_clock(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        actions.postpone_task(
            task,
            due_on=date(2024, 9, 30),
            reason="Mưa lũ",
            version=task.version,
            by=clerk,
            at=AT,
        )

        clock = running(task).get()
        assert clock.due_on == date(2024, 9, 30)
        assert clock.first_due_on == date(2024, 6, 30)
        assert not only_task(task.plan).is_late(date(2024, 8, 1))

    def test_the_day_of_a_running_task_moves_only_with_a_reason(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        with pytest.raises(Refused) as refused:
            actions.amend_task(
                task,
                {"due_on": date(2024, 9, 30)},
                version=task.version,
                by=clerk,
                at=AT,
            )
        assert refused.value.field == "due_on"

    def test_finished_late_stops_the_clock_and_counts_as_late(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        self.finish(task, clerk)

        assert not running(task).exists()
        assert task.is_late(date(2024, 7, 5))

    def test_the_same_report_twice_is_kept_once_and_another_refused(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        self.finish(task, clerk)
        self.finish(only_task(task.plan), clerk)
        with pytest.raises(Refused):
            self.finish(only_task(task.plan), clerk, result="Khác hẳn")

        assert Entry.objects.filter(verb="finish_task").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"result": ""}, "result"), ({"done_on": date(2024, 7, 6)}, "done_on")],
    )
    def test_is_not_finished_with(self, tree, clerk, wrong, field):
        task = only_task(issued(tree.commune, clerk))
        with pytest.raises(Refused) as refused:
            self.finish(task, clerk, **wrong)
        assert refused.value.field == field

    def test_a_task_of_a_draft_does_not_run(self, tree, clerk):
        task = only_task(draft(tree.commune, clerk))
        with pytest.raises(Refused):
            self.finish(task, clerk)

    def test_finished_by_mistake_it_runs_again(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        self.finish(task, clerk)
        actions.reopen_task(
            task, reason="Ghi nhầm", version=task.version, by=clerk, at=LATER
        )

        assert running(task).get().due_on == date(2024, 6, 30)

    def test_cancelled_with_a_reason_it_is_owed_no_more(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        with pytest.raises(Refused):
            actions.cancel_task(task, reason="", version=task.version, by=clerk, at=AT)
        actions.cancel_task(
            task, reason="Dự án dừng", version=task.version, by=clerk, at=AT
        )

        assert not running(task).exists()
        assert not Task.objects.owed().exists()

    def test_two_people_finish_one_task_once(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        stale = only_task(task.plan)
        self.finish(task, clerk)
        with pytest.raises(Clash):
            self.finish(stale, clerk, result="Lời khác")

    def test_a_neighbour_cannot_finish_it(self, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        with pytest.raises(Refused):
            self.finish(task, factories.clerk_and_head(tree.communes[1]))


class TestCarry:
    def test_last_years_open_task_is_closed_as_carried_when_the_new_one_is_issued(
        self, tree, clerk
    ):
        old = only_task(issued(tree.commune, clerk, year=2023))
        at = factories.noon(date(2024, 1, 10))
        assert list(queries.carriable(tree.commune, 2024)) == [old]
        plan = issued(tree.commune, clerk, seeds=[seed(continues=old)], at=at)

        old.refresh_from_db()
        assert old.state == TaskState.CARRIED
        assert old.is_late(date(2024, 1, 10))
        assert not running(old).exists()

        actions.withdraw_plan(
            plan, reason="Ghi nhầm", version=plan.version, by=clerk, at=at
        )
        old.refresh_from_db()
        assert old.state == TaskState.OPEN
        assert running(old).exists()

    def test_a_merged_unit_sees_and_carries_on_the_open_tasks(self, tree, officer):
        task = only_task(issued(tree.commune, officer))
        new = merged(tree.communes[:2])
        clerk = factories.user(("commune", new), username="can-bo-xa-moi")
        on = date(2025, 7, 2)

        assert list(Task.objects.visible_to(clerk, on=on)) == [task]
        assert list(queries.carriable(new, 2025)) == [task]
        plan = draft(
            new, clerk, year=2025, seeds=[seed(continues=task)], at=factories.noon(on)
        )
        assert only_task(plan).continues == task


def merged(old):
    new = factories.unit("Hợp Nhất", parent=old[0].parent, valid_from=date(2025, 7, 1))
    Unit.objects.filter(pk__in=[u.pk for u in old]).update(valid_to=date(2025, 7, 1))
    for unit in old:
        Succession.objects.create(old=unit, new=new, kind="merged", on=date(2025, 7, 1))
    rebuild_lineage()
    return new


class TestResponsibility:
    def report(self, unit, by, **words):
        given = {
            "year": 2024,
            "body": "dang_uy_xa",
            "duty": 1,
            "standing": "under_way",
            "note": "Đã ban hành kế hoạch",
            "on": date(2024, 1, 10),
        } | words
        return actions.report_responsibility(unit, **given, by=by, at=AT)

    def test_reported_twice_it_is_one_row(self, tree, clerk):
        assert self.report(tree.commune, clerk) == self.report(tree.commune, clerk)
        assert Responsibility.objects.count() == 1

    def test_a_later_report_names_the_version_it_saw(self, tree, clerk):
        made = self.report(tree.commune, clerk)
        with pytest.raises(Clash):
            self.report(tree.commune, clerk, note="Khác")
        self.report(tree.commune, clerk, note="Khác", version=made.version)

        assert Responsibility.objects.get().note == "Khác"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"note": ""},
            {"on": date(2024, 1, 11)},
            {"standing": "x"},
            {"duty": 9},
            {"body": "huyen_uy"},
            {"body": "ai_do"},
            {"year": 1999},
        ],
    )
    def test_is_refused_with(self, tree, clerk, wrong):
        with pytest.raises(Refused):
            self.report(tree.commune, clerk, **wrong)
        assert not Responsibility.objects.exists()
