"""A quite different programme needs a different file and no different code."""

from datetime import date

import pytest

from danvan.foundation.programme import check_file
from danvan.foundation.programme.clocks import BY_ID
from tests.foundation.programme.conftest import SECOND


def test_the_second_file_has_no_fault():
    assert check_file(SECOND) == []


def test_the_second_file_behaves_as_it_says(second):
    assert [(target.id, target.threshold) for target in second.targets] == [
        ("hop", 80),
        ("diem", 100),
    ]
    assert second.target("diem").level == "province"
    assert second.calendar.briefing_cadence == "month"
    assert [kind.id for kind in second.kinds_feeding("briefings_held")] == [
        "monthly_meeting"
    ]
    assert second.kinds_feeding("dialogue_held") == ()
    assert second.grade_for(59).name == "Chưa đạt"


def test_a_title_means_what_the_file_says(real, second):
    assert second.post_named("CT MT").id == "chu_tich_mttq"
    assert second.post_named("CT UBND") is None
    assert real.post_named("CT UBND").id == "chu_tich_ubnd"


def test_a_bloc_is_composed_as_the_file_says(second):
    (head, villages) = second.composition_on(date(2028, 1, 1)).seats
    assert head.takes("chu_tich_mttq")
    assert (villages.min, villages.max) == (4, 4)
    assert second.composition_on(date(2027, 6, 30)) is None


@pytest.mark.parametrize(
    ("today", "year", "as_of"),
    [
        (date(2020, 5, 1), 2027, date(2020, 5, 1)),
        (date(2028, 5, 1), 2028, date(2028, 5, 1)),
        (date(2028, 12, 31), 2028, date(2028, 12, 31)),
        (date(2040, 1, 1), 2030, date(2030, 12, 31)),
    ],
)
def test_the_year_shown_stays_inside_the_programme(second, today, year, as_of):
    assert second.years == (2027, 2028, 2029, 2030)
    assert second.default_year(today) == year
    assert second.default_as_of(year, today) == as_of


@pytest.mark.parametrize(
    ("year", "covered"), [(2026, False), (2027, True), (2030, True), (2031, False)]
)
def test_the_programme_covers_its_years(second, year, covered):
    assert second.covers(year) is covered


def test_the_second_file_keeps_the_default_deadlines(second):
    assert second.clocks == ()
    assert [clock.id for clock in second.all_clocks] == list(BY_ID)
    assert second.clock("dialogue_announced").days == 7
