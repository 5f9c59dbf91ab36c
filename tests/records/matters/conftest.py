"""A small province, its clerk, and clients that are signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from danvan.foundation.access.models import User
from tests import factories
from tests.mail import mailbox  # noqa: F401 - a fixture


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def clerk(tree) -> User:
    return factories.clerk(tree.commune)


@pytest.fixture
def browse() -> Callable[[User], Client]:
    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
