"""The pages: what a clerk sees, writes and is told."""

import uuid
from datetime import date

import pytest

from danvan.records.plans import actions
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Responsibility, Task
from tests import factories
from tests.records.plans.conftest import AT, draft, issued, only_task, seed

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


class TestBegin:
    def test_a_clerk_is_asked_no_unit_and_finds_the_tasks_of_the_level_ticked(
        self, client, tree, clerk
    ):
        page = text_of(client.get("/plans/new/?year=2024"))

        assert 'name="unit"' not in page
        assert 'value="4.3" id="id_programme_' in page
        ticked = [line for line in page.split("<input") if "checked" in line]
        values = {line.split('value="')[1].split('"')[0] for line in ticked}
        assert {"4.3", "4.6"} <= values
        assert not {"5.5", "2.6"} & values
        assert "1.4" not in values, "what goes on all the time waits to be chosen"

    def test_ticked_tasks_come_into_a_draft_with_body_and_day(
        self, client, tree, officer, clerk
    ):
        client.force_login(clerk)
        above = only_task(
            issued(tree.districts[0], officer, seeds=[seed("Việc huyện giao")])
        )
        sent = {
            "uid": str(uuid.uuid4()),
            "title": "Kế hoạch năm 2024",
            "above": [above.pk],
            "programme": ["4.3"],
        }
        response = client.post("/plans/new/?year=2024", sent)

        plan = Plan.objects.get(unit=tree.commune)
        assert response.url == f"/plans/{plan.pk}/edit/"
        taken, own = plan.tasks.order_by("pk")
        assert (taken.above, taken.owner) == (above, "")
        assert (own.due_on, own.body) == (
            date(2024, 12, 31),
            "Đảng ủy xã, phường, thị trấn",
        )

    def test_a_draft_owes_nothing_yet(self, client, tree, clerk):
        plan = draft(tree.commune, clerk, seeds=[seed(due_on=date(2024, 1, 31))])

        assert "Quá hạn" not in text_of(client.get(f"/plans/{plan.pk}/"))
        issued_plan = issued(
            tree.communes[1], factories.clerk_and_head(tree.communes[1])
        )
        client.force_login(factories.clerk_and_head(tree.communes[1]))
        assert "Quá hạn" in text_of(client.get(f"/plans/{issued_plan.pk}/"))

    def test_a_recurring_task_gets_the_ends_of_the_quarters(self, client, tree, clerk):
        sent = {"uid": str(uuid.uuid4()), "title": "Kế hoạch", "programme": ["3.2"]}
        client.post("/plans/new/?year=2024", sent)

        days = Task.objects.order_by("due_on").values_list("due_on", flat=True)
        assert [(d.month, d.day) for d in days] == [(3, 31), (6, 30), (9, 30), (12, 31)]

    def test_a_task_of_a_unit_elsewhere_cannot_be_ticked(self, client, tree, officer):
        strange = only_task(issued(tree.districts[1], officer))
        client.force_login(factories.clerk_and_head(tree.commune))
        sent = {"uid": str(uuid.uuid4()), "title": "x", "above": [strange.pk]}

        client.post("/plans/new/?year=2024", sent)

        assert not Task.objects.filter(unit=tree.commune).exists()

    def test_a_year_already_begun_leads_to_its_plan(self, client, tree, clerk):
        plan = draft(tree.commune, clerk)

        assert client.get("/plans/new/?year=2024").url == plan.get_absolute_url()

    def test_an_officer_of_many_is_asked_the_unit(self, client, officer):
        assert 'name="unit"' in text_of(client.get("/plans/new/?year=2024"))

    def test_more_is_taken_over_once_the_plan_above_is_issued(
        self, client, tree, officer
    ):
        clerk = factories.clerk_and_head(tree.commune)
        plan = draft(tree.commune, clerk)
        above = only_task(issued(tree.districts[0], officer, seeds=[seed("Mới giao")]))
        client.force_login(clerk)

        sent = {"uid": str(uuid.uuid4()), "above": [above.pk]}
        client.post(f"/plans/{plan.pk}/derive/", sent)
        client.post(f"/plans/{plan.pk}/derive/", sent)

        assert plan.tasks.filter(above=above).count() == 1


