"""The demonstration province for tests: loaded once a session, and once a worker.

The conftest.py of a folder takes both over:

    from tests.demo_fixture import demo_province, pytest_collection_modifyitems

Tests that ask for `demo_province` come last and on one worker, so all others find an
empty database. The province is committed: mark such tests `django_db` as usual and they
may write, as their own transaction is rolled back. They must not be transactional.
"""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from danvan.demo import province
from danvan.demo.places import Stage

FIXTURE = "demo_province"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Called once for each folder that takes it over; the second time is idle."""
    for item in items:
        if FIXTURE in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("demo"))
    items.sort(key=lambda item: FIXTURE in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def demo_province(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    with django_db_blocker.unblock():
        stage = province.load()
    yield stage
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)
