"""Two administrators at the same moment: one sentence, never a page of faults."""

from collections.abc import Callable
from datetime import date

import pytest

from danvan.foundation.access import actions
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Role
from danvan.foundation.access.system import CommandLine
from danvan.shared.refusals import Refused
from tests import factories
from tests.races import at_once, several_writers

ROUNDS = 6
DAY = date(2024, 3, 5)
AT = factories.noon(DAY)

pytestmark = [several_writers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree():
    return factories.tree(districts=1, communes=1)


def ending(grant: Grant, by: User) -> Callable[[], object]:
    return lambda: actions.end_grant(grant, on=DAY, by=by, at=AT)


def closing(user: User, by: User) -> Callable[[], object]:
    return lambda: actions.amend_account(
        user, {"is_active": False}, version=1, by=by, at=AT
    )


@pytest.mark.parametrize("act", ["end", "close", "one of each"])
def test_of_two_administrators_who_send_each_other_away_one_stays(tree, act):
    for _round in range(ROUNDS):
        Grant.objects.all().delete()
        one, two = (factories.administrator(tree.province) for _ in range(2))
        away = {
            "end": (ending(two.grants.get(), one), ending(one.grants.get(), two)),
            "close": (closing(two, one), closing(one, two)),
            "one of each": (ending(two.grants.get(), one), closing(one, two)),
        }

        faults = at_once(*away[act])

        left = Grant.objects.in_force(DAY).filter(user__is_active=True)
        assert left.count() == 1
        assert [type(fault) for fault in faults if fault] == [Refused], faults


def test_a_user_name_made_several_times_is_taken_once(tree):
    def make(name: str) -> Callable[[], object]:
        return lambda: actions.create_account(
            username=name,
            full_name="Người Thử",
            role=Role.COMMUNE,
            unit=tree.commune,
            by=CommandLine(),
            at=AT,
        )

    for number in range(ROUNDS):
        faults = at_once(*[make(f"nguoi-{number}")] * 3)
        assert [type(fault) for fault in faults if fault] == [Refused] * 2, faults


def test_a_role_given_several_times_is_held_once(tree):
    def give(user: User, day: int) -> Callable[[], object]:
        return lambda: actions.add_grant(
            user,
            Role.AGENCY,
            tree.province,
            valid_from=date(2024, 4, day),
            by=CommandLine(),
            at=AT,
        )

    for _round in range(ROUNDS):
        clerk = factories.clerk(tree.commune)
        faults = at_once(give(clerk, 1), give(clerk, 1), give(clerk, 2))
        assert [type(fault) for fault in faults if fault] == [Refused] * 2, faults