def sheet(plan, **changes):
    """The page of all tasks as a browser sends it back untouched, and the changes."""
    sent = {"title": plan.title, "aim": plan.aim, "version": plan.version}
    for task in plan.tasks.filter(state="open"):
        for name in ("text", "body", "owner"):
            sent[f"{name}_{task.pk}"] = sent[f"initial-{name}_{task.pk}"] = getattr(
                task, name
            )
        day = f"{task.due_on:%d/%m/%Y}"
        sent[f"due_on_{task.pk}"] = sent[f"initial-due_on_{task.pk}"] = day
        sent[f"version_{task.pk}"] = task.version
    for number in range(2):
        for name in ("text", "body", "owner", "due_on"):
            sent[f"{name}_new{number}"] = ""
        sent[f"uid_new{number}"] = str(uuid.uuid4())
    return sent | changes


class TestDraft:
    def test_many_tasks_are_written_at_once(self, client, tree, clerk):
        plan = draft(tree.commune, clerk, seeds=[seed("Một"), seed("Hai")])
        one, two = plan.tasks.order_by("pk")
        sent = sheet(
            plan,
            **{
                f"owner_{one.pk}": "Ông Nam",
                f"out_{two.pk}": "on",
                "text_new0": "Ba",
                "due_on_new0": "30/9/2024",
            },
        )
        assert client.post(f"/plans/{plan.pk}/edit/", sent).status_code == 302
        client.post(f"/plans/{plan.pk}/edit/", sent)

        left = plan.tasks.standing().order_by("pk").values_list("text", "owner")
        assert list(left) == [("Một", "Ông Nam"), ("Ba", "")]

    def test_a_half_written_line_is_asked_for_and_nothing_is_lost(
        self, client, tree, clerk
    ):
        plan = draft(tree.commune, clerk)
        sent = sheet(plan, text_new0="Việc mới chưa có hạn", owner_new1="Bà Hoa")
        response = client.post(f"/plans/{plan.pk}/edit/", sent)

        page = text_of(response)
        assert response.status_code == 422
        assert "Việc mới chưa có hạn" in page
        assert "Bà Hoa" in page
        assert plan.tasks.count() == 1

    def test_both_texts_are_shown_when_somebody_was_faster(self, client, tree, clerk):
        plan = draft(tree.commune, clerk)
        task = only_task(plan)
        sent = sheet(plan, **{f"owner_{task.pk}": "Ông Của Tôi"})
        theirs = {"owner": "Bà Của Họ"}
        actions.amend_task(task, theirs, version=task.version, by=clerk, at=AT)

        response = client.post(f"/plans/{plan.pk}/edit/", sent)
        page = text_of(response)

        assert response.status_code == 422
        assert "Ông Của Tôi" in page
        assert "Bà Của Họ" in page
        assert only_task(plan).owner == "Bà Của Họ"

        again = sent | {f"version_{task.pk}": task.version}
        assert client.post(f"/plans/{plan.pk}/edit/", again).status_code == 302
        assert only_task(plan).owner == "Ông Của Tôi"

    def test_a_line_nobody_touched_here_keeps_what_another_wrote(
        self, client, tree, clerk
    ):
        plan = draft(tree.commune, clerk, seeds=[seed("Một"), seed("Hai")])
        one, two = plan.tasks.order_by("pk")
        sent = sheet(plan, **{f"owner_{one.pk}": "Ông Nam"})
        two = Task.objects.select_related("unit", "plan").get(pk=two.pk)
        actions.amend_task(two, {"owner": "Bà Họ"}, version=1, by=clerk, at=AT)

        assert client.post(f"/plans/{plan.pk}/edit/", sent).status_code == 302
        two.refresh_from_db()
        assert two.owner == "Bà Họ"

    def test_what_is_not_clear_is_said_beside_the_task(self, client, tree, officer):
        above = only_task(
            issued(tree.districts[0], officer, seeds=[seed("Tổ chức học tập.")])
        )
        plan = draft(
            tree.commune,
            officer,
            seeds=[
                seed("Tổ chức  học tập", above=above, owner=""),
                seed("Việc riêng", due_on=date(2025, 1, 5)),
            ],
        )
        page = text_of(client.get(f"/plans/{plan.pk}/edit/"))

        assert page.count("_unclear") == 2
        assert "Chép nguyên văn kế hoạch cấp trên" in page
        assert "nằm ngoài năm 2024" in page

    def test_a_number_of_a_telephone_is_refused_beside_its_field(
        self, client, tree, clerk
    ):
        plan = draft(tree.commune, clerk)
        sent = sheet(plan, text_new0="Gọi 0912 345 678", due_on_new0="1/9/2024")
        assert "0912 345 678" in text_of(client.post(f"/plans/{plan.pk}/edit/", sent))
        assert plan.tasks.count() == 1


