import io
import re
import uuid
from datetime import date, timedelta

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.deadlines.models import Clock
from danvan.records.activities.models import Activity
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings.models import AgendaLine, Conclusion, Dialogue
from danvan.records.plans.models import Task
from tests import factories, matters_factories
from tests.meetings_factories import (
    DAY,
    briefing,
    conclusion,
    dialogue_held,
    final,
    minutes,
    planned,
    recommendation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(client, tree):
    user = factories.clerk_and_head(tree.commune, full_name="Hà Thị Một")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestList:
    def test_shows_what_is_in_scope_and_nothing_else(self, client, tree, clerk):
        briefing(tree.commune, title="Của xã mình")
        briefing(tree.communes[1], title="Của xã khác")
        factories.activity(tree.commune, kind="conference", title="Hội thảo")

        page = text_of(client.get(address("index")))

        shown = [word in page for word in ("Của xã mình", "Của xã khác", "Hội thảo")]
        assert shown == [True, False, False]

    def test_costs_a_constant_number_of_queries(
        self, client, tree, django_assert_num_queries
    ):
        client.force_login(factories.provincial_officer(tree.province))

        def filled(rows):
            for number in range(rows):
                meeting = briefing(tree.commune, on=DAY + timedelta(days=number))
                conclusion(meeting)
                minutes(meeting)
                dialogue_held(tree.communes[1], on=DAY + timedelta(days=number))

        filled(1)
        with django_assert_num_queries(6):
            client.get(address("index"))
        filled(8)
        with django_assert_num_queries(6):
            client.get(address("index"))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("lacks=conclusions", ["Còn việc"]),
            ("lacks=minutes", ["Còn việc", "Không báo", "Báo kịp"]),
            ("lacks=announcement", ["Không báo"]),
            ("lacks=result", ["Không báo"]),
            ("kind=dialogue", ["Không báo", "Báo kịp"]),
            ("year=2024", ["Còn việc", "Đã xong", "Không báo", "Báo kịp"]),
            ("year=2023", []),
            ("unit=sy binh", []),
            ("lacks=moon&sort=x", ["Còn việc", "Đã xong", "Không báo", "Báo kịp"]),
        ],
    )
    def test_is_narrowed_to_what_is_asked_for(self, client, tree, clerk, query, found):
        conclusion(briefing(tree.commune, title="Còn việc"))
        final(briefing(tree.commune, title="Đã xong"))
        dialogue_held(tree.commune, title="Không báo")
        in_time(tree.commune)

        page = text_of(client.get(f"{address('index')}?{query}"))

        everything = ("Còn việc", "Đã xong", "Không báo", "Báo kịp")
        assert [title for title in everything if f">{title}</a>" in page] == found

    @pytest.mark.parametrize("sort", ["on", "unit", "minutes", "still_open"])
    def test_sorts_both_ways_and_hands_itself_out(self, client, tree, clerk, sort):
        conclusion(briefing(tree.commune))
        final(briefing(tree.commune))

        for way in (sort, f"-{sort}"):
            assert client.get(f"{address('index')}?sort={way}").status_code == 200
        file = client.get(f"{address('index')}?export=csv").content.decode("utf-8-sig")
        assert "Đã chốt" in file
        assert client.get(f"{address('index')}?export=xlsx").content[:2] == b"PK"


def in_time(unit):
    """Announced seven days before and published ten days after, to the day."""
    held = dialogue_held(unit, title="Báo kịp")
    Dialogue.objects.create(
        activity=held,
        announced_on=DAY - timedelta(days=7),
        announced_for=DAY,
        announced_where="Loa",
        published_on=DAY + timedelta(days=10),
        published_where="Loa",
    )
    return held


