from datetime import date

import pytest

from danvan.shared import dates


@pytest.mark.parametrize(
    "typed",
    [
        "05/3/2023",
        "5/3/2023",
        "05/03/2023",
        " 5-3-2023 ",
        "05.03.2023",
        "5 / 3 / 2023",
        "2023-03-05",
        "2023-3-5",
        "2023-03-05 00:00:00",
    ],
)
def test_parse_date_reads_what_people_and_spreadsheets_write(typed):
    assert dates.parse_date(typed) == date(2023, 3, 5)


@pytest.mark.parametrize(
    "typed",
    ["", "05/3", "5/3/23", "31/2/2023", "3/2023", "05/13/2023", "5/3/0203", "hôm nay"],
)
def test_parse_date_refuses_what_is_no_full_date(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - the caller says it in its own words
        dates.parse_date(typed)


@pytest.mark.parametrize(
    ("day", "short", "numeric", "long"),
    [
        (date(2023, 3, 5), "05/3/2023", "05/03/2023", "ngày 05 tháng 3 năm 2023"),
        (date(2026, 2, 5), "05/02/2026", "05/02/2026", "ngày 05 tháng 02 năm 2026"),
        (date(2026, 5, 27), "27/5/2026", "27/05/2026", "ngày 27 tháng 5 năm 2026"),
        (date(2025, 12, 1), "01/12/2025", "01/12/2025", "ngày 01 tháng 12 năm 2025"),
    ],
)
def test_dates_are_written_as_in_party_documents(day, short, numeric, long):
    assert (dates.short(day), dates.numeric(day), dates.long(day)) == (
        short,
        numeric,
        long,
    )


def test_quarter_ends_are_last_days():
    assert dates.quarter_ends(2024) == [
        date(2024, 3, 31),
        date(2024, 6, 30),
        date(2024, 9, 30),
        date(2024, 12, 31),
    ]
    assert dates.month_ends(2024)[1] == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("on", "quarters", "months"),
    [
        (date(2023, 12, 31), 0, 0),
        (date(2024, 3, 30), 0, 2),
        (date(2024, 3, 31), 1, 3),
        (date(2024, 12, 30), 3, 11),
        (date(2024, 12, 31), 4, 12),
        (date(2026, 1, 1), 4, 12),
    ],
)
def test_completed_periods_count_the_last_day_as_gone(on, quarters, months):
    assert dates.completed_quarters(2024, on) == quarters
    assert dates.completed_months(2024, on) == months
