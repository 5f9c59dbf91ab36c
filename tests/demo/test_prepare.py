"""The command that bin/run calls before it serves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from danvan.demo import accounts
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db


def prepared(*words: str) -> str:
    said = StringIO()
    call_command("prepare", *words, stdout=said)
    return said.getvalue()


def test_prepare_without_demo_makes_nothing_and_says_what_to_do():
    said = prepared("--no-demo")
    assert "bin/danvan units load" in said
    assert "bin/danvan createadmin" in said
    assert not Unit.objects.exists()


def test_prepare_without_demo_is_silent_once_there_is_an_account():
    factories.user((Role.ADMINISTRATOR, factories.tree().province))
    assert not prepared("--no-demo")


def test_prepare_leaves_a_system_in_use_alone():
    factories.user((Role.ADMINISTRATOR, factories.tree().province))
    assert not prepared("--demo")
    assert User.objects.count() == 1


def test_prepare_refuses_made_up_data_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="DANVAN_DEMO=0"):
        prepared("--demo")
    assert not Unit.objects.exists()


def test_prepare_a_second_time_changes_nothing(demo_province):
    before = Entry.objects.count()
    said = prepared("--demo")
    assert Entry.objects.count() == before
    assert "tinh" in said
    assert accounts.PASSWORD in said
    assert "Bằng Lũng" in said


@pytest.mark.parametrize("account", accounts.DEMO, ids=lambda made: made.username)
def test_every_account_signs_in_with_the_printed_password(
    demo_province, client, account
):
    answer = client.post(
        reverse("access:sign_in"),
        {"username": account.username, "password": accounts.PASSWORD},
    )
    assert answer.status_code == 302
    assert client.session["_auth_user_id"]


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("tinh", 117),
        ("huyen", 21),
        ("xa1", 1),
        ("ban", 117),
        ("giamsat", 117),
        ("quantri", 0),
    ],
)
def test_every_account_sees_only_its_places(demo_province, username, seen):
    user = User.objects.get(username=username)
    on = timezone.localdate()
    assert Unit.objects.visible_to(user, on=on).count() == seen


def test_nobody_else_can_sign_in(demo_province):
    names = [account.username for account in accounts.DEMO]
    others = User.objects.exclude(username__in=names)
    assert others.count() == 114
    assert not any(user.has_usable_password() for user in others)
