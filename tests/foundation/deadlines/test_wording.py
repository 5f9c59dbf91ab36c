"""A person can check the due day with a wall calendar."""

from datetime import date

import pytest

from danvan.foundation.deadlines import actions, queries
from danvan.foundation.deadlines.rules import DayRow
from tests.factories import noon

pytestmark = pytest.mark.usefixtures("calendar")


def test_working_days_name_all_that_was_left_out(owe):
    clock = owe(on=date(2024, 4, 15))

    assert queries.explained(clock) == [
        "Tính từ 15/4/2024 (không tính ngày này): 10 ngày làm việc",
        "Bỏ 4 ngày thứ Bảy, Chủ nhật",
        "Bỏ ngày nghỉ: 18/4/2024 Giỗ Tổ Hùng Vương",
        "Bỏ ngày nghỉ: 29/4/2024 Nghỉ hoán đổi dịp 30/4",
        "Bỏ ngày nghỉ: 30/4/2024 Ngày Chiến thắng",
        "Bỏ ngày nghỉ: 01/5/2024 Quốc tế Lao động",
        "Hạn là ngày 03/5/2024",
    ]


def test_a_saturday_worked_is_named(owe):
    told = queries.explained(owe(on=date(2024, 4, 22)))

    assert "Tính là ngày làm việc: 04/5/2024 Làm bù ngày 29/4/2024" in told


def test_calendar_days_say_why_they_roll(owe):
    told = queries.explained(owe("dialogue_published", on=date(2024, 3, 21)))

    assert any("31/3/2024 (Chủ nhật)" in t and "Điều 148" in t for t in told)
    assert told[-1] == "Hạn là ngày 01/4/2024"


def test_a_year_without_days_off_is_told(owe):
    told = queries.explained(owe(on=date(2027, 12, 27)))

    assert told[-1] == (
        "Chưa có ngày nghỉ của năm 2028; hạn được tính chỉ trừ thứ Bảy, Chủ nhật"
    )


def test_pauses_stand_with_their_reason(owe, clerk):
    clock = owe()
    day = date(2024, 3, 11)
    actions.pause(clock, reason="Chờ đo đạc", by=clerk, at=noon(day), on=day)

    told = queries.explained(clock)
    assert "Tạm dừng từ 11/3/2024: Chờ đo đạc" in told


def test_a_calendar_changed_afterwards_does_not_belie_what_ended(
    owe, clerk, officer, subject
):
    clock = owe(about=subject)
    day = date(2024, 3, 7)
    actions.stop(subject, clock.rule, on=day, by=clerk, at=noon(day))
    flood = DayRow(date(2024, 3, 14), False, "Chống lũ")
    actions.set_days([flood], by=officer, at=noon(day))
    clock.refresh_from_db()

    assert clock.due_on == date(2024, 3, 19)
    assert any("giữ nguyên" in told for told in queries.explained(clock))