class TestIssue:
    FORM = {"number": "07-KH/ĐU", "issued_on": "09/01/2024", "evidence": "2"}

    def test_sent_twice_it_is_issued_once(self, client, tree, clerk):
        plan = draft(tree.commune, clerk)
        sent = self.FORM | {"version": plan.version}
        for _time in range(2):
            response = client.post(f"/plans/{plan.pk}/issue/", sent)
            assert response.url == plan.get_absolute_url()

        assert Plan.objects.get().state == PlanState.ISSUED

    def test_without_file_and_evidence_it_says_what_to_do(self, client, tree, clerk):
        plan = draft(tree.commune, clerk)
        sent = self.FORM | {"version": plan.version, "evidence": "0"}
        assert client.post(f"/plans/{plan.pk}/issue/", sent).status_code == 422
        assert Plan.objects.get().state == PlanState.DRAFT

    def test_knows_the_record_somebody_kept_already(self, client, tree, clerk):
        plan = draft(tree.commune, clerk)
        factories.activity(
            tree.commune, kind="yearly_plan", document_no="03-KH/ĐU", chair=""
        )
        assert "03-KH/ĐU" in text_of(client.get(f"/plans/{plan.pk}/issue/"))


class TestShow:
    def test_tells_what_became_of_a_task_in_the_units_below(
        self, client, tree, officer
    ):
        province = only_task(issued(tree.province, officer))
        district = only_task(
            issued(tree.districts[0], officer, seeds=[seed("Huyện", above=province)])
        )
        communes = tree.communes[:2]
        done, _open = (
            only_task(issued(c, officer, seeds=[seed("Xã", above=district)]))
            for c in communes
        )
        actions.finish_task(
            done,
            done_on=date(2024, 1, 10),
            result="Xong",
            version=done.version,
            by=officer,
            at=AT,
        )
        page = text_of(client.get(f"/plans/{province.plan_id}/"))

        assert "2/6 đã có trong kế hoạch, 1 đã xong" in page
        assert f"/plans/tasks/?above={province.pk}" in page
        below = text_of(client.get(f"/plans/tasks/?above={province.pk}"))
        assert f"/plans/tasks/{done.pk}/" in below

    def test_the_plan_above_is_named_but_not_opened_by_a_clerk(
        self, client, tree, officer
    ):
        above = issued(tree.districts[0], officer)
        clerk = factories.clerk_and_head(tree.commune)
        source = only_task(above)
        plan = draft(tree.commune, clerk, seeds=[seed(above=source)])
        client.force_login(clerk)
        page = text_of(client.get(f"/plans/{plan.pk}/"))

        assert above.title in page
        assert f'href="{above.get_absolute_url()}"' not in page
        assert client.get(above.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("rows", [2, 12])
    def test_costs_the_same_however_many_tasks(
        self, client, tree, officer, django_assert_max_num_queries, rows
    ):
        above = issued(
            tree.districts[0], officer, seeds=[seed(f"Việc {n}") for n in range(rows)]
        )
        for commune in tree.communes[: 1 + rows // 6]:
            taken = [seed(f"Xã {t.pk}", above=t) for t in above.tasks.all()]
            draft(commune, officer, seeds=taken)
        with django_assert_max_num_queries(18):
            client.get(above.get_absolute_url())
        plan = Plan.objects.filter(unit=tree.commune).get()
        with django_assert_max_num_queries(12):
            client.get(f"/plans/{plan.pk}/edit/")


class TestIndex:
    def test_says_who_has_issued_and_who_has_not(self, client, tree, officer):
        issued(tree.communes[0], officer)
        draft(tree.communes[1], officer)
        factories.activity(tree.communes[2], kind="yearly_plan", chair="")
        page = text_of(client.get("/plans/?year=2024"))

        assert "2/6 đã ban hành" in page
        missing = f"/plans/new/?unit={tree.communes[3].pk}&amp;year=2024"
        assert missing in page
        only = text_of(client.get("/plans/?year=2024&level=3&state=missing"))
        assert only.count("/plans/new/?unit=") == 3

    @pytest.mark.parametrize("rows", [1, 5])
    def test_costs_the_same_however_many_plans(
        self, client, tree, officer, django_assert_max_num_queries, rows
    ):
        for commune in tree.communes[:rows]:
            issued(commune, officer)
        with django_assert_max_num_queries(12):
            client.get("/plans/?year=2024")
        with django_assert_max_num_queries(12):
            client.get("/plans/tasks/")

    def test_is_handed_out_in_scope(self, client, tree, clerk, officer):
        issued(tree.communes[1], officer, seeds=[seed("Việc của xã khác")])
        issued(tree.commune, officer, seeds=[seed("Việc của xã mình")])
        client.force_login(clerk)

        plans = client.get("/plans/?year=2024&export=csv").content.decode("utf-8-sig")
        tasks = client.get("/plans/tasks/?export=csv").content.decode("utf-8-sig")

        assert str(tree.communes[1]) not in plans
        assert ("của xã mình" in tasks, "của xã khác" in tasks) == (True, False)


class TestTasks:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Muộn", "Xong", "Giao riêng"]),
            ("state=done", ["Xong"]),
            ("state=late", ["Muộn"]),
            ("body=doan thanh nien", ["Muộn"]),
            ("programme_task=4.3", ["Xong"]),
            ("year=2099", []),
            ("state=x&programme_task=y", ["Muộn", "Xong", "Giao riêng"]),
        ],
    )
    def test_are_narrowed(self, client, tree, clerk, query, found):
        seeds = [
            seed("Muộn", body="Đoàn Thanh niên xã"),
            seed("Xong", programme_task="4.3"),
        ]
        plan = issued(tree.commune, clerk, seeds=seeds)
        draft(tree.commune, clerk, year=2025, seeds=[seed("Còn soạn")])
        done = plan.tasks.select_related("unit", "plan").get(text="Xong")
        given = {"result": "Xong việc", "done_on": date(2024, 1, 9)}
        actions.finish_task(done, **given, version=1, by=clerk, at=AT)
        actions.give_task(
            tree.commune,
            text="Giao riêng",
            body="",
            owner="Bà Hà",
            due_on=date(2099, 1, 1),
            by=clerk,
            at=AT,
        )
        page = text_of(client.get(f"/plans/tasks/?{query}"))

        names = ["Muộn", "Xong", "Giao riêng", "Còn soạn"]
        if "2099" not in query:
            assert [name for name in names if f">{name}</a>" in page] == found

    def test_a_report_keeps_the_file_and_says_it_is_done(self, client, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        sent = {"done_on": "9/1/2024", "result": "Đã làm", "version": task.version}
        response = client.post(f"/plans/tasks/{task.pk}/finish/", sent)

        assert response.url == task.get_absolute_url()
        assert only_task(task.plan).state == TaskState.DONE
        assert "Đã làm" in text_of(client.get(response.url))

    def test_both_texts_are_shown_when_somebody_was_faster(self, client, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        seen = task.version
        actions.amend_task(task, {"text": "Lời của họ"}, version=seen, by=clerk, at=AT)
        sent = {"text": "Lời của tôi", "owner": "Bà Hà", "version": seen}
        response = client.post(f"/plans/tasks/{task.pk}/edit/", sent)

        page = text_of(response)
        assert response.status_code == 422
        assert "Lời của tôi" in page
        assert "Lời của họ" in page

    def test_a_task_given_twice_is_one(self, client, tree, clerk):
        plan = issued(tree.commune, clerk)
        sent = {
            "uid": str(uuid.uuid4()),
            "text": "Việc thêm",
            "owner": "Ông Nam",
            "due_on": "1/3/2024",
        }
        for _time in range(2):
            client.post(f"/plans/tasks/new/?plan={plan.pk}", sent)

        assert plan.tasks.count() == 2

    def test_first_and_new_day_are_both_shown(self, client, tree, clerk):
        task = only_task(issued(tree.commune, clerk))
        sent = {"due_on": "30/9/2024", "reason": "Mưa lũ", "version": task.version}
        client.post(f"/plans/tasks/{task.pk}/postpone/", sent)
        page = text_of(client.get(task.get_absolute_url()))

        assert "30/9/2024" in page
        assert "30/6/2024" in page
        assert "Mưa lũ" in page


class TestResponsibilities:
    def report(self, unit, by, body, **words):
        given = {
            "year": 2024,
            "duty": 1,
            "standing": "done",
            "note": "Đã xong",
            "on": date(2024, 1, 10),
        } | words
        actions.report_responsibility(unit, body=body, **given, by=by, at=AT)

    def test_a_province_sees_its_bodies_and_how_many_communes_reported(
        self, client, tree, officer
    ):
        self.report(tree.communes[0], officer, "dang_uy_xa")
        self.report(tree.province, officer, "ban_dan_van_tinh_uy", note="KH số 12")
        page = text_of(client.get("/plans/responsibilities/?year=2024"))

        assert "KH số 12" in page
        assert "1/6 đơn vị đã báo cáo" in page

    def test_what_lacks_most_can_be_brought_to_the_top(self, client, tree, officer):
        self.report(tree.province, officer, "ban_dan_van_tinh_uy")

        def lacking(sort: str) -> list[int]:
            url = f"/plans/responsibilities/?year=2024&sort={sort}"
            lines = client.get(url).context["listing"].rows
            return [line.total - line.tallies["done"] for line in lines]

        assert lacking("standing") == sorted(lacking(""))
        assert lacking("-standing") == sorted(lacking(""), reverse=True)

    def test_who_has_not_reported_is_listed(self, client, tree, officer):
        self.report(tree.communes[0], officer, "dang_uy_xa")
        url = "/plans/responsibilities/dang_uy_xa/1/?year=2024"
        page = text_of(client.get(f"{url}&standing=unreported"))

        assert page.count("/plans/responsibilities/units/") == 5

    def test_a_clerk_reports_the_bodies_of_the_commune_only(self, client, tree, clerk):
        url = f"/plans/responsibilities/units/{tree.commune.pk}"
        sent = {"standing": "under_way", "note": "Đang làm", "on": "9/1/2024"}
        assert client.post(f"{url}/dang_uy_xa/1/?year=2024", sent).status_code == 302
        assert client.post(f"{url}/huyen_uy/1/?year=2024", sent).status_code == 404
        assert client.get(f"{url}/dang_uy_xa/7/").status_code == 404
        assert Responsibility.objects.get().note == "Đang làm"

    def test_tasks_stand_beside_what_the_body_says(self, client, tree, clerk):
        issued(tree.commune, clerk, seeds=[seed(programme_task="4.3")])
        page = text_of(client.get("/plans/responsibilities/?year=2024"))

        assert "0% (0/1)" in page

    @pytest.mark.parametrize("rows", [1, 6])
    def test_costs_the_same_however_many_reports(
        self, client, tree, officer, django_assert_max_num_queries, rows
    ):
        for commune in tree.communes[:rows]:
            self.report(commune, officer, "dang_uy_xa")
        with django_assert_max_num_queries(12):
            client.get("/plans/responsibilities/?year=2024")
        with django_assert_max_num_queries(12):
            client.get("/plans/responsibilities/dang_uy_xa/1/?year=2024")
