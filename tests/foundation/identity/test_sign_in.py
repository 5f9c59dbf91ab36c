"""Signing in and out, guessing, and the first password."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from danvan.foundation.access import actions as access
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import ONE_TIME
from danvan.foundation.audit.models import Entry
from danvan.foundation.identity.models import Attempt
from danvan.foundation.identity.rules import FREE_TRIES
from tests import factories

PAGE = "/accounts/sign-in/"
ATTEMPTS = FREE_TRIES["here"]
NEW = "chuồn chuồn bay thấp"

pytestmark = pytest.mark.django_db


def sign_in(client, username, password=factories.PASSWORD, **words):
    return client.post(PAGE, {"username": username, "password": password} | words)


@pytest.fixture
def clerk():
    return factories.clerk(
        factories.tree(districts=1, communes=1).commune, username="lan"
    )


def errors(response) -> list[str]:
    return list(response.context["form"].non_field_errors())


def test_the_right_password_opens_the_first_page(client, clerk):
    response = sign_in(client, "Lan ")

    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert Entry.objects.get().verb == "sign_in"


def test_a_one_time_password_that_waited_too_long_is_told_to_whoever_has_it(client):
    tree = factories.tree(districts=1, communes=1)
    chief = factories.administrator(tree.province)
    person = factories.clerk(tree.commune, username="lan")
    long_ago = timezone.now() - ONE_TIME
    password = access.reset_password(person, by=chief, at=long_ago)
    late = sign_in(client, "lan", password)
    wrong = sign_in(client, "lan", "sai")

    assert "hết hạn" in errors(late)[0]
    assert "hết hạn" not in errors(wrong)[0]
    assert "_auth_user_id" not in client.session

    person.refresh_from_db()
    password = access.reset_password(person, by=chief, at=timezone.now())
    assert sign_in(client, "lan", password).status_code == 302
    person.refresh_from_db()
    access.change_password(person, NEW, by=person, at=timezone.now())
    assert person.password_until is None


def test_a_wrong_password_says_the_same_as_an_unknown_name(client):
    factories.user(username="zz-1")
    factories.user(username="zz-3", is_active=False)
    tried = {"zz-1": "sai", "zz-2": "sai", "zz-3": factories.PASSWORD}

    pages = [sign_in(client, *pair) for pair in tried.items()]

    assert {page.status_code for page in pages} == {422}
    assert "_auth_user_id" not in client.session
    texts = {re.sub(r'zz-\d|"\w{64}"', "", page.content.decode()) for page in pages}
    assert len(texts) == 1


def test_the_log_names_accounts_but_neither_addresses_nor_unknown_names(client, clerk):
    sign_in(client, "lan", "sai")
    sign_in(client, "toi-go-mat-khau-vao-day", "sai")

    known, unknown = Entry.objects.order_by("pk")
    assert (known.verb, known.subject_id, known.actor_id) == (
        "sign_in_failed",
        str(clerk.pk),
        None,
    )
    assert (unknown.verb, unknown.subject_id, unknown.subject) == (
        "sign_in_failed",
        "",
        "",
    )
    text = str(list(Entry.objects.values())) + str(list(Attempt.objects.values()))
    assert "127.0.0.1" not in text
    assert "toi-go" not in text


def test_empty_fields_are_named_and_count_as_no_attempt(client):
    response = client.post(PAGE, {})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username", "password"}
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("/places/?q=bằng", "/places/?q=bằng"),
        ("/accounts/password/", "/accounts/password/"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("javascript:alert(1)", "/"),
        ("/khong-co/", "/"),
        ("/accounts/", "/"),
        ("", "/"),
    ],
)
def test_the_page_asked_for_is_kept_when_it_is_ours_and_open(
    client, clerk, asked, landed
):
    shown = client.get(PAGE, {"next": asked})
    assert shown.context["form"]["next"].value() == asked

    assert sign_in(client, "lan", next=asked).headers["Location"] in {
        landed,
        landed.replace("ằ", "%E1%BA%B1"),
    }


def test_an_administrator_begins_with_the_accounts(client):
    factories.administrator(factories.unit(), username="quan")

    assert sign_in(client, "quan").headers["Location"] == "/accounts/"


def test_whoever_is_signed_in_need_not_do_so_again(client, clerk):
    client.force_login(clerk)

    assert client.get(PAGE).headers["Location"] == "/"


def test_after_ten_failures_even_the_right_password_has_to_wait(client, clerk):
    for _ in range(ATTEMPTS):
        assert "Thử lại" not in str(errors(sign_in(client, "lan", "sai")))

    refused = sign_in(client, "lan")

    assert refused.status_code == 422
    assert "_auth_user_id" not in client.session
    assert Attempt.objects.count() == 3 * ATTEMPTS
    free = timezone.localtime(Attempt.objects.latest("at").at + timedelta(minutes=2))
    assert f"{free:%H:%M}" in errors(refused)[0]


def test_the_wait_ends_though_somebody_keeps_guessing(client, clerk):
    for _ in range(ATTEMPTS + 5):
        sign_in(client, "lan", "sai")
    older(minutes=1)

    assert sign_in(client, "lan").status_code == 302


def older(**ago):
    """As if the attempts so far had been made that much earlier."""
    for attempt in Attempt.objects.all():
        Attempt.objects.filter(pk=attempt.pk).update(at=attempt.at - timedelta(**ago))


def test_failures_of_one_name_or_address_stop_no_other(client, clerk):
    factories.clerk(factories.unit(), username="hoa")
    for _ in range(ATTEMPTS):
        sign_in(client, "LAN", "sai")

    assert sign_in(client, "hoa").status_code == 302
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")
    assert sign_in(elsewhere, "lan").status_code == 302


def test_every_process_sees_the_same_count(clerk):
    """A second client shares nothing with the first but the database."""
    for number in range(ATTEMPTS):
        sign_in(Client(), "lan", f"sai {number}")

    assert sign_in(Client(), "lan").status_code == 422


def test_a_success_forgets_the_failures_before(client, clerk):
    for _ in range(ATTEMPTS - 1):
        sign_in(client, "lan", "sai")
    sign_in(client, "lan")
    client.logout()

    sign_in(client, "lan", "sai")
    assert sign_in(client, "lan").status_code == 302


def test_signing_out_takes_a_post(client, clerk):
    client.force_login(clerk)

    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.post("/accounts/sign-out/").headers["Location"] == PAGE
    assert "_auth_user_id" not in client.session


def change(client, old=factories.PASSWORD, new=NEW, repeated=None):
    words = {"old_password": old, "new_password": new, "repeated": repeated or new}
    return client.post("/accounts/password/", words)


def test_a_one_time_password_leads_to_a_password_of_ones_own(client):
    factories.clerk(factories.unit(), username="moi", must_change_password=True)

    assert sign_in(client, "moi").headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/accounts/password/"
    assert change(client).headers["Location"] == "/"
    assert client.get("/places/").status_code == 200
    client.logout()
    assert sign_in(client, "moi").status_code == 422
    assert sign_in(client, "moi", NEW).status_code == 302


def test_the_first_page_asks_for_the_one_time_password(client):
    user = factories.clerk(factories.unit(), must_change_password=True)
    client.force_login(user)
    page = client.get("/accounts/password/")

    assert "Đặt mật khẩu riêng trước khi làm việc" in page.text
    assert page.context["form"]["old_password"].label == "Mật khẩu dùng một lần"
    change(client)
    assert "Mật khẩu hiện tại" in client.get("/accounts/password/").text


def test_a_new_password_ends_the_other_sessions(client, clerk):
    other = Client()
    for each in (client, other):
        sign_in(each, "lan")

    change(client)

    assert client.get("/places/").status_code == 200
    assert other.get("/places/").status_code == 302
    assert Entry.objects.filter(verb="change_password").count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"old": "sai"}, "old_password"),
        ({"repeated": "khác hẳn đấy"}, "repeated"),
        ({"new": factories.PASSWORD}, "new_password"),
        ({"new": "ngắn"}, "new_password"),
        ({"new": "1234567890"}, "new_password"),
        ({"new": "can-bo-lan-2024"}, "new_password"),
        ({"new": "chuột-chũi-biết-bay", "old": factories.PASSWORD}, None),
    ],
)
def test_a_poor_password_is_refused_beside_its_field(client, clerk, words, field):
    client.force_login(clerk)

    response = change(client, **words)

    changed = User.objects.get(pk=clerk.pk).password != clerk.password
    assert changed == (field is None)
    if field:
        assert list(response.context["form"].errors) == [field]


def test_the_sign_in_page_is_never_kept_by_a_cache(client):
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]


def test_roles_without_reading_still_get_a_page(client):
    factories.user(username="khong")
    sign_in(client, "khong")

    assert client.get("/").status_code == 200
