from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.audit.models import Entry
from danvan.records.activities.choices import Status
from danvan.records.meetings import actions, agenda
from danvan.records.meetings.merging import marks
from danvan.records.meetings.models import AgendaLine, Minutes
from danvan.records.plans import actions as plans
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.meetings_factories import (
    BY,
    DAY,
    TEXTS,
    agreed,
    briefing,
    conclusion,
    final,
    minutes,
)
from tests.races import at_once, several_writers

pytestmark = pytest.mark.django_db

AT = factories.noon(DAY)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def meeting(tree):
    return briefing(tree.commune)


def two_clerks(tree):
    clients = []
    for name in ("Hà Thị Một", "Lý Văn Hai"):
        client = Client()
        client.force_login(factories.clerk_and_head(tree.commune, full_name=name))
        clients.append(client)
    return clients


def opened(client, meeting):
    """The form as this clerk's browser holds it."""
    page = client.get(reverse("meetings:minutes", args=[meeting.pk]))
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def send(client, meeting, form, **changed):
    address = reverse("meetings:minutes", args=[meeting.pk])
    return client.post(address, form | changed, follow=True)


class TestTwoClerks:
    def test_each_ones_own_part_is_kept_by_itself(self, tree, meeting):
        minutes(meeting)
        one, two = two_clerks(tree)
        first, second = opened(one, meeting), opened(two, meeting)

        send(one, meeting, first, discussion="Bàn của một")
        answer = send(two, meeting, second, closing="Kết của hai")

        stored = Minutes.objects.get()
        assert (stored.discussion, stored.closing) == ("Bàn của một", "Kết của hai")
        assert "Thảo luận" in answer.content.decode()

    def test_of_the_same_part_both_texts_are_shown_and_neither_is_lost(
        self, tree, meeting
    ):
        minutes(meeting, discussion="Câu chung")
        one, two = two_clerks(tree)
        first, second = opened(one, meeting), opened(two, meeting)
        send(one, meeting, first, discussion="Câu chung\nCủa một", opening="Mở")

        answer = send(two, meeting, second, discussion="Câu chung\nCủa hai")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Hà Thị Một" in page
        assert Minutes.objects.get().discussion == "Câu chung\nCủa một"
        again = {n: answer.context["form"][n].value() for n in second}
        assert again["discussion"] == "Câu chung\nCủa một\nCủa hai"
        assert again["opening"] == "Mở"

        done = send(two, meeting, again)
        stored = Minutes.objects.get()
        assert done.status_code == 200
        assert stored.discussion == "Câu chung\nCủa một\nCủa hai"
        assert stored.opening == "Mở"

    def test_the_first_words_of_two_at_once_are_merged_as_well(self, tree, meeting):
        one, two = two_clerks(tree)
        first, second = opened(one, meeting), opened(two, meeting)

        send(one, meeting, first, discussion="Bàn của một")
        send(two, meeting, second, closing="Kết của hai")

        stored = Minutes.objects.get()
        assert (stored.discussion, stored.closing) == ("Bàn của một", "Kết của hai")

    def test_a_third_hand_between_the_two_texts_clashes_again(self, tree, meeting):
        minutes(meeting)
        one, two = two_clerks(tree)
        first, second = opened(one, meeting), opened(two, meeting)
        send(one, meeting, first, discussion="Của một")
        answer = send(two, meeting, second, discussion="Của hai")
        again = {n: answer.context["form"][n].value() for n in second}
        send(one, meeting, opened(one, meeting), discussion="Một lần nữa")

        answer = send(two, meeting, again)

        assert answer.status_code == 422
        assert Minutes.objects.get().discussion == "Một lần nữa"
        assert "Của hai" in answer.context["form"]["discussion"].value()

    def test_the_same_form_sent_twice_is_saved_once(self, tree, meeting):
        one, _two = two_clerks(tree)
        form = opened(one, meeting) | {"discussion": "Một lần"}

        send(one, meeting, form)
        send(one, meeting, form)

        assert Entry.objects.filter(verb="write_minutes").count() == 1

    @several_writers
    @pytest.mark.django_db(transaction=True)
    def test_two_first_saves_at_the_same_moment_lose_nothing(self, tree, meeting):
        base = dict.fromkeys(TEXTS, "")
        seen = marks(base)

        def save(**texts):
            return lambda: actions.write_minutes(
                meeting, base | texts, version=0, seen=seen, by=BY, at=AT
            )

        faults = at_once(save(discussion="Một"), save(discussion="Hai"))

        kept = Minutes.objects.get().discussion
        refused = [fault for fault in faults if fault]
        assert kept in {"Một", "Hai"}
        assert len(refused) == 1
        assert isinstance(refused[0], Clash)


