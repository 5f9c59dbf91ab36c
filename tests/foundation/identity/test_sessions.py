"""Where a person is signed in, and how it ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from danvan.foundation.access import actions as access
from danvan.foundation.access.models import Session
from danvan.foundation.audit.models import Entry
from danvan.foundation.identity import actions
from tests.foundation.identity.conftest import CHROME, sign_in

pytestmark = pytest.mark.django_db

PLACES, END = "/accounts/sessions/", "/accounts/sessions/end/"


@pytest.fixture
def desk(lan):
    return signed_in(lan, HTTP_USER_AGENT=CHROME)


@pytest.fixture
def phone(lan):
    where = {
        "HTTP_USER_AGENT": "(iPhone) Version/18.1 Safari/604.1",
        "REMOTE_ADDR": "10.0.0.7",
    }
    return signed_in(lan, **where)


def signed_in(user, **words) -> Client:
    client = Client(**words)
    sign_in(client, user.username)
    return client


def is_open(client: Client) -> bool:
    return client.get("/places/").status_code == 200


def test_the_page_tells_browser_address_and_which_one_is_here(desk, phone):
    here, other = desk.get(PLACES).context["places"]

    assert (here.browser, here.address, here.is_here) == (
        "Chrome 140, Windows",
        "127.0.0.1",
        True,
    )
    assert (other.browser, other.address, other.is_here) == (
        "Safari 18, iPhone",
        "10.0.0.7",
        False,
    )
    assert timezone.now() - here.began_at < timedelta(minutes=2)


def test_the_page_holds_no_key_of_a_session(desk, phone):
    text = desk.get(PLACES).text

    assert phone.session.session_key not in text
    assert desk.session.session_key not in text


def test_one_place_is_ended(desk, phone):
    which = desk.get(PLACES).context["others"][0].which

    desk.post(END, {"which": which})

    assert not is_open(phone)
    assert is_open(desk)
    assert Entry.objects.filter(verb="end_session").count() == 1


def test_all_others_are_ended(desk, phone, lan):
    third = signed_in(lan)

    desk.post(END, {"which": "others"})

    assert [is_open(each) for each in (desk, phone, third)] == [True, False, False]
    assert Entry.objects.filter(verb="end_other_sessions").count() == 1


def test_nobody_ends_the_session_of_another(desk, chief):
    other = signed_in(chief)
    which = other.get(PLACES).context["places"][0].which

    desk.post(END, {"which": which})
    desk.post(END, {"which": "others"})

    assert other.get("/accounts/").status_code == 200


def test_a_reset_password_ends_them_all_at_once(desk, phone, lan, chief):
    access.reset_password(lan, by=chief, at=timezone.now())

    assert not is_open(desk)
    assert not is_open(phone)
    assert not Session.objects.filter(user=lan).exists()


def test_an_account_closed_and_opened_again_stays_signed_out(desk, lan, chief):
    now = timezone.now()
    access.amend_account(lan, {"is_active": False}, version=1, by=chief, at=now)
    access.amend_account(lan, {"is_active": True}, version=2, by=chief, at=now)

    assert not is_open(desk)


def test_an_administrator_signs_a_person_out_everywhere(desk, phone, lan, chief):
    office = signed_in(chief)

    office.post(f"/accounts/{lan.pk}/security/end-sessions/")

    assert not is_open(desk)
    assert not is_open(phone)
    assert Entry.objects.get(verb="end_sessions").actor_id == chief.pk


def test_signing_out_leaves_no_row(desk, lan):
    desk.post("/accounts/sign-out/")

    assert not Session.objects.filter(user=lan).exists()


def test_the_daily_job_forgets_what_is_past(desk, lan):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert actions.forget(timezone.now()).startswith("đã xóa 1")
    assert actions.forget(timezone.now()).startswith("đã xóa 0")
    assert not is_open(desk)
