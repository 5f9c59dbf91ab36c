"""The scene of the house, built once a module; each test goes back to it."""

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.house.door import Place


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[list[Place]]:
    """Inside a transaction of the module's own, which the tests only nest in."""
    from tests.house.doors import scene

    with django_db_blocker.unblock(), transaction.atomic():
        yield scene()
        transaction.set_rollback(True)


@pytest.fixture
def places(built: list[Place], db: None) -> list[Place]:
    """Objects of the test's own, so that nothing read in one is known in the next."""
    return copy.deepcopy(built)
