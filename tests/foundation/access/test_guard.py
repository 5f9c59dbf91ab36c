"""The door: declared permissions, public pages, passwords still to be changed."""

from datetime import date

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from danvan.foundation.access.guard import can, check, requires
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission, Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession, Unit
from danvan.foundation.units.rules import SuccessionKind
from danvan.shared.refusals import Refused
from tests import factories

DAY = date(2024, 3, 5)

pytestmark = pytest.mark.django_db


def undeclared(request):
    return HttpResponse("forgotten")


@login_not_required
def public(request):
    return HttpResponse("public")


@requires(Permission.READ_AUDIT)
def audited(request):
    return HttpResponse("log")


@requires(None)
def for_all(request):
    return HttpResponse("all")


urlpatterns = [
    path("undeclared/", undeclared),
    path("public/", public),
    path("audited/", audited),
    path("for-all/", for_all),
    path("", include("danvan.config.urls")),
]


@pytest.fixture
def site(client):
    with override_settings(ROOT_URLCONF=__name__):
        yield client


def test_a_view_that_names_no_permission_does_not_open(site):
    site.force_login(factories.user())

    with pytest.raises(RuntimeError, match="undeclared names no permission"):
        site.get("/undeclared/")


def test_signed_out_even_a_forgetful_view_stays_shut(site):
    response = site.get("/undeclared/")

    assert response.headers["Location"] == "/accounts/sign-in/?next=/undeclared/"


def test_a_public_view_opens_for_everybody(site):
    assert site.get("/public/").content == b"public"
    site.force_login(factories.user(must_change_password=True))
    assert site.get("/public/").content == b"public"


def test_a_view_opens_for_those_who_hold_its_permission_somewhere(site):
    commune = factories.unit()

    for role, status in ((Role.INSPECTOR, 200), (Role.COMMUNE, 403)):
        site.force_login(factories.user((role, commune)))
        assert site.get("/audited/").status_code == status


def test_a_view_without_permission_opens_for_whoever_is_signed_in(site):
    site.force_login(factories.user())

    assert site.get("/for-all/").content == b"all"


def test_a_one_time_password_opens_only_the_page_that_replaces_it(site):
    user = factories.user(must_change_password=True)
    site.force_login(user)

    for address in ("/for-all/", "/audited/", "/accounts/"):
        assert site.get(address).headers["Location"] == "/accounts/password/"
    assert site.get("/accounts/password/").status_code == 200
    assert site.post("/accounts/sign-out/").status_code == 302

    User.objects.filter(pk=user.pk).update(must_change_password=False)
    site.force_login(user)
    assert site.get("/for-all/").status_code == 200


def test_a_closed_account_is_out_at_the_next_page(site):
    user = factories.user()
    site.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert site.get("/for-all/").status_code == 302


def test_can_asks_the_permission_and_the_unit():
    tree = factories.tree(districts=2, communes=1)
    officer = factories.district_officer(tree.districts[0])

    assert can(officer, Permission.WRITE, tree.communes[0], on=DAY)
    assert not can(officer, Permission.WRITE, tree.communes[1], on=DAY)
    assert not can(officer, Permission.WRITE, tree.province, on=DAY)
    assert not can(officer, Permission.MANAGE_ACCOUNTS, tree.communes[0], on=DAY)
    assert not can(officer, Permission.WRITE, tree.communes[0], on=date(2020, 1, 1))


def test_can_asks_the_database_only_for_units_further_down(django_assert_num_queries):
    tree = factories.tree(districts=1, communes=1)
    officer = factories.district_officer(tree.districts[0])
    officer.root_units(DAY)

    with django_assert_num_queries(0):
        assert can(officer, Permission.WRITE, tree.districts[0], on=DAY)
        assert can(officer, Permission.WRITE, tree.communes[0], on=DAY)
    province = factories.provincial_officer(tree.province)
    assert can(province, Permission.WRITE, tree.communes[0], on=DAY)


def test_can_follows_what_became_of_a_unit():
    old, new = factories.unit(), factories.unit(valid_from=DAY)
    Succession.objects.create(old=old, new=new, kind=SuccessionKind.MERGED, on=DAY)
    rebuild_lineage()

    assert can(factories.clerk(new), Permission.WRITE, old, on=DAY)
    assert not can(factories.clerk(old), Permission.WRITE, new, on=DAY)


def test_check_refuses_with_a_sentence_that_names_the_unit():
    commune = factories.unit("Đồng Phúc")

    with pytest.raises(Refused, match="Xã Đồng Phúc"):
        check(factories.user(), Permission.WRITE, commune, on=DAY)
    check(factories.clerk(commune), Permission.WRITE, commune, on=DAY)


def test_the_command_line_reaches_every_unit():
    tree = factories.tree(districts=1, communes=1)

    visible = Unit.objects.visible_to(CommandLine(), on=DAY)
    assert set(visible) == {tree.province, *tree.districts, tree.commune}
    assert CommandLine().get_full_name().startswith("command line")
