"""Attempts to sign in and sessions that are over."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session

from danvan.foundation.access.erasing import forget
from danvan.foundation.access.models import Attempt
from danvan.foundation.access.rules import ATTEMPTS_WITHIN, masked
from tests import factories

NOON = factories.noon(date(2024, 3, 5))
SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_what_is_over_is_forgotten_and_what_counts_is_kept():
    for key, at in (("a", NOON - ATTEMPTS_WITHIN), ("b", NOON - SECOND)):
        Attempt.objects.create(key=key, at=at)
    for key, at in (("c", NOON), ("d", NOON + SECOND)):
        Session.objects.create(session_key=key, session_data="", expire_date=at)

    forget(NOON)
    forget(NOON)

    assert [row.key for row in Attempt.objects.all()] == ["b"]
    assert [row.session_key for row in Session.objects.all()] == ["d"]


@pytest.mark.parametrize(
    ("email", "shown"),
    [("hoa.le@x.vn", "h…@x.vn"), ("", ""), ("a@b", "a…@b"), ("không phải", "")],
)
def test_a_masked_address_cannot_be_written_to(email, shown):
    assert masked(email) == shown
