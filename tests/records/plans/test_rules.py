"""When a task falls due, and what is said of one that is not clear."""

from datetime import date

import pytest

from danvan.records.plans import rules


def days(cadence, *, today=date(2024, 1, 1), year=2024):
    found = rules.stages(cadence, year, briefings="quarter", today=today)
    return [(stage.due_on.month, stage.due_on.day) for stage in found]


@pytest.mark.parametrize("cadence", ["year", "ongoing", "once", "not_stated"])
def test_a_task_without_a_rhythm_is_due_at_the_end_of_the_year(cadence):
    assert days(cadence) == [(12, 31)]


def test_parts_of_the_year_gone_by_are_left_out():
    assert days("quarter", today=date(2024, 7, 1)) == [(9, 30), (12, 31)]


def test_a_year_entered_afterwards_keeps_all_its_parts():
    assert days("half_year", today=date(2025, 3, 1)) == [(6, 30), (12, 31)]


def test_what_follows_the_regulation_has_the_rhythm_of_briefings():
    assert len(days("by_regulation")) == 4


ABOVE = rules.key("Tổ chức học tập Nghị quyết.")


def said(text="Việc riêng", owner="Bà Hà", due_on=date(2024, 5, 1)):
    sources = rules.Sources(above=ABOVE, last_year={rules.key("Việc năm ngoái")})
    return list(
        rules.warnings(
            text=text, owner=owner, due_on=due_on, year=2024, sources=sources
        )
    )


def test_a_clear_task_is_not_warned_of():
    assert said() == []


@pytest.mark.parametrize(
    "text", ["Tổ chức học tập Nghị quyết", "TỔ CHỨC  học tập nghị quyết ."]
)
def test_a_copy_is_recognised_whatever_its_capitals_and_spaces(text):
    assert "cấp trên" in said(text)[0]


def test_a_task_with_words_of_its_own_is_no_copy():
    assert said("Tổ chức học tập Nghị quyết cho 40 đảng viên Nà Thử") == []


def test_all_that_is_not_clear_is_said_at_once():
    assert len(said("Việc năm ngoái", "", date(2025, 1, 1))) == 3