class TestBriefing:
    def test_shows_agenda_minutes_and_conclusions_together(self, client, tree, clerk):
        conclusion(briefing(tree.commune), text="Việc cũ còn mở")
        second = briefing(tree.commune, on=date(2024, 4, 5))
        minutes(second, discussion="Bàn việc chung")
        conclusion(second, text="Việc mới giao")

        page = text_of(client.get(address("show", second.pk)))

        for words in ("Việc cũ còn mở", "Bàn việc chung", "Việc mới giao"):
            assert words in page

    def test_costs_the_same_with_a_long_agenda(
        self, client, tree, clerk, django_assert_max_num_queries
    ):
        first, second = (
            briefing(tree.commune),
            briefing(tree.commune, on=date(2024, 4, 5)),
        )

        def cost():
            conclusion(first)
            recommendation(second)
            matters_factories.matter(tree.commune)
            with django_assert_max_num_queries(30) as seen:
                client.get(address("show", second.pk))
            return len(seen)

        few = cost()
        for _ in range(6):
            conclusion(first)
            matters_factories.matter(tree.commune)
        assert cost() == few

    def test_an_inspector_reads_and_finds_no_button(self, client, tree):
        client.force_login(factories.inspector(tree.districts[0]))
        meeting = briefing(tree.commune)
        minutes(meeting)

        page = text_of(client.get(address("show", meeting.pk)))

        assert "Bàn việc sửa đường" in page
        assert "Ghi biên bản</a>" not in page

    def test_what_is_no_meeting_has_no_such_page(self, client, tree, clerk):
        plan = factories.activity(tree.commune, kind="yearly_plan", chair="")

        assert client.get(address("show", plan.pk)).status_code == 404
        assert client.get(address("dialogue", plan.pk)).status_code == 404

    def test_those_who_sit_in_the_bloc_are_entered_as_present(
        self, client, tree, clerk
    ):
        factories.complete_bloc(tree.commune)
        meeting = briefing(tree.commune)

        form = client.get(address("minutes", meeting.pk)).context["form"]

        people = form["present"].value().splitlines()
        assert len(people) == len(factories.COMPLETE)
        assert people[0].endswith(", Bí thư Đảng ủy")
        assert form["clerk"].value() == "Hà Thị Một"

    def test_nothing_is_offered_before_the_day(self, client, tree, clerk):
        soon = timezone.localdate() + timedelta(days=20)
        meeting = briefing(tree.commune, on=soon, status="planned")

        page = text_of(client.get(address("show", meeting.pk)))
        answer = client.get(address("minutes", meeting.pk), follow=True)

        assert "Ghi biên bản, kết luận từ ngày đó" in page
        assert "Thêm nhiệm vụ" not in page
        assert "Ghi biên bản, kết luận từ ngày đó" in text_of(answer)

    def test_a_line_is_done_from_its_own_form(self, client, tree, clerk):
        task = conclusion(briefing(tree.commune)).task
        second = briefing(tree.commune, on=date(2024, 4, 5))
        page = address("line", second.pk, "task", task.pk)

        form = client.get(page).context["form"]
        empty = client.post(
            page, {"outcome": "done", "version": form["version"].value()}
        )
        done = client.post(
            page,
            {"outcome": "done", "said": "Đã xong", "version": form["version"].value()},
        )

        assert (empty.status_code, done.status_code) == (422, 302)
        task.refresh_from_db()
        assert (task.state, task.result) == ("done", "Đã xong")
        assert AgendaLine.objects.get().said == "Đã xong"

    def test_a_line_changed_meanwhile_keeps_what_was_typed(self, client, tree, clerk):
        task = conclusion(briefing(tree.commune)).task
        second = briefing(tree.commune, on=date(2024, 4, 5))
        page = address("line", second.pk, "task", task.pk)
        Task.objects.filter(pk=task.pk).update(version=2)

        answer = client.post(
            page, {"outcome": "done", "said": "Lời đã gõ", "version": "1"}
        )

        assert answer.status_code == 422
        assert "Lời đã gõ" in text_of(answer)
        assert answer.context["form"]["version"].value() == "2"

    def test_final_minutes_show_what_was_late_on_the_day(self, client, tree, clerk):
        conclusion(briefing(tree.commune), text="Việc cũ", due_on=date(2024, 4, 10))
        second = briefing(tree.commune, on=date(2024, 4, 5))
        final(second)
        third = briefing(tree.commune, on=date(2024, 4, 12))
        final(third)

        seen = [
            client.get(reverse("meetings:show", args=[held.pk])).content.decode()
            for held in (second, third)
        ]

        assert ["Việc cũ" in page for page in seen] == [True, True]
        assert ["Quá hạn</span>" in page for page in seen] == [False, True]


