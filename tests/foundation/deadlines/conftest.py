"""The delivered calendar, a tree of units and a way to owe something."""

from collections.abc import Callable
from datetime import date

import pytest

from danvan.foundation.access.models import User
from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from tests import factories
from tests.factories import Tree, noon

type Owe = Callable[..., Clock]


@pytest.fixture
def tree(db) -> Tree:
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def clerk(tree: Tree) -> User:
    return factories.clerk(tree.commune)


@pytest.fixture
def officer(tree: Tree) -> User:
    return factories.provincial_officer(tree.province)


@pytest.fixture
def calendar(db) -> None:
    actions.load_bundled(by=CommandLine(), at=noon(date(2023, 1, 3)))


@pytest.fixture
def subject(tree: Tree) -> Activity:
    return factories.activity(tree.commune)


@pytest.fixture
def owe(tree: Tree, clerk: User) -> Owe:
    """Start a clock on something fresh of a unit, on that day."""

    def started(
        rule: str = "matter_received",
        *,
        on: date = date(2024, 3, 5),
        unit: Unit | None = None,
        about: Activity | None = None,
        **words: object,
    ) -> Clock:
        place = unit or tree.commune
        clock = actions.start(
            about or factories.activity(place),
            place,
            rule,
            title="Trả lời kiến nghị về đường thôn",
            on=on,
            by=clerk,
            at=noon(on),
            **words,
        )
        assert clock is not None
        return clock

    return started