class TestStates:
    def test_agreed_then_final_and_then_nothing_changes(self, meeting):
        final(meeting)

        for act in (
            lambda: minutes(meeting, discussion="Sửa"),
            lambda: conclusion(meeting),
            lambda: agreed(meeting),
        ):
            with pytest.raises(Refused, match="đã chốt"):
                act()
        assert Minutes.objects.get().state == "final"

    def test_a_change_makes_agreed_minutes_a_draft_again(self, meeting):
        made = agreed(meeting)

        actions.write_minutes(
            meeting,
            TEXTS | {"discussion": "Khác"},
            version=made.version,
            seen="",
            by=BY,
            at=AT,
        )

        stored = Minutes.objects.get()
        assert (stored.state, stored.agreed_on) == ("draft", None)

    def test_so_does_another_conclusion(self, meeting):
        agreed(meeting)

        conclusion(meeting)

        assert Minutes.objects.get().state == "draft"

    def test_a_draft_is_not_made_final(self, meeting):
        made = minutes(meeting)

        with pytest.raises(Refused, match="ngày thống nhất"):
            actions.finish_minutes(meeting, version=made.version, by=BY, at=AT)

    def test_a_meeting_not_held_has_no_final_minutes(self, tree):
        planned = briefing(tree.commune, status=Status.PLANNED)
        made = agreed(planned)

        with pytest.raises(Refused, match="đã tổ chức"):
            actions.finish_minutes(planned, version=made.version, by=BY, at=AT)

    def test_empty_minutes_cannot_be_agreed(self, meeting):
        minutes(meeting, opening="", discussion="", closing="")

        with pytest.raises(Refused, match="Ghi biên bản trước"):
            agreed(meeting)

    def test_minutes_are_not_agreed_before_the_meeting_or_in_the_future(self, meeting):
        made = minutes(meeting)

        for day in (date(2024, 3, 4), date(2024, 3, 6)):
            with pytest.raises(Refused) as refused:
                actions.agree_minutes(
                    meeting, agreed_on=day, version=made.version, by=BY, at=AT
                )
            assert refused.value.field == "agreed_on"

    def test_nothing_is_written_before_the_meeting(self, meeting):
        with pytest.raises(Refused, match="05/3/2024"):
            minutes(meeting, at=factories.noon(date(2024, 3, 4)))

    def test_someone_elses_change_stops_making_final(self, meeting):
        made = agreed(meeting)

        with pytest.raises(Clash):
            actions.finish_minutes(meeting, version=made.version - 1, by=BY, at=AT)
        assert not AgendaLine.objects.exists()

    def test_a_private_number_is_refused_with_its_field(self, meeting):
        with pytest.raises(Refused) as refused:
            minutes(meeting, discussion="Gọi ông A, 0912 345 678")
        assert refused.value.field == "discussion"