class TestConclusionForm:
    def test_a_member_is_charged_by_choosing(self, client, tree, clerk):
        team = factories.complete_bloc(tree.commune)
        meeting = briefing(tree.commune)
        seat = team.seats.get(post="chu_tich_hoi_nong_dan")

        answer = client.post(
            address("conclusion_new", meeting.pk),
            {
                "uid": str(uuid.uuid4()),
                "text": "Rà soát",
                "charge": str(seat.pk),
                "due_on": "30/4/2024",
            },
        )

        assert answer.status_code == 302
        task = Task.objects.get()
        assert (task.body, task.owner) == ("Hội Nông dân", seat.member.full_name)

    def test_without_anybody_charged_the_text_stays_in_the_form(
        self, client, tree, clerk
    ):
        factories.complete_bloc(tree.commune)
        meeting = briefing(tree.commune)

        answer = client.post(
            address("conclusion_new", meeting.pk),
            {"uid": str(uuid.uuid4()), "text": "Rà soát", "due_on": "30/4/2024"},
        )

        page = text_of(answer)
        assert answer.status_code == 422
        assert "Chọn người được giao hoặc nhập họ và tên" in page
        assert "Rà soát</textarea>" in page
        assert not Conclusion.objects.exists()

    def test_a_recommendation_goes_to_a_body_of_the_programme(
        self, client, tree, clerk
    ):
        meeting = briefing(tree.commune)

        client.post(
            f"{address('conclusion_new', meeting.pk)}?becomes=recommendation",
            {
                "uid": str(uuid.uuid4()),
                "text": "Bố trí kinh phí",
                "addressed": "ubnd_huyen",
                "topic": "roads",
            },
        )

        matter = Matter.objects.get()
        assert matter.kind == "recommendation"
        assert matter.channel == "briefing"
        assert matter.body == "UBND các huyện, thành phố"
        assert matter.activity == meeting

    def test_one_is_corrected_and_another_taken_back(self, client, tree, clerk):
        meeting = briefing(tree.commune)
        one, two = conclusion(meeting), recommendation(meeting)
        page = address("conclusion_edit", one.pk)
        form = client.get(page).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}

        client.post(page, sent | {"text": "Viết đúng", "due_on": "15/5/2024"})
        client.post(
            address("conclusion_withdraw", two.pk),
            {"reason": "Gõ nhầm", "version": "1"},
        )

        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.text, one.task.text) == ("Viết đúng", "Viết đúng")
        assert (two.reason, two.matter.state) == ("Gõ nhầm", "withdrawn")


