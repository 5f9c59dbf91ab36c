"""What an administrator may do to accounts, and what the log says of it."""

import unicodedata
from datetime import date, timedelta

import pytest
from django.utils import timezone

from danvan.foundation.access import actions
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.shared.refusals import Clash, Refused
from tests import factories

DAY = date(2024, 3, 5)
AT = factories.noon(DAY)
TOMORROW = DAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def admin(tree):
    return factories.administrator(tree.province)


def fresh(user: User) -> User:
    """Without the roles read before."""
    return User.objects.get(pk=user.pk)


def create(by, unit, role=Role.COMMUNE, **words):
    values = {"username": "moi.nguoi", "full_name": " Lê  Thị Mới "} | words
    return actions.create_account(**values, role=role, unit=unit, by=by, at=AT)


def test_an_account_begins_with_a_one_time_password_and_one_role(tree, admin):
    user, password = create(admin, tree.commune)

    assert (user.full_name, user.must_change_password) == ("Lê Thị Mới", True)
    assert fresh(user).check_password(password)
    grant = user.grants.get()
    assert (grant.role, grant.unit, grant.valid_from) == (
        Role.COMMUNE,
        tree.commune,
        DAY,
    )
    entries = Entry.objects.order_by("pk").values_list("verb", "unit_id", "actor_id")
    assert list(entries) == [
        ("create_account", tree.commune.pk, admin.pk),
        ("add_grant", tree.commune.pk, admin.pk),
    ]
    assert password not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"username": "a"}, "username"),
        ({"username": "có dấu"}, "username"),
        ({"username": "QUAN"}, "username"),
        ({"password": "12345"}, "new_password"),
        ({"password": "password123"}, "new_password"),
        ({"password": "lê thị mới 1"}, "new_password"),
        ({"password": "ơ" * 9}, "new_password"),
        ({"password": unicodedata.normalize("NFD", "ơ" * 9)}, "new_password"),
        ({"role": Role.PROVINCE}, "unit"),
    ],
)
def test_an_account_that_does_not_fit_is_refused_whole(tree, admin, words, field):
    factories.user(username="quan")
    before = User.objects.count()

    with pytest.raises(Refused) as refused:
        create(admin, tree.commune, **words)

    assert refused.value.field == field
    assert User.objects.count() == before
    assert not Entry.objects.exists()


def test_an_administrator_keeps_to_his_or_her_area(tree):
    admin = factories.administrator(tree.districts[0])
    outside = factories.clerk(tree.communes[2])
    above = factories.user(
        (Role.COMMUNE, tree.communes[0]), (Role.PROVINCE, tree.province)
    )
    refused = [
        lambda: create(admin, tree.communes[2]),
        lambda: actions.reset_password(outside, by=admin, at=AT),
        lambda: actions.reset_password(above, by=admin, at=AT),
        lambda: actions.amend_account(
            above, {"is_active": False}, version=1, by=admin, at=AT
        ),
        lambda: actions.end_grant(outside.grants.get(), on=DAY, by=admin, at=AT),
        lambda: add(outside, Role.COMMUNE, tree.communes[0], by=admin),
        lambda: add(
            factories.clerk(tree.communes[0]), Role.AGENCY, tree.districts[1], by=admin
        ),
    ]

    for act in refused:
        with pytest.raises(Refused):
            act()
    assert not Entry.objects.exists()


def add(user, role, unit, *, by, **words):
    values = {"valid_from": DAY} | words
    return actions.add_grant(user, role, unit, by=by, at=AT, **values)


def test_people_without_the_task_change_no_account(tree):
    officer = factories.provincial_officer(tree.province)
    clerk = factories.clerk(tree.commune)

    with pytest.raises(Refused):
        create(officer, tree.commune)
    with pytest.raises(Refused):
        actions.reset_password(clerk, by=officer, at=AT)


def test_nobody_gives_a_role_to_himself(tree, admin):
    with pytest.raises(Refused):
        add(admin, Role.PROVINCE, tree.province, by=admin)


def test_a_role_is_held_once_at_a_time(tree, admin):
    clerk = factories.clerk(tree.commune)

    with pytest.raises(Refused):
        add(clerk, Role.COMMUNE, tree.commune, by=admin)
    actions.end_grant(clerk.grants.get(), on=TOMORROW, by=admin, at=AT)
    again = add(clerk, Role.COMMUNE, tree.commune, by=admin, valid_from=TOMORROW)

    assert again.valid_from == TOMORROW


def test_a_role_that_ended_before_it_held_is_given_again(tree, admin):
    clerk = factories.clerk(tree.commune)
    mistaken = add(clerk, Role.INSPECTOR, tree.commune, by=admin)
    actions.end_grant(mistaken, on=DAY, by=admin, at=AT)

    add(clerk, Role.INSPECTOR, tree.commune, by=admin)

    held = [grant.role for grant in clerk.grants_on(DAY)]
    assert held == [Role.COMMUNE, Role.INSPECTOR]


