"""A guesser does not keep the owner waiting; nor does a new address help to guess."""

import pytest
from django.test import Client

from danvan.foundation.identity.devices import COOKIE
from danvan.foundation.identity.models import Attempt
from danvan.foundation.identity.rules import FREE_TRIES
from tests import factories
from tests.foundation.identity.conftest import is_in, sign_in

pytestmark = pytest.mark.django_db


def guess(username: str, times: int, *, network: str = "10.1.0") -> None:
    """Wrong passwords, each from an address of its own."""
    for number in range(times):
        sign_in(Client(REMOTE_ADDR=f"{network}.{number % 250}"), username, "sai")


def test_many_addresses_do_not_make_many_tries(lan):
    guess("lan", FREE_TRIES["account"])

    assert sign_in(Client(REMOTE_ADDR="10.9.9.9"), "lan").status_code == 422


def test_many_names_from_one_address_are_too_many(lan):
    here = Client(REMOTE_ADDR="10.1.0.1")
    for number in range(FREE_TRIES["address"]):
        sign_in(here, f"ten-{number}", "sai")

    assert sign_in(here, "lan").status_code == 422
    assert sign_in(Client(REMOTE_ADDR="10.9.9.9"), "lan").status_code == 302


def test_a_browser_known_for_the_person_is_let_in_while_others_guess(client, lan):
    sign_in(client, "lan")
    client.post("/accounts/sign-out/")
    guess("lan", FREE_TRIES["account"] + 5)

    assert sign_in(client, "lan").status_code == 302
    assert is_in(client)


def test_a_known_browser_has_no_more_tries_than_others(client, lan):
    sign_in(client, "lan")
    client.post("/accounts/sign-out/")
    for _ in range(FREE_TRIES["here"]):
        sign_in(client, "lan", "sai")

    assert sign_in(client, "lan").status_code == 422
    assert sign_in(Client(), "lan").status_code == 302


def test_a_mark_is_for_one_person_and_cannot_be_made_up(client, lan):
    factories.clerk(factories.unit(), username="hoa")
    sign_in(client, "hoa")
    mark = client.cookies[COOKIE].value
    guess("lan", FREE_TRIES["account"])

    for cookie in (mark, mark.replace(mark[:4], "eyJ9"), f'{{"{lan.pk}": "x"}}'):
        other = Client(REMOTE_ADDR="10.9.9.9")
        other.cookies[COOKIE] = cookie
        assert sign_in(other, "lan").status_code == 422


def test_five_people_share_a_browser(client, tree):
    for number in range(7):
        factories.clerk(tree.commune, username=f"nguoi-{number}")
        sign_in(client, f"nguoi-{number}")
        client.post("/accounts/sign-out/")

    assert client.cookies[COOKIE]["httponly"]
    assert client.cookies[COOKIE]["path"] == "/accounts/"
    assert len(client.cookies[COOKIE].value) < 1_000


def test_attempts_tell_no_name_and_no_address(lan):
    guess("lan", 1)

    rows = str(list(Attempt.objects.values_list("key", flat=True)))
    assert "lan" not in rows
    assert "10.1" not in rows
