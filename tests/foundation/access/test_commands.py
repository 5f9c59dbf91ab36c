"""createadmin: the first account of an empty system."""

import io
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from danvan.foundation.units.rules import Kind
from tests import factories

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self):
        return True


def createadmin(monkeypatch, *words, stdin=None) -> str:
    out = StringIO()
    monkeypatch.setattr(sys, "stdin", stdin or StringIO())
    call_command("createadmin", *words, stdout=out)
    return out.getvalue()


def test_without_units_it_says_what_to_run_first(monkeypatch):
    with pytest.raises(CommandError, match="units load"):
        createadmin(monkeypatch)


def test_it_prints_a_one_time_password_and_names_the_province(monkeypatch):
    tree = factories.tree(districts=1, communes=1)

    said = createadmin(monkeypatch)

    admin = User.objects.get()
    grant = admin.grants.get()
    assert (grant.role, grant.unit) == (Role.ADMINISTRATOR, tree.province)
    assert admin.must_change_password
    assert admin.check_password(said.split()[-1])


def test_a_password_from_standard_input_is_kept(monkeypatch):
    factories.tree(districts=1, communes=1)
    words = ("--username", "Quan", "--full-name", "Lê Quản", "--password-stdin")

    said = createadmin(monkeypatch, *words, stdin=StringIO("bốn chữ khó đoán\n"))

    admin = User.objects.get(username="quan")
    assert admin.check_password("bốn chữ khó đoán")
    assert not admin.must_change_password
    assert "bốn chữ" not in said


def test_at_a_terminal_it_asks(monkeypatch):
    factories.tree(districts=1, communes=1)
    monkeypatch.setattr("builtins.input", lambda label: "hoi-nguoi")
    monkeypatch.setattr(
        "danvan.foundation.access.management.commands.createadmin.getpass",
        lambda label: "bốn chữ khó đoán",
    )

    createadmin(monkeypatch, stdin=Terminal())

    admin = User.objects.get(username="hoi-nguoi")
    assert admin.check_password("bốn chữ khó đoán")


def test_the_unit_is_named_by_code_or_name(monkeypatch):
    province = factories.unit("Bắc Kạn", kind=Kind.PROVINCE, code="06")
    city = factories.unit(
        "Bắc Kạn", kind=Kind.PROVINCIAL_CITY, code="058", parent=province
    )

    createadmin(monkeypatch, "--unit", "tp bac kan")

    assert User.objects.get().grants.get().unit == city
    with pytest.raises(CommandError, match="058"):
        createadmin(monkeypatch, "--unit", "bac kan", "--username", "hai")


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("--username", "a b"), ""),
        (("--username", "quan"), ""),
        (("--password-stdin",), "123\n"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(monkeypatch, words, typed):
    factories.administrator(factories.tree().province, username="quan")

    with pytest.raises(CommandError):
        createadmin(monkeypatch, *words, stdin=StringIO(typed))
    assert User.objects.count() == 1
