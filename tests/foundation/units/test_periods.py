"""Half-open periods."""

from datetime import date

import pytest
from django.db import IntegrityError

from danvan.foundation.units.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db

BEGIN, END = date(2023, 1, 1), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2022, 12, 31), False),
        (BEGIN, True),
        (date(2025, 6, 30), True),
        (END, False),
    ],
)
def test_a_row_holds_from_its_first_day_until_the_day_it_ends(day, holds):
    unit = factories.unit(valid_from=BEGIN, valid_to=END)

    assert unit.holds(day) == holds
    assert Unit.objects.in_force(day).exists() == holds


def test_an_open_row_holds_for_ever():
    unit = factories.unit(valid_from=BEGIN)

    assert unit.holds(date.max)
    assert list(Unit.objects.in_force(date.max)) == [unit]
    assert list(Unit.objects.open()) == [unit]


def test_the_day_between_two_rows_belongs_to_one_of_them():
    factories.unit(valid_from=BEGIN, valid_to=END)
    after = factories.unit(valid_from=END)

    assert list(Unit.objects.in_force(END)) == [after]


def test_a_period_never_ends_before_it_begins():
    with pytest.raises(IntegrityError):
        factories.unit(valid_from=END, valid_to=BEGIN)
