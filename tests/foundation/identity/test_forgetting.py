"""Attempts to sign in and sessions that are over."""

from datetime import date, timedelta

import pytest

from danvan.foundation.access.models import Session
from danvan.foundation.identity.actions import forget
from danvan.foundation.identity.models import Attempt
from danvan.foundation.identity.rules import COUNTED
from tests import factories

NOON = factories.noon(date(2024, 3, 5))
SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_what_is_over_is_forgotten_and_what_counts_is_kept():
    for key, at in (("a", NOON - COUNTED), ("b", NOON - SECOND)):
        Attempt.objects.create(key=key, at=at)
    for key, at in (("c", NOON), ("d", NOON + SECOND)):
        Session.objects.create(session_key=key, session_data="", expire_date=at)

    forget(NOON)
    forget(NOON)

    assert [row.key for row in Attempt.objects.all()] == ["b"]
    assert [row.session_key for row in Session.objects.all()] == ["d"]
