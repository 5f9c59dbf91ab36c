from decimal import Decimal

import pytest

from danvan.shared import numbers


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        ("1234567.89", None, "1.234.567,89"),
        (1265, None, "1.265"),
        (0, None, "0"),
        (-1234.5, None, "-1.234,5"),
        (Decimal("12.50"), None, "12,50"),
        (Decimal("1E+3"), None, "1.000"),
        ("2.345", 2, "2,35"),
        (-0.5, 0, "-1"),
        (7, 1, "7,0"),
    ],
)
def test_decimal_writes_points_and_comma(value, places, written):
    assert numbers.decimal(value, places) == written


@pytest.mark.parametrize(
    ("have", "need", "share", "written"),
    [
        (106, 108, "98.15", "98,15%"),
        (327, 1265, "25.85", "25,85%"),
        (101, 200, "50.50", "50,5%"),
        (108, 108, "100.00", "100%"),
        (0, 108, "0.00", "0%"),
        (1, 20_000, "0.01", "0,01%"),
        (3, 2, "150.00", "150%"),
        (100, 1, "10000.00", "10.000%"),
        (2_469_135_802_469_135_802_469_135_802, 4 * 10**31, "0.01", "0,01%"),
    ],
)
def test_percent_rounds_half_up_and_drops_idle_zeros(have, need, share, written):
    assert str(numbers.percent(have, need)) == share
    assert numbers.percent_text(have, need) == written


@pytest.mark.parametrize("need", [0, None])
def test_percent_of_nothing_is_not_a_hundred(need):
    assert numbers.percent(0, need) is None
    assert numbers.percent_text(0, need) == "–"


def test_fraction_text_groups_thousands():
    assert numbers.fraction_text(106, 108) == "106/108"
    assert numbers.fraction_text(1234, 56789) == "1.234/56.789"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        ("²", 0),
        ("٣", 0),
        ("9" * 5_000, 0),
        ("1\n", 0),
    ],
)
def test_serial_reads_plain_digits_alone(typed, number):
    assert numbers.serial(typed) == number
