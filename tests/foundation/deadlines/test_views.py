"""The pages: what a clerk sees, what the province may change."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.foundation.deadlines.sheet import written
from tests.foundation.deadlines.test_working_days import ROWS

pytestmark = pytest.mark.usefixtures("calendar")
DAY = timedelta(days=1)


def page(client: Client, name: str, pk: int | None = None, **query: object):
    address = reverse(f"deadlines:{name}", args=[pk] if pk else None)
    return client.get(address, query)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def by_clerk(client, clerk) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def by_officer(officer) -> Client:
    browser = Client()
    browser.force_login(officer)
    return browser


def test_the_list_shows_what_is_owed_in_the_own_scope_only(by_clerk, tree, owe):
    mine = owe("task", due=date(2024, 3, 8))
    others = owe("task", due=date(2024, 3, 8), unit=tree.communes[1])

    text = page(by_clerk, "index").content.decode()

    assert reverse("deadlines:clock", args=[mine.pk]) in text
    assert reverse("deadlines:clock", args=[others.pk]) not in text
    assert page(by_clerk, "clock", others.pk).status_code == 404


def test_the_list_narrows_by_rung_rule_unit_and_status(by_officer, tree, owe, today):
    owe("task", due=today - 60 * DAY)
    owe("matter_received", on=today)
    paused = owe("task", due=today + 90 * DAY, unit=tree.communes[1])
    Clock.objects.filter(pk=paused.pk).update(paused_on=today)
    done = owe("task", due=today)
    Clock.objects.filter(pk=done.pk).update(stopped_on=today + DAY)

    def count(**query: object) -> int:
        return len(page(by_officer, "index", **query).context["rows"])

    assert count() == 3
    assert count(rung="4") == count(rule="matter_received") == 1
    assert count(unit=tree.communes[1].name, state="paused") == 1
    assert count(state="late") == count(state="done") == 1
    assert count(state="dropped") == count(unit="không đâu") == 0
    assert count(rung="x", state="y", rule="z") == 3


def test_the_list_costs_the_same_for_twenty_as_for_two(by_clerk, owe):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page(by_clerk, "index").status_code == 200
        return len(asked)

    for _ in range(2):
        owe("task", due=date(2024, 3, 8))
    few = cost()
    for _ in range(18):
        owe("task", due=date(2024, 3, 9))

    assert cost() == few


def test_the_list_goes_out_as_a_file(by_clerk, owe):
    owe("task", due=date(2024, 3, 8))

    answer = page(by_clerk, "index", export="csv")

    assert "Quá hạn, đã báo hai cấp trên" in answer.content.decode("utf-8-sig")


def test_pausing_and_resuming_by_the_forms(by_clerk, owe, today):
    clock = owe("matter_answered", on=today - 5 * DAY)
    address = reverse("deadlines:clock_pause", args=[clock.pk])
    on = f"{today:%d/%m/%Y}"

    refused = by_clerk.post(address, {"on": on, "reason": ""})
    by_clerk.post(address, {"on": on, "reason": "Chờ đo đạc"})
    shown = page(by_clerk, "clock", clock.pk).content.decode()
    by_clerk.post(reverse("deadlines:clock_resume", args=[clock.pk]), {"on": on})

    assert refused.status_code == 422
    assert "Chờ đo đạc" in shown
    clock.refresh_from_db()
    assert clock.paused_on is None


def test_everybody_reads_the_calendar_the_province_changes_it(by_clerk, by_officer):
    shown = page(by_clerk, "calendar", year=2024)

    assert "Làm bù ngày 29/4/2024" in shown.content.decode()
    assert reverse("deadlines:calendar_day") not in shown.content.decode()
    assert page(by_clerk, "calendar_day").status_code == 403
    assert page(by_officer, "calendar_day", day="2024-04-18").status_code == 200


def test_a_year_nobody_entered_says_so(by_clerk):
    assert (
        "Chưa có ngày nghỉ của năm 2028; hạn được tính chỉ trừ thứ Bảy, Chủ nhật"
        in page(by_clerk, "calendar", year=2028).content.decode()
    )


def test_a_day_that_moves_deadlines_is_shown_before_it_is_saved(by_officer, owe):
    clock = owe(on=date(2024, 3, 5))
    address = reverse("deadlines:calendar_day")
    form = {"day": "14/3/2024", "is_working": "off", "name": "Chống lũ"}

    shown = by_officer.post(address, form)
    assert not CalendarDay.objects.filter(day=date(2024, 3, 14)).exists()
    agreed = shown.context["form"]["agreed"].value()
    saved = by_officer.post(address, form | {"agreed": agreed})

    assert "19/3/2024 → 20/3/2024" in shown.content.decode()
    assert saved.status_code == 302
    clock.refresh_from_db()
    assert clock.due_on == date(2024, 3, 20)


def test_agreeing_to_one_day_does_not_save_another(by_officer, owe):
    owe(on=date(2024, 3, 5))
    address = reverse("deadlines:calendar_day")
    form = {"day": "14/3/2024", "is_working": "off", "name": "Chống lũ"}
    agreed = by_officer.post(address, form).context["form"]["agreed"].value()

    by_officer.post(address, form | {"agreed": agreed, "day": "15/3/2024"})

    assert not CalendarDay.objects.filter(day=date(2024, 3, 15)).exists()


def test_a_clash_of_two_editors_shows_both_texts(by_officer):
    address = f"{reverse('deadlines:calendar_day')}?day=2024-04-18"
    form = {"is_working": "off", "name": "Giỗ Tổ", "source": "", "version": "1"}
    by_officer.post(address, form)

    second = by_officer.post(address, form | {"name": "Giỗ Tổ Vua Hùng"})

    text = second.content.decode()
    assert second.status_code == 422
    assert "Giỗ Tổ Vua Hùng" in text
    assert CalendarDay.objects.get(day=date(2024, 4, 18)).name == "Giỗ Tổ"
    again = form | {"name": "Giỗ Tổ Vua Hùng", "version": "2"}
    assert by_officer.post(address, again).status_code == 302


def test_a_list_is_read_shown_and_saved_when_sent_again(by_officer):
    address = reverse("deadlines:calendar_import")
    file = SimpleUploadedFile("2028.csv", written(ROWS).encode())

    shown = by_officer.post(address, {"file": file})
    assert not CalendarDay.objects.filter(day__year=2028).exists()
    text = shown.context["form"]["text"].value()
    saved = by_officer.post(address, {"text": text})

    assert saved.status_code == 302
    assert CalendarDay.objects.filter(day__year=2028).count() == len(ROWS)


def test_a_faulty_list_saves_nothing(by_officer):
    address = reverse("deadlines:calendar_import")
    text = written(ROWS) + "32/1/2028,nghỉ,Tết,\n"
    before = CalendarDay.objects.count()

    answers = [
        by_officer.post(address, {"file": SimpleUploadedFile("a.csv", text.encode())}),
        by_officer.post(address, {"text": text}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Dòng 4" in answers[0].content.decode()
    assert CalendarDay.objects.count() == before


def test_the_include_reads_the_calendar_once_for_many_clocks(owe, clerk):
    clocks = [owe() for _ in range(5)]
    request = RequestFactory().get("/")
    vars(request).update(today=date(2024, 3, 6), user=clerk)
    assert clerk.every_grant  # read beforehand: the menu asks for them
    template = Template(
        "{% for clock in clocks %}{% include 'deadlines/clock.html' %}{% endfor %}"
    )

    told = [Clock.objects.prefetch_related("pauses").get(pk=c.pk) for c in clocks]
    with CaptureQueriesContext(connection) as asked:
        text = template.render(RequestContext(request, {"clocks": told}))

    assert len(asked) == 1
    assert text.count('<strong class="nowrap">19/3/2024</strong>') == 5
