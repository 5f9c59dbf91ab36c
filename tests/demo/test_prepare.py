"""The command that bin/run calls before it serves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
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
