"""Mails and calendar addresses that are past their time."""

from datetime import date, timedelta

import pytest

from danvan.foundation.notices.actions import forget, new_feed
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.models import Feed, Mailing
from tests import factories

NOON = factories.noon(date(2024, 3, 5))

pytestmark = pytest.mark.django_db


def mailed(user, key: str, at, topic: str = "") -> Mailing:
    return Mailing.objects.create(
        user=user, key=key, topic=topic, subject="Việc", claimed_until=at, sent_at=at
    )


@pytest.fixture
def user():
    return factories.clerk(factories.tree().commune, email="a@x.vn")


def test_an_old_mail_is_forgotten_a_younger_one_is_not(user, settings):
    old = NOON - settings.DANVAN_KEEP["mail"]
    mailed(user, "digest:old", old - timedelta(seconds=1))
    mailed(user, "digest:young", old)

    forget(NOON)
    forget(NOON)

    assert [row.key for row in Mailing.objects.all()] == ["digest:young"]


def test_an_old_alert_keeps_the_mark_that_it_was_sent_and_loses_its_words(
    user, settings
):
    old = NOON - settings.DANVAN_KEEP["mail"] - timedelta(days=1)
    mailed(user, "alert:matter:7", old, topic=Topic.HOT_SPOT)

    forget(NOON)

    alert = Mailing.objects.get()
    assert (alert.key, alert.subject, alert.sent_at) == ("alert:matter:7", "", old)


def test_the_calendar_address_of_a_closed_account_ends(user):
    other = factories.inspector(user.grants.get().unit)
    for person in (user, other):
        new_feed(person, at=NOON)
    user.is_active = False
    user.save()

    forget(NOON)

    assert [feed.user for feed in Feed.objects.all()] == [other]