class TestAgendaOfTheMeeting:
    @pytest.fixture
    def second(self, tree, meeting):
        self.task = conclusion(meeting).task
        return briefing(tree.commune, on=date(2024, 4, 5))

    def speak(self, second, **words):
        actions.speak_about(
            second,
            "task",
            self.task.pk,
            version=1,
            by=BY,
            at=factories.noon(second.on),
            **words,
        )
        return agenda.agenda_of(second, is_fixed=False)[0]

    def test_done_closes_the_task_and_the_line_stays_to_be_read(self, second):
        line = self.speak(second, outcome="done", said="Đã rà soát 12 hộ")

        self.task.refresh_from_db()
        assert (self.task.state, self.task.done_on) == ("done", second.on)
        assert (line.outcome, line.said, line.is_open) == (
            "done",
            "Đã rà soát 12 hộ",
            False,
        )

    def test_put_off_moves_the_day_with_the_reason(self, second):
        line = self.speak(
            second, outcome="postponed", said="Mưa lũ", due_on=date(2024, 6, 30)
        )

        self.task.refresh_from_db()
        assert self.task.due_on == line.due_on == date(2024, 6, 30)
        assert self.task.reason == "Mưa lũ"

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            ({"outcome": "done", "said": ""}, "said"),
            ({"outcome": "postponed", "said": "Mưa"}, "due_on"),
            ({"outcome": "flown", "said": "Mưa"}, "outcome"),
        ],
    )
    def test_what_is_missing_is_asked_for_and_nothing_is_kept(
        self, second, words, field
    ):
        with pytest.raises(Refused) as refused:
            self.speak(second, **words)

        assert refused.value.field == field
        assert not AgendaLine.objects.exists()

    def test_final_minutes_keep_every_line_in_its_order(self, tree, second):
        later = conclusion(
            briefing(tree.commune, on=date(2024, 3, 20)), due_on=date(2024, 4, 20)
        )
        self.speak(second, outcome="kept", said="Tiếp tục")
        final(second)

        rows = AgendaLine.objects.order_by("place").values_list("subject_id", "said")
        assert list(rows) == [(later.task_id, ""), (self.task.pk, "Tiếp tục")]

    def test_what_is_not_on_the_agenda_cannot_be_spoken_about(self, second):
        with pytest.raises(Refused, match="không có trong chương trình"):
            actions.speak_about(
                second,
                "task",
                self.task.pk + 999,
                outcome="kept",
                said="",
                version=1,
                by=BY,
                at=factories.noon(second.on),
            )


class TestConclusions:
    def test_they_are_numbered_and_move_up_when_one_is_taken_back(self, meeting):
        first, second, third = (conclusion(meeting, text=f"Việc {n}") for n in "123")

        actions.withdraw_conclusion(
            second, reason="Gõ nhầm", version=second.version, by=BY, at=AT
        )

        standing = meeting.conclusions.standing().order_by("number")
        assert list(standing.values_list("number", "text")) == [
            (1, "Việc 1"),
            (2, "Việc 3"),
        ]
        second.task.refresh_from_db()
        assert second.task.state == "cancelled"
        assert first.task.state == third.task.state == "open"

    def test_one_sent_twice_is_one(self, meeting):
        uid = "7b0d3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e5f"

        one, two = (conclusion(meeting, uid=UUID(uid)) for _ in "12")

        assert one.pk == two.pk
        assert meeting.conclusions.count() == 1

    def test_a_correction_reaches_the_task_and_its_day(self, meeting):
        made = conclusion(meeting)

        actions.amend_conclusion(
            made,
            text="Rà soát lại",
            body="Hội Nông dân",
            owner="Lý Văn Thử",
            due_on=date(2024, 5, 15),
            version=made.version,
            by=BY,
            at=AT,
        )

        made.task.refresh_from_db()
        assert (made.task.text, made.task.due_on) == ("Rà soát lại", date(2024, 5, 15))

    def test_a_conclusion_keeps_its_words_when_the_task_is_reworded(self, meeting):
        made = conclusion(meeting, text="Như đã họp")
        plans.amend_task(made.task, {"text": "Viết lại"}, version=1, by=BY, at=AT)
        made.refresh_from_db()

        assert made.text == "Như đã họp"

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            ({"text": ""}, "text"),
            ({"body": ""}, "body"),
            ({"owner": ""}, "owner"),
            ({"due_on": None}, "due_on"),
            ({"due_on": date(2024, 3, 4)}, "due_on"),
            ({"becomes": "cake"}, "becomes"),
            ({"becomes": "recommendation", "topic": ""}, "topic"),
        ],
    )
    def test_what_is_missing_is_asked_for_and_no_task_is_made(
        self, meeting, words, field
    ):
        with pytest.raises(Refused) as refused:
            conclusion(meeting, **words)

        assert refused.value.field == field
        assert not meeting.conclusions.exists()


def test_a_clerk_elsewhere_may_not_write(tree, meeting):
    stranger = factories.clerk_and_head(tree.communes[1])

    with pytest.raises(Refused):
        actions.write_minutes(meeting, TEXTS, version=0, seen="", by=stranger, at=AT)
