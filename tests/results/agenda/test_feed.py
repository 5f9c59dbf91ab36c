"""The private calendar: for its owner's eyes, by today's rights, titles only."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.foundation.access.models import Grant
from danvan.foundation.access.rules import Role
from danvan.foundation.notices import actions as notices
from danvan.records.activities.models import Activity
from tests import factories
from tests.results.agenda import things

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


def address(user) -> str:
    secret = notices.new_feed(user, at=factories.noon(date(2024, 5, 1)))
    return reverse("agenda:feed", args=[secret])


def events(path: str) -> dict[str, Any]:
    """By UID, as a calendar program reads it, not signed in."""
    answer = Client().get(path)
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_program_reads_it_without_signing_in(tree, today):
    things.planned(tree.commune, on=today + timedelta(days=3), venue="Hội trường")
    things.task(tree.commune, due=today, on=today, text="Báo cáo quý I, II; III")

    found = events(address(factories.clerk(tree.commune)))

    by_title = {str(event["summary"]): event for event in found.values()}
    held = by_title[f"Giao ban quý ({tree.commune.full_name})"]
    assert held["dtstart"].dt == today + timedelta(days=3)
    assert held["dtend"].dt == today + timedelta(days=4)
    assert str(held["url"]).startswith("http://localhost:8000/activities/")
    due = next(title for title in by_title if title.startswith("Hạn:"))
    assert "Báo cáo quý I, II; III" in due
    assert by_title[due]["dtstart"].dt == today


def test_it_holds_titles_and_days_and_rings_no_bell(tree, today):
    things.planned(
        tree.commune, on=today, summary="Nội dung riêng", venue="Nhà văn hóa"
    )
    things.matter(tree.commune, on=today, text="Lời người dân nói nguyên văn")
    data = Client().get(address(factories.clerk(tree.commune))).content.decode()

    assert "Giao ban quý" in data
    assert "VALARM" not in data
    assert "DESCRIPTION" not in data
    for private in ("Nội dung riêng", "nguyên văn", "Nhà văn hóa"):
        assert private not in data.replace("\r\n ", "")


def test_an_event_keeps_its_number_when_it_moves(tree, today):
    path = address(factories.clerk(tree.commune))
    things.planned(tree.commune, on=today)
    first = Client().get(path)
    [before] = events(path).values()
    assert Client().get(path).content == first.content

    Activity.objects.update(on=today + timedelta(days=2), version=2)

    [after] = events(path).values()
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == today + timedelta(days=2)
    Activity.objects.update(status="cancelled")
    assert events(path) == {}


def test_what_a_district_reads_is_its_own_and_what_climbed_to_it(tree, today):
    before = today - timedelta(days=60)
    things.planned(tree.districts[0], on=today, title="Họp huyện")
    things.planned(tree.commune, on=today, title="Họp xã")
    things.task(tree.commune, due=before, on=before, text="Trễ lâu")
    things.task(tree.commune, due=today, on=today, text="Mới giao")
    found = events(address(factories.district_officer(tree.districts[0])))
    titles = " ".join(str(event["summary"]) for event in found.values())

    assert "Họp huyện" in titles
    assert "Trễ lâu" in titles
    assert "Họp xã" not in titles
    assert "Mới giao" not in titles


def test_rights_are_those_of_the_day(tree, today, stand):
    user = factories.user((Role.COMMUNE, tree.commune))
    things.planned(tree.commune, on=today)
    path = address(user)
    assert len(events(path)) == 1

    Grant.objects.filter(user=user).update(valid_to=today + timedelta(days=1))
    assert len(events(path)) == 1
    stand(today + timedelta(days=1))
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("values", [{"is_active": False}, {"must_change_password": 1}])
def test_whoever_may_not_sign_in_has_no_calendar(tree, values):
    user = factories.clerk(tree.commune)
    path = address(user)
    type(user).objects.update(**values)

    assert Client().get(path).status_code == 404


def test_an_administrator_of_accounts_reads_no_records(tree):
    assert (
        Client().get(address(factories.administrator(tree.province))).status_code == 404
    )


def test_an_ended_address_and_a_guessed_one_are_not_found(tree):
    user = factories.clerk(tree.commune)
    first = address(user)
    second = address(user)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    notices.end_feed(user, at=factories.noon(date(2024, 5, 2)))

    assert Client().get(second).status_code == 404
    assert Client().get(reverse("agenda:feed", args=["x" * 43])).status_code == 404
    assert Client().post(second).status_code == 405


def test_nobody_between_keeps_a_copy(tree):
    answer = Client().get(address(factories.clerk(tree.commune)))

    assert "private" in answer.headers["Cache-Control"]
    assert "no-cache" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/calendar")


def test_a_long_calendar_costs_no_more_questions_than_a_short_one(tree, today):
    path = address(factories.clerk(tree.commune))

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert events(path)
        return len(asked)

    def fill(number: int) -> None:
        for _n in range(number):
            things.planned(tree.commune, on=today)
            things.task(tree.commune, due=today, on=today)

    fill(2)
    few = cost()
    fill(10)

    assert cost() == few
