"""From where an act came: kept apart, and not for long."""

import logging
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.audit import actions, linking, origin, queries
from danvan.foundation.audit.models import Entry, Origin
from danvan.foundation.audit.origin import Whence, browser_of, coming_from
from danvan.foundation.audit.system import CommandLine
from tests import factories

AT = factories.noon(date(2024, 3, 5))
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"
)
DESK = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def write() -> Entry:
    return actions.record(
        "close", factories.unit(), by=CommandLine(), at=AT, unit_id=None
    )


@pytest.mark.django_db
def test_what_is_done_on_a_page_came_from_its_address():
    factories.user(username="co-that")
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT=PHONE)

    client.post(
        reverse("identity:sign_in"),
        {"username": "co-that", "password": factories.PASSWORD},
    )

    entry = Entry.objects.get(verb="sign_in")
    assert str(Origin.objects.get(entry_id=entry.pk)) == (
        "203.0.113.7 · Samsung Internet 25, Android"
    )


@pytest.mark.django_db
def test_an_act_of_nowhere_has_no_origin():
    write()

    assert not Origin.objects.exists()


@pytest.mark.django_db
def test_many_entries_share_one_origin(django_assert_num_queries):
    place = factories.unit()
    words = {"by": CommandLine(), "at": AT, "unit_id": None}
    entries = [actions.entry("x", place, **words) for _ in range(20)]

    with coming_from(Whence("2001:db8::1", "x" * 99)), django_assert_num_queries(2):
        actions.record_many(entries)

    assert set(Origin.objects.values_list("address", "browser")) == {
        ("2001:db8::1", "x" * 80)
    }
    assert Origin.objects.count() == 20


@pytest.mark.django_db
def test_an_origin_is_forgotten_after_90_days_and_the_chain_stays_whole():
    with coming_from(Whence("203.0.113.7")):
        write()
    linking.link(AT)

    origin.forget(AT + timedelta(days=90))
    assert Origin.objects.count() == 1
    origin.forget(AT + timedelta(days=90, seconds=1))
    origin.forget(AT + timedelta(days=90, seconds=1))

    assert not Origin.objects.exists()
    assert queries.verify().whole


@pytest.mark.django_db
def test_the_end_of_the_chain_goes_to_the_log_of_the_server(caplog):
    write()

    with caplog.at_level(logging.INFO, logger="danvan.foundation.audit"):
        said = linking.anchor(AT)
        assert linking.anchor(AT) == said

    assert said == str(queries.head())
    assert said in caplog.text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Samsung Internet 25, Android"),
        (DESK, "Chrome 131, Windows"),
        (f"{DESK} Edg/131.0", "Edge 131, Windows"),
        (f"{DESK[:-30]} coc_coc_browser/120.0", "Cốc Cốc 120, Windows"),
        (IPHONE, "Safari 17, iPhone"),
        ("curl/8.5", ""),
        ("<script>" * 1000, ""),
    ],
)
def test_a_browser_is_told_in_short_words(agent, words):
    assert browser_of(agent) == words
