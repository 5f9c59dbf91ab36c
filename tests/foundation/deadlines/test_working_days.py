"""The calendar as people keep it, and the clocks that follow it."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines import actions, delivered, queries, sheet
from danvan.foundation.deadlines.actions import working_days
from danvan.foundation.deadlines.models import CalendarDay, Clock
from danvan.foundation.deadlines.rules import DayRow
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.factories import noon
from tests.foundation.deadlines.working_days import WORKING_DAYS

pytestmark = pytest.mark.usefixtures("calendar")
TODAY = date(2024, 3, 6)
FLOOD = DayRow(date(2024, 3, 14), False, "Nghỉ chống lũ", "Công điện 05/CĐ-UBND")


def put(rows, by, at=TODAY):
    return actions.set_days(rows, by=by, at=noon(at))


def test_the_stored_calendar_is_the_one_written_by_hand():
    calendar = queries.working_calendar()

    assert all(calendar.is_working(day) for day in WORKING_DAYS)
    first, last = date(2022, 12, 31), date(2027, 12, 31)
    assert calendar.count(first, last) == len(WORKING_DAYS)


def test_a_new_day_off_moves_running_clocks_and_keeps_both_days(owe, clerk, officer):
    clock = owe()
    named = owe("task", due=date(2024, 3, 19))
    done = owe()
    Clock.objects.filter(pk=done.pk).update(stopped_on=TODAY)
    before = owe("dialogue_announced", on=date(2024, 3, 20))

    assert put([FLOOD], officer) == 1

    clock.refresh_from_db()
    assert (clock.due_on, clock.first_due_on) == (date(2024, 3, 20), date(2024, 3, 19))
    for other in (named, done, before):
        due = other.due_on
        other.refresh_from_db()
        assert other.due_on == due
    entry = Entry.objects.get(verb="recount_deadline")
    assert entry.changes == {"due_on": ["2024-03-19", "2024-03-20"]}
    assert entry.unit_id == clock.unit_id


def test_taken_out_again_the_clocks_move_back(owe, officer):
    clock = owe()
    put([FLOOD], officer)
    day = CalendarDay.objects.get(day=FLOOD.day)

    moved = actions.remove_day(
        day, reason="Nước đã rút", version=day.version, by=officer, at=noon(TODAY)
    )

    clock.refresh_from_db()
    assert (moved, clock.due_on) == (1, date(2024, 3, 19))


def test_a_rolled_day_follows_the_calendar(owe, officer):
    clock = owe("matter_answered", on=date(2024, 4, 4))
    assert clock.due_on == date(2024, 5, 4)  # the Saturday that is worked

    saturday = CalendarDay.objects.get(day=date(2024, 5, 4))
    actions.remove_day(
        saturday, reason="Không làm bù", version=1, by=officer, at=noon(TODAY)
    )

    clock.refresh_from_db()
    assert clock.due_on == date(2024, 5, 6)


def test_the_preview_tells_what_then_happens(owe, officer):
    clock = owe()
    after = queries.with_changes([FLOOD])

    foretold = queries.moves(Clock.objects.all(), [FLOOD.day], after)
    put([FLOOD], officer)

    assert [(c.pk, due) for c, due in foretold] == [(clock.pk, date(2024, 3, 20))]
    clock.refresh_from_db()
    assert clock.due_on == foretold[0][1]


def test_all_or_nothing_when_a_row_cannot_stand(owe, officer, monkeypatch):
    owe()
    before = CalendarDay.objects.count()

    with pytest.raises(Refused):
        put([FLOOD, DayRow(date(2024, 3, 15), True, "Thứ Sáu")], officer)
    monkeypatch.setattr(working_days, "recount", fails)
    with pytest.raises(RuntimeError):
        put([FLOOD], officer)

    assert CalendarDay.objects.count() == before
    assert Clock.objects.get().due_on == date(2024, 3, 19)


def fails(*args, **words):
    raise RuntimeError


def test_only_the_province_keeps_the_calendar(tree, clerk):
    others = (clerk, factories.district_officer(tree.districts[0]))
    for person in (*others, factories.inspector(tree.province)):
        with pytest.raises(Refused):
            put([FLOOD], person)

    assert not CalendarDay.objects.filter(day=FLOOD.day).exists()


def test_two_editors_of_one_day_clash(officer):
    row = DayRow(date(2024, 4, 18), False, "Giỗ Tổ", "Điều 112")
    actions.change_day(row, version=1, by=officer, at=noon(TODAY))

    with pytest.raises(Clash) as clash:
        actions.change_day(
            DayRow(row.day, False, "Khác"), version=1, by=officer, at=noon(TODAY)
        )

    assert clash.value.theirs["name"] == "Giỗ Tổ"


def test_loading_again_changes_nothing_and_writes_nothing():
    entries = Entry.objects.count()

    assert actions.load_bundled(by=CommandLine(), at=noon(TODAY)) == 0
    assert Entry.objects.count() == entries


def test_the_next_file_never_overwrites_a_person(officer, monkeypatch):
    changed = DayRow(date(2024, 4, 18), False, "Giỗ Tổ của tỉnh", "QĐ 1")
    actions.change_day(changed, version=1, by=officer, at=noon(TODAY))
    swap = CalendarDay.objects.get(day=date(2024, 4, 29))
    actions.remove_day(swap, reason="Không đổi", version=1, by=officer, at=noon(TODAY))
    next_file = [
        row for row in delivered.delivered() if row.day != date(2027, 9, 3)
    ] + [DayRow(date(2027, 9, 1), False, "Quốc khánh (ngày liền kề)", "QĐ 2027")]
    monkeypatch.setattr(working_days, "delivered", lambda: next_file)

    assert actions.load_bundled(by=CommandLine(), at=noon(TODAY)) == 2

    calendar = queries.working_calendar()
    assert calendar.names[date(2024, 4, 18)] == "Giỗ Tổ của tỉnh"
    assert calendar.is_working(date(2024, 4, 29))
    assert not calendar.is_working(date(2027, 9, 1))
    assert calendar.is_working(date(2027, 9, 3))


def test_the_command_says_which_year_is_missing(monkeypatch, capsys):
    call_command("calendar", "load")
    call_command("calendar", "check")
    CalendarDay.objects.filter(day__year__gte=2026).delete()

    with pytest.raises(CommandError, match="2026"):
        call_command("calendar", "check")


def book(*lines) -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    for line in (sheet.HEADINGS, *lines):
        made.active.append(line)
    made.save(stream)
    return stream.getvalue()


ROWS = [
    DayRow(date(2028, 1, 26), False, "Tết Nguyên đán", "QĐ 9"),
    DayRow(date(2028, 2, 5), True, "Làm bù", ""),
]


@pytest.mark.parametrize(
    "content",
    [
        sheet.written(ROWS).encode("utf-8-sig"),
        sheet.written(ROWS).replace(",", ";").encode(),
        book(
            (date(2028, 1, 26), "Nghỉ", "Tết Nguyên đán", "QĐ 9"),
            (None, None, None, None),
            ("5/2/2028", "lam viec", "Làm bù", None),
        ),
    ],
    ids=["csv", "semicolons", "xlsx"],
)
def test_a_list_is_read_as_people_send_it(content):
    assert sheet.read(content) == ROWS


def test_every_fault_of_a_list_is_told_by_its_line():
    text = (
        "Ngày,Loại,Tên,Căn cứ\n"
        "31/02/2028,nghỉ,Tết,\n"
        "26/01/2028,nghi le,,\n"
        "27/01/2028,làm việc,Làm bù,\n"
        "28/01/2028,nghỉ,Tết,\n"
        "28/01/2028,nghỉ,Tết,\n"
    )

    with pytest.raises(sheet.FaultyDays) as faulty:
        sheet.read(text.encode())

    lines = [fault.partition(":")[0] for fault in faulty.value.faults]
    assert lines == ["Dòng 2", "Dòng 3", "Dòng 3", "Dòng 4", "Dòng 6"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04rubbish", b"a,b\n", "Ngày,Loại,Tên\n".encode()],
)
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(sheet.FaultyDays):
        sheet.read(content)
