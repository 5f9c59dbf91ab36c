"""Buckets of tokens, and the page that meets whoever asks too often."""

import re
from datetime import date

import pytest
from django.conf import settings as configured
from django.test import Client

from danvan.foundation.access.rules import Role
from danvan.foundation.notices import actions as notices
from danvan.shared.limits import Buckets
from tests import factories
from tests.house.doors import walk


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def buckets(clock):
    return Buckets(clock, most=3)


def take(buckets, key="a", times=1):
    return [buckets.wait(key, burst=2, a_minute=6) for _n in range(times)]


def test_a_burst_passes_and_then_one_waits(buckets):
    assert take(buckets, times=4) == [0, 0, 10, 10]


def test_waiting_as_long_as_one_was_told_is_enough(buckets, clock):
    take(buckets, times=3)
    clock.now = 9.9
    early = take(buckets)
    clock.now = 10

    assert (early, take(buckets, times=2)) == ([1], [0, 10])


def test_a_rest_fills_the_bucket_and_no_more(buckets, clock):
    take(buckets, times=2)
    clock.now = 10_000

    assert take(buckets, times=3) == [0, 0, 10]


def test_one_key_does_not_wait_for_another(buckets):
    take(buckets, times=3)

    assert take(buckets, "b") == [0]


def test_only_so_many_buckets_are_kept(buckets):
    for key in "abcdef":
        take(buckets, key, times=3)

    assert list(buckets.kept) == ["d", "e", "f"]


def test_every_limited_page_exists_and_has_its_limit():
    pages = {name for name, _view in walk()}

    assert set(configured.DANVAN_LIMITED) <= pages
    assert set(configured.DANVAN_LIMITED.values()) <= set(configured.DANVAN_LIMITS)


@pytest.fixture
def limited(settings):
    settings.DANVAN_LIMITS_SHARE = 100
    settings.DANVAN_LIMITS = dict.fromkeys(settings.DANVAN_LIMITS, (2, 0.1))


@pytest.fixture
def officer(db):
    return factories.user((Role.PROVINCE, factories.tree().province))


COSTLY = (
    "/roster/export/",
    "/activities/?export=xlsx",
    "/matters/?export=csv",
    "/blocs/?q=ha",
)


@pytest.mark.parametrize("address", COSTLY)
def test_a_costly_page_asked_for_too_often_says_when_to_come_back(
    address, limited, officer, client
):
    client.force_login(officer)

    answers = [client.get(address) for _n in range(3)]

    last = answers[-1]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(last["Retry-After"]) > 300
    assert f"Thử lại sau {last['Retry-After']} giây" in last.text
    assert re.search(r"<h1>[^<]*Quá nhiều", last.text)


def test_others_and_plain_pages_are_served_meanwhile(limited, officer, client):
    client.force_login(officer)
    for _n in range(3):
        client.get("/roster/export/")
    plain = [client.get("/activities/").status_code for _n in range(5)]
    client.force_login(factories.user(*[(g.role, g.unit) for g in officer.every_grant]))

    assert plain == [200] * 5
    assert client.get("/roster/export/").status_code == 200


def test_a_check_of_rosters_is_refused_before_its_file_is_read(
    limited, officer, client
):
    client.force_login(officer)

    answers = [client.post("/roster/").status_code for _n in range(3)]

    assert answers == [422, 422, 429]


def test_a_calendar_is_limited_by_itself_and_not_by_its_neighbours(
    limited, officer, client, settings
):
    settings.DANVAN_LIMITS |= {"visit": (99, 99)}
    secret = notices.new_feed(officer, at=factories.noon(date(2024, 3, 5)))
    feed = f"/calendar/feed/{secret}.ics"

    answers = [client.get(feed).status_code for _n in range(3)]

    assert answers == [200, 200, 429]
    assert client.get("/calendar/feed/other.ics").status_code == 404


def test_visitors_are_counted_by_their_address(limited, db):
    client = Client(REMOTE_ADDR="203.0.113.7")

    answers = [client.get("/accounts/sign-in/").status_code for _n in range(3)]
    other = client.get("/accounts/sign-in/", REMOTE_ADDR="203.0.113.8")

    assert answers == [200, 200, 429]
    assert other.status_code == 200


def test_a_share_of_0_limits_nobody(limited, officer, client, settings):
    settings.DANVAN_LIMITS_SHARE = 0
    client.force_login(officer)

    answers = {client.get("/roster/export/").status_code for _n in range(4)}

    assert answers == {200}
