"""Signing in while the clock jumps."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from danvan.foundation.identity.models import Attempt
from tests import factories

pytestmark = pytest.mark.django_db

DOOR = "/accounts/sign-in/"


@pytest.fixture
def at(monkeypatch):
    """Set the clock so far from the right time."""
    right = timezone.now()

    def set_(**words):
        monkeypatch.setattr(timezone, "now", lambda: right + timedelta(**words))

    return set_


def test_a_session_that_ended_ahead_of_time_is_begun_anew(client, at):
    person = factories.clerk(factories.unit())
    client.force_login(person)
    at(seconds=settings.SESSION_COOKIE_AGE + 60)
    ahead = client.get("/activities/").status_code

    at(seconds=0)
    words = {"username": person.username, "password": factories.PASSWORD}
    client.post(DOOR, words)

    assert (ahead, client.get("/activities/").status_code) == (302, 200)


def test_a_clock_that_goes_back_opens_no_session_for_longer(client, at):
    client.force_login(factories.clerk(factories.unit()))
    at(hours=-3)
    back = client.get("/activities/").status_code

    at(seconds=settings.SESSION_COOKIE_AGE + 60)

    assert (back, client.get("/activities/").status_code) == (200, 302)


def test_attempts_of_a_clock_that_was_ahead_lock_nobody_out(client, at):
    person = factories.clerk(factories.unit())
    wrong = {"username": person.username, "password": "sai-mat-khau-roi"}
    at(days=365)
    for _attempt in range(12):
        client.post(DOOR, wrong)

    at(seconds=0)
    right = client.post(DOOR, wrong | {"password": factories.PASSWORD})

    assert right.status_code == 302
    assert not Attempt.objects.exists()
