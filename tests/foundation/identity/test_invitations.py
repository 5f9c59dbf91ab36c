"""An invitation by mail: once, for seven days, and by nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from danvan.foundation.access import actions as access
from danvan.foundation.audit.models import Entry
from danvan.foundation.identity import inviting
from danvan.shared.refusals import Refused
from tests import factories
from tests.foundation.identity.conftest import is_in, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = {"new_password": "chuồn chuồn bay thấp", "repeated": "chuồn chuồn bay thấp"}


@pytest.fixture
def new(tree):
    return factories.clerk(
        tree.commune,
        username="moi",
        email="moi@thu.vn",
        full_name="Hà Thị Mới",
        must_change_password=True,
    )


def link_in(letter) -> str:
    return re.search(r"http://localhost:8000(/accounts/invitation/\S+)", letter.text)[1]


def invited(user, chief, mailbox) -> str:
    inviting.invite(user, by=chief, at=timezone.now())
    return link_in(mailbox.to(user.email)[-1])


def test_the_link_sets_the_first_password_once(client, new, chief, mailbox):
    client.force_login(chief)
    client.post(f"/accounts/{new.pk}/security/invite/")
    link = link_in(mailbox.to("moi@thu.vn")[0])
    visitor = Client()

    assert "Hà Thị Mới" in visitor.get(link).text
    assert visitor.post(link, GOOD).headers["Location"] == "/accounts/sign-in/"
    assert sign_in(visitor, "moi", GOOD["new_password"]).headers["Location"] == "/"
    assert visitor.get("/places/").status_code == 200
    assert Client().post(link, GOOD).status_code == 410
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"send_invitation", "use_invitation"} <= verbs


def test_looking_at_the_link_uses_nothing(client, new, chief, mailbox):
    link = invited(new, chief, mailbox)

    assert [client.get(link).status_code for _ in range(3)] == [200] * 3
    assert not is_in(client)


def test_the_link_ends_after_seven_days(new):
    at = timezone.now()
    number, token = inviting.link_for(new, at).rstrip("/").split("/")[-2:]

    almost = at + timedelta(days=7, seconds=-1)
    assert inviting.invited(number, token, almost) == new
    assert inviting.invited(number, token, at + timedelta(days=7, seconds=2)) is None


def test_a_reset_a_closing_or_another_address_ends_it(client, new, chief, mailbox):
    for act in (
        lambda: access.reset_password(new, by=chief, at=timezone.now()),
        lambda: type(new).objects.filter(pk=new.pk).update(email="khac@thu.vn"),
        lambda: type(new).objects.filter(pk=new.pk).update(is_active=False),
    ):
        new.refresh_from_db()
        link = invited(new, chief, mailbox)
        act()
        assert client.get(link).status_code == 410


@pytest.mark.parametrize("number", ["x", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00"])
def test_a_made_up_link_is_gone(client, new, number):
    response = client.get(f"/accounts/invitation/{number}/abc-def/")

    assert response.status_code == 410


def test_a_poor_password_is_refused_and_the_link_stays(client, new, chief, mailbox):
    link = invited(new, chief, mailbox)
    poor = {"new_password": "matkhau123456", "repeated": "matkhau123456"}

    assert client.post(link, poor).status_code == 422
    assert client.post(link, GOOD | {"repeated": "khác"}).status_code == 422
    assert client.post(link, GOOD).status_code == 302


def test_without_address_or_server_it_is_said(new, chief, mailbox, settings):
    settings.MAILERS = {}
    with pytest.raises(Refused):
        inviting.invite(new, by=chief, at=timezone.now())
    new.email = ""
    with pytest.raises(Refused):
        inviting.invite(new, by=chief, at=timezone.now())

    assert not Entry.objects.filter(verb="send_invitation").exists()


def test_only_an_administrator_of_the_place_invites(client, new, mailbox):
    elsewhere = factories.unit("Nơi khác", kind="province", code="99")
    client.force_login(factories.administrator(elsewhere))

    assert client.post(f"/accounts/{new.pk}/security/invite/").status_code == 404
    assert mailbox.letters == []
