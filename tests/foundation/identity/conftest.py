"""People who sign in, and the mail server."""

from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from danvan.foundation.access.models import User
from danvan.foundation.identity import actions
from tests import factories
from tests.mail import mailbox  # noqa: F401 - a fixture

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"


@pytest.fixture
def tree():
    return factories.tree(districts=1, communes=1)


@pytest.fixture
def lan(tree):
    """A clerk; the role asks for no second factor."""
    return factories.clerk(tree.commune, username="lan", email="lan@thu.vn")


@pytest.fixture
def chief(tree):
    return factories.administrator(tree.province, username="quan")


@pytest.fixture
def required(settings):
    settings.DANVAN_SECOND_FACTOR = "required"


def sign_in(client: Client, username: str, password: str = factories.PASSWORD, **words):
    given = {"username": username, "password": password}
    return client.post("/accounts/sign-in/", given | words)


def with_app(user: User, at: datetime | None = None) -> list[str]:
    """Set up the app of SECRET a while ago; the recovery codes."""
    before = (at or timezone.now()) - timedelta(hours=1)
    code = pyotp.TOTP(SECRET).at(before)
    actions.add_totp(user, SECRET, code, by=user, at=before)
    return actions.new_recovery_codes(user, by=user, at=before)


def code_now(offset: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(timezone.now() + timedelta(seconds=30 * offset))


def give_code(client: Client, code: str):
    return client.post("/accounts/sign-in/second-factor/", {"code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