def test_a_role_is_held_as_soon_as_it_is_given(tree, admin):
    clerk = factories.clerk(tree.commune)
    assert clerk.root_units(DAY) == [tree.commune.pk]

    add(clerk, Role.AGENCY, tree.province, by=admin)

    assert clerk.root_units(DAY) == [tree.commune.pk, tree.province.pk]


def test_a_role_ends_after_it_begins(tree, admin):
    clerk = factories.clerk(tree.commune)

    with pytest.raises(Refused):
        add(clerk, Role.INSPECTOR, tree.commune, by=admin, valid_to=DAY)


def test_an_ended_role_holds_no_more_on_that_day(tree, admin):
    clerk = factories.clerk(tree.commune)

    actions.end_grant(clerk.grants.get(), on=TOMORROW, by=admin, at=AT)

    assert fresh(clerk).root_units(DAY) == [tree.commune.pk]
    assert fresh(clerk).root_units(TOMORROW) == []
    assert Entry.objects.get().changes == {"valid_to": [None, "2024-03-06"]}


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), date(2020, 1, 1)])
def test_the_past_of_a_role_stays(tree, admin, day):
    clerk = factories.clerk(tree.commune)

    with pytest.raises(Refused):
        actions.end_grant(clerk.grants.get(), on=day, by=admin, at=AT)
    assert clerk.grants.get().valid_to is None


def test_an_end_is_not_put_off(tree, admin):
    clerk = factories.clerk(tree.commune)
    actions.end_grant(clerk.grants.get(), on=TOMORROW, by=admin, at=AT)

    with pytest.raises(Refused):
        actions.end_grant(
            clerk.grants.get(), on=TOMORROW + timedelta(9), by=admin, at=AT
        )


def test_the_last_administrator_stays(tree, admin):
    below = factories.administrator(tree.districts[0])

    for act in (
        lambda: actions.end_grant(admin.grants.get(), on=DAY, by=admin, at=AT),
        lambda: actions.end_grant(admin.grants.get(), on=TOMORROW, by=admin, at=AT),
        lambda: close(admin, by=admin),
    ):
        with pytest.raises(Refused, match=str(tree.province)):
            act()
    actions.end_grant(below.grants.get(), on=DAY, by=admin, at=AT)

    assert fresh(admin).is_active
    assert admin.grants.get().valid_to is None


def close(user, *, by):
    version = fresh(user).version
    actions.amend_account(user, {"is_active": False}, version=version, by=by, at=AT)


def test_a_second_administrator_lets_the_first_go(tree, admin):
    second = factories.administrator(tree.province)

    close(admin, by=second)

    assert not fresh(admin).is_active
    with pytest.raises(Refused):
        close(second, by=second)


@pytest.mark.parametrize("weakness", ["closed", "ending", "ended", "later"])
def test_an_administrator_who_will_not_last_is_no_successor(tree, admin, weakness):
    other = factories.administrator(tree.province)
    end = {"ending": TOMORROW, "ended": DAY}.get(weakness)
    Grant.objects.filter(user=other).update(valid_to=end)
    if weakness == "closed":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif weakness == "later":
        Grant.objects.filter(user=other).update(valid_from=TOMORROW)

    with pytest.raises(Refused):
        close(admin, by=admin)


def test_amending_names_what_changed(tree, admin):
    clerk = factories.clerk(tree.commune)

    actions.amend_account(clerk, {"full_name": "Tên Mới"}, version=1, by=admin, at=AT)
    actions.amend_account(clerk, {"full_name": "Tên Mới"}, version=2, by=admin, at=AT)

    entry = Entry.objects.get()
    assert entry.changes["full_name"][1] == "Tên Mới"
    assert entry.unit_id == tree.commune.pk


def test_two_edits_of_an_account_clash(tree, admin):
    clerk = factories.clerk(tree.commune)
    actions.amend_account(clerk, {"email": "a@b.vn"}, version=1, by=admin, at=AT)

    with pytest.raises(Clash) as clash:
        actions.amend_account(
            fresh(clerk), {"email": "c@d.vn"}, version=1, by=admin, at=AT
        )
    assert clash.value.theirs == {"email": "a@b.vn"}


def test_a_reset_takes_the_old_password_away(tree, admin):
    clerk = factories.clerk(tree.commune)

    password = actions.reset_password(clerk, by=admin, at=AT)

    assert fresh(clerk).check_password(password)
    assert not fresh(clerk).check_password(factories.PASSWORD)
    assert fresh(clerk).must_change_password
    assert password not in str(list(Entry.objects.values()))


def test_nobody_chooses_the_password_of_another(tree, admin):
    with pytest.raises(Refused):
        actions.change_password(factories.user(), "bốn chữ khó đoán", by=admin, at=AT)


def test_the_command_line_creates_where_no_account_is_yet(tree):
    user, _password = create(CommandLine(), tree.province, role=Role.ADMINISTRATOR)

    assert user.grants.get().unit == tree.province
    assert timezone.localdate(AT) == DAY
