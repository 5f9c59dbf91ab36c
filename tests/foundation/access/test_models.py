"""Accounts, passwords, roles in time and who may manage whom."""

import unicodedata
from datetime import date

import pytest

from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import (
    PERMISSIONS,
    USERNAME,
    Permission,
    Role,
    fits,
    one_time_password,
)
from danvan.foundation.units.rules import Level
from tests import factories

DAY, LATER = date(2024, 3, 5), date(2024, 9, 1)


@pytest.mark.django_db
def test_a_password_is_known_however_the_keyboard_composes_it():
    user = factories.user()
    user.set_password(unicodedata.normalize("NFD", "bốn chữ khó đoán"))

    assert user.check_password(unicodedata.normalize("NFC", "bốn chữ khó đoán"))
    assert not user.check_password("bon chu kho doan")
    assert not user.check_password("")


@pytest.mark.django_db
def test_user_names_differ_by_more_than_capitals():
    user = factories.user(username=" Can-Bo.A ")

    assert user.username == "can-bo.a"
    assert User.objects.get_by_natural_key("CAN-BO.A") == user


@pytest.mark.django_db
def test_a_role_holds_for_its_period_only():
    tree = factories.tree(districts=1, communes=1)
    user = factories.user()
    factories.grant(user, Role.COMMUNE, tree.commune, valid_from=DAY, valid_to=LATER)

    roots = {
        day: User.objects.get(pk=user.pk).root_units(day)
        for day in (date(2024, 3, 4), DAY, date(2024, 8, 31), LATER)
    }

    assert list(roots.values()) == [[], [tree.commune.pk], [tree.commune.pk], []]


@pytest.mark.django_db
def test_roots_are_those_of_the_permission_asked():
    tree = factories.tree(districts=1, communes=1)
    here, there = tree.districts[0], tree.province
    user = factories.user((Role.DISTRICT, here), (Role.ADMINISTRATOR, there))

    assert user.root_units(DAY) == [here.pk]
    assert user.root_units(DAY, Permission.MANAGE_ACCOUNTS) == [there.pk]
    assert not user.holds(Permission.READ_AUDIT, DAY)


@pytest.mark.django_db
def test_roles_are_read_once(django_assert_num_queries):
    user = factories.clerk(factories.unit())

    with django_assert_num_queries(1):
        for permission in Permission:
            user.holds(permission, DAY)
            user.holds(permission, LATER)


@pytest.mark.django_db
def test_a_role_ended_meanwhile_is_gone_at_the_next_page(client):
    user = factories.clerk(factories.unit())
    client.force_login(user)
    assert client.get("/places/").status_code == 200

    Grant.objects.filter(user=user).update(valid_to=DAY)

    assert client.get("/places/").status_code == 403


@pytest.mark.django_db
def test_accounts_with_a_role_elsewhere_are_beyond_an_administrator():
    tree = factories.tree(districts=2, communes=1)
    here, there = tree.districts
    admin = factories.administrator(here)
    clerk = factories.clerk(tree.communes[0])
    also_there = factories.user((Role.COMMUNE, tree.communes[0]), (Role.AGENCY, there))
    factories.clerk(tree.communes[1])
    factories.user()

    assert set(User.objects.visible_to(admin, on=DAY)) == {admin, clerk}
    Grant.objects.filter(user=also_there, unit=there).update(valid_to=DAY)
    assert also_there in User.objects.visible_to(admin, on=DAY)


def test_every_role_states_its_permissions():
    assert set(PERMISSIONS) == set(Role)
    assert set().union(*PERMISSIONS.values()) == set(Permission)
    managers = [
        r for r, held in PERMISSIONS.items() if Permission.MANAGE_ACCOUNTS in held
    ]
    assert managers == [Role.ADMINISTRATOR]
    assert Permission.READ not in PERMISSIONS[Role.ADMINISTRATOR]


def test_a_role_fits_the_level_it_is_named_for():
    assert fits(Role.COMMUNE, Level.COMMUNE)
    assert not fits(Role.COMMUNE, Level.PROVINCE)
    assert all(fits(Role.INSPECTOR, level) for level in Level)


def test_one_time_passwords_can_be_read_from_paper():
    made = {one_time_password() for _ in range(200)}

    assert len(made) == 200
    assert all(
        len(password) == 14 and not set("0o1li") & set(password) for password in made
    )


@pytest.mark.parametrize("name", ["ab", "-abc", "a b c", "ánh", "A" * 3, "a" * 61])
def test_malformed_user_names_are_told(name):
    assert not USERNAME.fullmatch(name)
