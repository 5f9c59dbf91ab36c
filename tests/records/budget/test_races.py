"""Two clerks at the same moment cannot spend the same money."""

from datetime import date

import pytest

from danvan.records.budget import actions
from danvan.records.budget.models import Expense, Line
from danvan.shared.refusals import Refused
from tests import factories
from tests.races import at_once, several_writers

pytestmark = pytest.mark.django_db(transaction=True)

AT = factories.noon(date(2024, 5, 6))


@pytest.fixture
def scene():
    commune = factories.tree(districts=1, communes=1).commune
    row = Line.objects.create(
        unit=commune,
        year=2024,
        source="state",
        text="In tài liệu",
        estimate=10,
        approved=10,
        approved_no="1/QĐ",
        allocated=10,
        allocated_no="2/QĐ",
    )
    return row, factories.clerk_and_head(commune)


def spending(row, clerk, amount):
    def act():
        actions.spend(
            Line.objects.select_related("unit").get(pk=row.pk),
            on=date(2024, 3, 1),
            amount=amount,
            text="In",
            voucher_no="PC",
            by=clerk,
            at=AT,
        )

    return act


@several_writers
def test_two_expenses_at_once_never_exceed_the_allocation(scene):
    row, clerk = scene

    faults = at_once(*[spending(row, clerk, 6)] * 4)

    assert [type(fault) for fault in faults if fault] == [Refused] * 3
    assert actions.spent_of(row) == 6


@several_writers
def test_the_allocation_cannot_be_cut_while_money_is_being_spent(scene):
    row, clerk = scene

    def cut():
        actions.allocate(
            Line.objects.select_related("unit").get(pk=row.pk),
            amount=5,
            number="3/QĐ",
            version=1,
            by=clerk,
            at=AT,
        )

    faults = at_once(cut, spending(row, clerk, 6))

    assert [type(fault) for fault in faults if fault] == [Refused]
    row.refresh_from_db()
    assert actions.spent_of(row) <= row.allocated


def test_one_after_the_other_the_second_is_refused(scene):
    row, clerk = scene
    spending(row, clerk, 6)()

    with pytest.raises(Refused):
        spending(row, clerk, 6)()
    assert Expense.objects.count() == 1
