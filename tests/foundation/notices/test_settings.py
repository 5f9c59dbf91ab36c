"""A person's own topics and calendar address."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from danvan.config import env
from danvan.foundation.audit.models import Entry
from danvan.foundation.notices import actions, queries
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.models import Feed
from danvan.shared.refusals import Refused
from tests import factories

AT = datetime(2024, 3, 5, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return factories.clerk(factories.unit(), email="ba@x.vn")


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


def test_unticked_topics_are_muted_and_ticked_ones_come_back(signed_in, user):
    page = reverse("notices:settings")
    rest = [topic for topic in Topic.values if topic != Topic.SCORECARD]

    assert signed_in.post(page, {"wanted": rest}).status_code == 302
    assert queries.muted_topics(user) == {Topic.SCORECARD}
    assert Entry.objects.get().changes == {"muted": [[], ["scorecard"]]}
    signed_in.post(page, {"wanted": Topic.values})
    assert queries.muted_topics(user) == set()
    signed_in.post(page, {})
    assert queries.muted_topics(user) == set(Topic.values)


def test_an_unknown_topic_is_refused(signed_in, user):
    answer = signed_in.post(reverse("notices:settings"), {"wanted": ["khác"]})

    assert answer.status_code == 422
    assert queries.muted_topics(user) == set()
    with pytest.raises(Refused):
        actions.mute(user, ["khác"], at=AT)


def made(client) -> str:
    """The secret of a fresh address, as the page shows it once."""
    answer = client.post(reverse("notices:feed_new"))
    assert "no-store" in answer.headers["Cache-Control"]
    address = re.search(r"http\S+\.ics", answer.content.decode())[0]
    return address.rpartition("/")[2].removesuffix(".ics")


def test_an_address_is_shown_once_and_only_its_hash_kept(signed_in, user):
    secret = made(signed_in)

    assert len(secret) >= 43
    assert queries.owner_of(secret) == user
    assert secret not in signed_in.get(reverse("notices:settings")).content.decode()
    assert secret not in str(Feed.objects.values().get())
    assert secret not in str(list(Entry.objects.values()))


def test_a_new_address_ends_the_one_before(signed_in, user):
    first, second = made(signed_in), made(signed_in)

    assert queries.owner_of(first) is None
    assert queries.owner_of(second) == user
    signed_in.post(reverse("notices:feed_end"))
    assert queries.owner_of(second) is None


def test_asking_for_the_page_makes_and_ends_nothing(signed_in, user):
    secret = actions.new_feed(user, at=AT)

    assert signed_in.get(reverse("notices:feed_new")).status_code == 302
    assert signed_in.get(reverse("notices:feed_end")).status_code == 405
    assert queries.owner_of(secret) == user


@pytest.mark.parametrize("values", [{"is_active": False}, {"must_change_password": 1}])
def test_whoever_may_not_sign_in_has_no_calendar(user, values):
    secret = actions.new_feed(user, at=AT)
    type(user).objects.update(**values)

    assert queries.owner_of(secret) is None


@pytest.mark.parametrize("secret", ["", "x", "\0", "a" * 500, "không"])
def test_a_wrong_secret_opens_nothing(user, secret):
    actions.new_feed(user, at=AT)

    assert queries.owner_of(secret) is None


def test_the_page_says_when_no_mail_can_be_sent(signed_in, user, settings):
    page = reverse("notices:settings")
    settings.MAILERS = {}
    assert "không gửi thư điện tử" in signed_in.get(page).content.decode()
    settings.MAILERS = {"default": {"OPTIONS": {"host": "x"}}}
    assert "ba@x.vn" in signed_in.get(page).content.decode()
    type(user).objects.update(email="")
    assert "chưa có địa chỉ" in signed_in.get(page).content.decode()


# The settings


def test_without_a_host_there_is_no_mail_server(monkeypatch):
    monkeypatch.delenv("EMAIL_HOST", raising=False)

    assert env.mailers() == {}


def test_the_mail_server_is_read_from_the_environment(monkeypatch, tmp_path):
    password = tmp_path / "password"
    password.write_text("bí mật\n", encoding="utf-8")
    monkeypatch.setenv("EMAIL_HOST", "mail.backan.gov.vn")
    monkeypatch.setenv("EMAIL_USE_TLS", "1")
    monkeypatch.setenv("EMAIL_HOST_USER", "dan-van")
    monkeypatch.setenv("EMAIL_HOST_PASSWORD_FILE", str(password))

    options = env.mailers()["default"]["OPTIONS"]
    assert (options["host"], options["port"]) == ("mail.backan.gov.vn", 587)
    assert (options["username"], options["password"]) == ("dan-van", "bí mật")


@pytest.mark.parametrize(
    ("name", "value"),
    [("EMAIL_PORT", "x"), ("EMAIL_USE_TLS", "có"), ("EMAIL_USE_SSL", "1")],
)
def test_a_wrong_mail_setting_refuses_to_start(monkeypatch, name, value):
    monkeypatch.setenv("EMAIL_HOST", "x")
    monkeypatch.setenv("EMAIL_USE_TLS", "1")
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match="EMAIL"):
        env.mailers()


@pytest.mark.parametrize("value", ["backan.vn", "ftp://x", "http://", "http://x?a=1"])
def test_the_systems_own_address_must_be_one(monkeypatch, value):
    monkeypatch.setenv("DANVAN_ADDRESS", value)

    with pytest.raises(ImproperlyConfigured, match="DANVAN_ADDRESS"):
        env.web_address("DANVAN_ADDRESS", "")
