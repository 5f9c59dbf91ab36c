"""The menu and the masthead, by what a person may do."""

import pytest
from django.test import RequestFactory

from danvan.config.navigation import PLACES, navigation
from danvan.foundation.access.rules import PERMISSIONS, Role
from tests import factories

pytestmark = pytest.mark.django_db


def menu(client, user, address="/accounts/password/"):
    client.force_login(user)
    return client.get(address).context


def urls(context) -> list[str]:
    return [item["url"] for item in context["navigation"]]


def test_people_who_read_see_the_records(client):
    context = menu(client, factories.clerk(factories.unit()))

    held = PERMISSIONS[Role.COMMUNE]
    assert len(urls(context)) == len([p for p in PLACES if p.permission in held])
    assert "/accounts/" not in urls(context)
    assert context["masthead"]["home_url"] == "/"


def test_an_administrator_sees_the_accounts_and_begins_there(client):
    context = menu(client, factories.administrator(factories.unit()), "/accounts/new/")

    assert urls(context) == ["/accounts/", "/jobs/"]
    assert context["navigation"][0]["current"]
    assert context["masthead"]["home_url"] == "/accounts/"


def test_the_masthead_says_who_and_where(client):
    commune = factories.unit("Đồng Phúc")

    head = menu(client, factories.user((Role.COMMUNE, commune)))["masthead"]

    assert head["unit"] == "Xã Đồng Phúc"
    assert head["sign_out_url"] == "/accounts/sign-out/"
    assert head["place"] == "Tỉnh Bắc Kạn"


def test_whoever_reads_finds_the_notices_in_the_masthead(client):
    head = menu(client, factories.clerk(factories.unit()))["masthead"]
    administrator = factories.administrator(factories.unit())

    assert head["notices_url"] == "/notices/"
    assert menu(client, administrator)["masthead"]["notices_url"] == ""


def test_before_the_password_is_changed_there_is_no_menu(client):
    user = factories.user((Role.COMMUNE, factories.unit()), must_change_password=True)

    assert urls(menu(client, user)) == []


def test_signed_out_there_is_no_menu_but_the_programme(client):
    context = client.get("/accounts/sign-in/").context

    assert urls(context) == []
    assert "sign_out_url" not in context["masthead"]


def test_an_error_before_the_middleware_still_draws_the_page():
    assert navigation(RequestFactory().get("/"))["navigation"] == []
