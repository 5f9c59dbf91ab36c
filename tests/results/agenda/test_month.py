"""The month: every day in its place, everything in scope on its day."""

import calendar
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.rules import DayRow
from danvan.results.agenda.month import beside, month_asked, spread
from tests import factories
from tests.results.agenda import things

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_a_months_grid_holds_all_its_days_and_whole_weeks(day):
    first, last = spread(day.replace(day=1))

    assert first.weekday() == 0
    assert last.weekday() == 6
    assert first <= day.replace(day=1)
    assert last >= day.replace(day=calendar.monthrange(day.year, day.month)[1])


@given(DAYS)
def test_the_months_beside_touch_it(day):
    before, after = beside(day.replace(day=1))

    assert (after - timedelta(days=1)).month == day.month
    assert (before.month, before.day) == ((day.month - 2) % 12 + 1, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-05", date(2024, 5, 1)),
        (" 2023-1 ", date(2023, 1, 1)),
        *((t, date(2024, 5, 1)) for t in ("", "x", "2024-13", "0001-01", "9999-12")),
    ],
)
def test_a_month_that_cannot_be_read_is_this_one(text, month):
    assert month_asked(text, date(2024, 5, 14)) == month


@pytest.fixture
def tree(db):
    return factories.tree(districts=2, communes=2)


def asked(client, user, **query):
    client.force_login(user)
    answer = client.get(reverse("agenda:month"), query)
    assert answer.status_code == 200
    return answer


def cell(answer, day: date):
    cells = [cell for week in answer.context["weeks"] for cell in week]
    return next(cell for cell in cells if cell.day == day)


def test_what_is_held_and_what_is_due_stands_on_its_day(client, tree, today):
    things.planned(tree.commune, on=date(2024, 5, 20))
    things.task(tree.commune, due=date(2024, 5, 20), on=today, text="Báo cáo quý")
    things.planned(tree.commune, on=date(2024, 6, 20), title="Tháng sau")
    things.planned(tree.commune, on=date(2024, 5, 21), status="cancelled", title="Hủy")

    answer = asked(client, factories.clerk(tree.commune))

    assert [e.title for e in cell(answer, date(2024, 5, 20)).entries] == [
        "Báo cáo quý",
        "Giao ban quý",
    ]
    text = answer.content.decode()
    assert "Tháng sau" not in text
    assert "Hủy" not in text
    assert "Tháng 5 năm 2024" in text


def test_only_the_readers_area_is_shown(client, tree, today):
    for commune in tree.communes:
        things.planned(commune, on=today, title=f"Họp {commune.pk}")
    own = tree.communes[0].pk

    text = asked(client, factories.clerk(tree.communes[0])).content.decode()
    district = asked(client, factories.district_officer(tree.districts[0]))

    assert f"Họp {own}" in text
    assert [c.pk for c in tree.communes if f"Họp {c.pk}" in text] == [own]
    assert len(cell(district, today).entries) == 2
    assert "Đơn vị" not in text.partition("<table")[0]


def test_days_off_come_from_the_working_calendar(client, tree):
    rows = [
        DayRow(date(2024, 4, 30), is_working=False, name="Ngày Chiến thắng"),
        DayRow(date(2024, 5, 4), is_working=True, name="Làm bù"),
    ]
    deadlines.set_days(rows, by=CommandLine(), at=factories.noon(date(2024, 1, 2)))

    answer = asked(client, factories.clerk(tree.commune), month="2024-05")

    off = [date(2024, 4, 30), date(2024, 5, 5), date(2024, 5, 11)]
    assert [cell(answer, day).is_off for day in off] == [True] * 3
    assert not cell(answer, date(2024, 5, 4)).is_off
    assert "Ngày Chiến thắng" in answer.content.decode()


def test_a_full_day_is_cut_and_shown_whole_for_itself(client, tree, today):
    for number in range(9):
        things.planned(tree.communes[number % 4], on=today, title=f"Họp {number}")
    user = factories.provincial_officer(tree.province)

    month = asked(client, user)
    day = asked(client, user, day=today.isoformat())

    assert len(cell(month, today).shown) == 3
    assert "thêm 6 mục" in month.content.decode()
    assert len(day.context["entries"]) == 9


def test_the_month_is_narrowed_to_a_unit_and_to_a_kind(client, tree, today):
    user = factories.provincial_officer(tree.province)
    things.planned(tree.communes[0], on=today, title="Họp một")
    things.planned(tree.communes[1], on=today, title="Đối thoại", kind="dialogue")
    things.task(tree.communes[1], due=today, on=today, text="Báo cáo")

    def titles(**query) -> list[str]:
        return [e.title for e in cell(asked(client, user, **query), today).entries]

    assert titles(unit=tree.communes[0].name) == ["Họp một"]
    assert titles(kind="dialogue") == ["Đối thoại"]
    assert titles(kind="deadline") == ["Báo cáo"]
    assert titles(unit="không có nơi này") == []
    assert len(titles()) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"month": "2024-99"},
        {"day": "31/02/2024"},
        {"day": "1900-01-01"},
        {"day": "9999-12-31"},
        {"kind": "khác"},
        {"unit": "\x00'"},
    ],
)
def test_an_unreadable_question_is_answered_with_the_month(client, tree, query):
    answer = asked(client, factories.clerk(tree.commune), **query)

    assert answer.context["month"] == date(2024, 5, 1)


def test_a_full_month_costs_no_more_questions_than_an_empty_one(client, tree, today):
    user = factories.provincial_officer(tree.province)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            asked(client, user)
        return len(seen)

    def fill(number: int) -> None:
        for n in range(number):
            day = date(2024, 5, 1 + n % 28)
            things.planned(tree.communes[n % 4], on=day)
            things.task(tree.communes[n % 4], due=day, on=day)

    fill(2)
    cost()
    few = cost()
    fill(20)

    assert cost() == few
