"""Signing in through a real OpenID Connect provider: to accounts that are there."""

from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from joserfc.jwk import RSAKey

from danvan.config import env
from danvan.foundation.access.models import User
from danvan.foundation.audit.models import Entry
from danvan.foundation.identity.models import ProviderLink
from tests import factories
from tests.foundation.identity.conftest import is_in, with_app
from tests.foundation.identity.oidc import Provider

pytestmark = pytest.mark.django_db

START, BACK = "/accounts/sign-in/provider/", "/accounts/sign-in/provider/back/"
LAN = {"sub": "7", "email": "Lan@thu.vn", "email_verified": True}


@pytest.fixture
def provider(settings):
    with Provider(person=dict(LAN)) as made:
        settings.OIDC = made.settings()
        yield made


def returned(client: Client, asked: str = "") -> dict[str, str]:
    """What the provider sends along, after the browser went there."""
    there = client.get(START, {"next": asked}).headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=10).headers["Location"]
    assert urlsplit(back).path == BACK
    return dict(parse_qsl(urlsplit(back).query))


def through(client: Client, asked: str = ""):
    return client.post(BACK, returned(client, asked))


def test_the_verified_address_opens_the_account(client, lan, provider):
    response = through(client, "/places/")

    assert response.headers["Location"] == "/places/"
    assert is_in(client)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "link_provider",
        "sign_in",
    ]
    assert Entry.objects.get(verb="sign_in").changes == {"factor": [None, "openid"]}


def test_coming_back_alone_signs_nobody_in(client, lan, provider):
    page = client.get(BACK, returned(client))

    assert page.status_code == 200
    assert "Tiếp tục" in page.text
    assert not is_in(client)
    assert not ProviderLink.objects.exists()


def test_the_sign_in_page_names_the_provider_only_when_there_is_one(client, provider):
    assert "Đăng nhập qua Sở Nội vụ" in client.get("/accounts/sign-in/").text


def test_without_a_provider_there_is_no_such_page(client):
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "Đăng nhập qua" not in client.get("/accounts/sign-in/").text


def test_once_linked_the_number_counts_and_no_longer_the_address(
    client, lan, provider, tree
):
    through(client)
    User.objects.filter(pk=lan.pk).update(email="moi@thu.vn")
    other = factories.clerk(tree.commune, username="hoa", email="lan@thu.vn")

    again = Client()
    through(again)

    assert again.session["_auth_user_id"] == str(lan.pk) != str(other.pk)


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "ai-do@thu.vn"},
        {"email": ""},
        {"preferred_username": "lan", "email": "x@thu.vn"},
    ],
)
def test_nobody_is_made_or_guessed(client, lan, provider, person):
    provider.person |= person
    people = User.objects.count()

    assert through(client).status_code == 422
    assert not is_in(client)
    assert User.objects.count() == people
    assert not ProviderLink.objects.exists()


def test_two_accounts_of_one_address_are_nobodys(client, lan, provider, tree):
    factories.clerk(tree.commune, username="hoa", email="lan@thu.vn")

    assert through(client).status_code == 422


def test_the_user_name_counts_where_the_installation_trusts_it(
    client, lan, provider, settings
):
    settings.OIDC = provider.settings(username_claim="preferred_username")
    provider.person = {"sub": "9", "preferred_username": "LAN"}

    assert through(client).status_code == 302
    assert is_in(client)


def test_a_closed_account_stays_closed(client, lan, provider):
    through(client)
    User.objects.filter(pk=lan.pk).update(is_active=False)
    other = Client()

    assert through(other).status_code == 422
    assert not is_in(other)


def test_the_second_factor_is_asked_for_all_the_same(client, lan, provider):
    with_app(lan)

    assert through(client).headers["Location"].endswith("/second-factor/")
    assert not is_in(client)


@pytest.mark.parametrize(
    "faults",
    [
        {"aud": "ai-do"},
        {"iss": "https://example.org"},
        {"nonce": "khac"},
        {"exp": 1_000_000_000},
    ],
)
def test_a_token_for_another_place_or_time_is_refused(client, lan, provider, faults):
    provider.faults = faults

    assert through(client).status_code == 422
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_is_refused(client, lan, provider):
    provider.signing_key = RSAKey.generate_key(2048)

    assert through(client).status_code == 422
    assert not is_in(client)


def test_what_another_browser_began_is_refused(client, lan, provider):
    stolen = returned(Client())

    assert client.post(BACK, stolen).status_code == 422
    assert not is_in(client)


def test_what_came_back_works_once(client, lan, provider):
    given = returned(client)
    client.post(BACK, given)
    client.post("/accounts/sign-out/")

    assert client.post(BACK, given).status_code == 422
    assert not is_in(client)


def test_a_provider_that_is_away_is_told_in_words(client, lan, provider):
    provider.__exit__()

    page = client.get(START)

    assert page.status_code == 422
    assert "Không liên lạc được với Sở Nội vụ" in page.text


def test_half_a_configuration_refuses_to_start(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://id.example.org")

    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID"):
        env.openid()