class TestDialoguePage:
    def test_promises_kept_are_folded_away_once_there_are_many(
        self, client, tree, clerk
    ):
        earlier = dialogue_held(tree.commune, on=date(2024, 3, 5))
        for number in range(5):
            given = matters_factories.commitment(
                tree.commune,
                activity=earlier,
                text=f"Việc {number}",
                given_on=earlier.on,
                due_on=date(2024, 6, 1),
                at=factories.noon(earlier.on),
            )
            if number:
                Commitment.objects.filter(pk=given.pk).update(
                    state="kept", kept_on=date(2024, 5, 1), proof="Biên bản"
                )
        later = dialogue_held(tree.commune, on=date(2024, 9, 5))

        page = client.get(address("dialogue", later.pk)).content.decode()

        shown, _summary, folded = page.partition("<summary>4 lời hứa đã xong")
        assert "Việc 0" in shown
        assert all(f"Việc {number}" in folded for number in range(1, 5))

    def test_a_whole_dialogue_through_its_forms(self, client, tree, clerk):
        today = timezone.localdate()
        earlier = dialogue_held(tree.commune, on=today - timedelta(days=400))
        matters_factories.commitment(
            tree.commune,
            activity=earlier,
            text="Lắp đèn đường",
            given_on=earlier.on,
            due_on=today - timedelta(days=300),
            at=factories.noon(earlier.on),
        )
        answer = client.post(
            address("dialogue_new"),
            {
                "uid": str(uuid.uuid4()),
                "on": f"{today:%d/%m/%Y}",
                "subject": "Đất đai",
                "announced_on": f"{today - timedelta(days=8):%d/%m/%Y}",
                "announced_where": "Loa truyền thanh",
            },
        )
        dialogue = Dialogue.objects.get(subject="Đất đai")
        pk = dialogue.activity_id
        assert answer.status_code == 302

        page = text_of(client.get(address("dialogue", pk)))
        assert "Lắp đèn đường" in page
        assert "Chậm: 1" in page
        assert "trước 8 ngày, đúng hạn" in page

        for number in "12":
            client.post(
                address("questions", pk),
                {
                    "uid": str(uuid.uuid4()),
                    "text": f"Câu hỏi {number}?",
                    "topic": "land",
                    "kind": "reflection",
                    "channel": "letter",
                },
            )
        activity = Activity.objects.get(pk=pk)
        client.post(
            address("held", pk),
            {
                "on": f"{today:%d/%m/%Y}",
                "chair": "party_head",
                "attended": "80",
                "version": activity.version,
            },
        )
        first = Matter.objects.order_by("pk").filter(activity=pk).first()
        client.post(
            address("reply", pk, first.pk),
            {
                "uid": str(uuid.uuid4()),
                "answer": "Sẽ đo lại đất.",
                "outcome": "promised",
                "promised": "Đo lại đất thôn Nà Thử",
                "body": "Ủy ban nhân dân xã",
                "owner": "Trần Văn Thử",
                "due_on": f"{today + timedelta(days=30):%d/%m/%Y}",
                "version": first.version,
            },
        )
        dialogue.refresh_from_db()
        client.post(
            address("publish", pk),
            {
                "published_on": f"{today:%d/%m/%Y}",
                "published_where": "Niêm yết tại trụ sở",
                "version": dialogue.version,
            },
        )

        page = text_of(client.get(address("dialogue", pk)))
        for words in ("Câu hỏi 2?", "Sẽ đo lại đất.", "Đo lại đất thôn Nà Thử"):
            assert words in page
        assert "0 ngày sau, đúng hạn" in page
        assert "1 chưa trả lời" in page
        assert Commitment.objects.filter(activity=pk).count() == 1
        assert not Clock.objects.of(dialogue).running().exists()

    def test_a_late_notice_is_recorded_and_said(self, client, tree, clerk):
        held = dialogue_held(tree.commune)

        client.post(
            address("announce", held.pk),
            {
                "announced_on": "02/3/2024",
                "announced_where": "Loa truyền thanh",
                "version": "",
            },
        )

        page = text_of(client.get(address("dialogue", held.pk)))
        assert "trước 3 ngày, cần ít nhất 7" in page
        assert "Muộn" in page

    def test_costs_the_same_for_two_questions_and_for_twelve(
        self, client, tree, clerk, django_assert_max_num_queries
    ):
        held = dialogue_held(tree.commune)

        def cost(rows):
            for _ in range(rows):
                matter = matters_factories.matter(
                    tree.commune, activity=held, received_on=DAY
                )
                matters_factories.commitment(tree.commune, matter=matter, activity=held)
            with django_assert_max_num_queries(30) as seen:
                client.get(address("dialogue", held.pk))
            return len(seen)

        assert cost(2) == cost(10)

    def test_putting_off_and_cancelling(self, client, tree, clerk):
        today = timezone.localdate()
        made = planned(tree.commune, on=today + timedelta(days=20), at=timezone.now())
        pk, later = made.activity_id, today + timedelta(days=40)

        client.post(
            address("postpone", pk),
            {"on": f"{later:%d/%m/%Y}", "reason": "Mưa lũ", "version": "1"},
        )
        clock = Clock.objects.of(made).running().get()
        assert clock.due_on == later - timedelta(days=7)

        client.post(address("cancel", pk), {"reason": "Trùng lịch", "version": "2"})
        assert not Clock.objects.of(made).running().exists()
        assert "Trùng lịch" in text_of(client.get(address("dialogue", pk)))

    def test_a_province_chooses_the_commune_first(self, client, tree):
        client.force_login(factories.provincial_officer(tree.province))

        page = client.get(address("dialogue_new"))

        assert list(page.context["form"].fields) == ["unit"]


class TestWord:
    def words(self, client, meeting):
        answer = client.get(address("word", meeting.pk))
        assert "attachment" in answer["Content-Disposition"]
        paper = docx.Document(io.BytesIO(answer.content))
        cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
        return "\n".join([*(p.text for p in paper.paragraphs), *cells])

    def test_holds_people_texts_agenda_and_conclusions(self, client, tree, clerk):
        conclusion(briefing(tree.commune), text="Việc cũ")
        second = briefing(tree.commune, on=date(2024, 4, 5), chair_name="Hoàng Văn Thử")
        minutes(second)
        conclusion(second, text="Việc mới")

        words = self.words(client, second)

        for part in ("Nguyễn Văn Thử", "Việc cũ", "Việc mới", "Hoàng Văn Thử"):
            assert part in words
        assert "ĐẢNG ỦY XÃ BẰNG LŨNG" in words
        assert "Dự thảo" in words

    def test_final_minutes_print_as_they_stood(self, client, tree, clerk):
        made = conclusion(briefing(tree.commune), text="Việc cũ")
        second = briefing(tree.commune, on=date(2024, 4, 5))
        final(second)
        before = self.words(client, second)
        Task.objects.filter(pk=made.task.pk).update(
            state="done", done_on=date(2024, 4, 6), text="Khác"
        )

        after = self.words(client, second)

        assert "Việc cũ" in after
        assert before == after
        assert "Dự thảo" not in after

    def test_a_meeting_nobody_wrote_about_still_prints(self, client, tree, clerk):
        assert "BIÊN BẢN" in self.words(client, briefing(tree.commune))
