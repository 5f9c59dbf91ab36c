"""Roster workbooks made in the test, and the places they speak of."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from danvan.foundation.access.system import CommandLine
from danvan.records.roster import actions, planning
from danvan.records.roster.actions import Outcome
from danvan.records.roster.plans import Options, Plan
from danvan.records.roster.reading import read
from danvan.records.roster.rules import Column
from tests import factories

HEADERS = [column.value for column in Column]
ON = date(2024, 3, 15)
AT = factories.noon(ON)

PERSON: dict[str, Any] = {
    "Họ và tên": "Nông Văn Thử",
    "Giới tính": "Nam",
    "Chức vụ": "Chủ tịch Hội Nông dân",
    "Tổ chức": "Hội Nông dân",
    "Vị trí trong Khối": "Thành viên",
    "Trình độ chuyên môn": "Đại học",
    "Lý luận chính trị": "Trung cấp",
    "Ngôn ngữ": "Tiếng Tày",
    "Ngày tham gia": "15/01/2023",
    "Số quyết định": "12-QĐ/ĐU",
}


def row(commune: Any, **values: Any) -> list[Any]:
    """A good line for that commune; `values` by column name, e.g. SEX="Nữ"."""
    line = {"Mã xã": commune.code, "Tên xã": commune.name} | PERSON
    line |= {Column[name].value: value for name, value in values.items()}
    return [line[header] for header in HEADERS]


def workbook(
    *rows: Sequence[Any], headers: Sequence[Any] = HEADERS, title: str = "Danh sách"
) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = title
    book.active.append(list(headers))
    for line in rows:
        book.active.append(list(line))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS) -> bytes:
    return saved(workbook(*rows, headers=headers))


@pytest.fixture
def tree(db: None) -> factories.Tree:
    return factories.tree(districts=1, communes=3)


type Check = Callable[..., Plan]


@pytest.fixture
def check(tree: factories.Tree) -> Check:
    """check(content, by=…, replace=…, convert=…): the plan on 15/03/2024."""

    def run(content: bytes, *, by: Any = None, on: date = ON, **options: Any) -> Plan:
        by = by or CommandLine()
        return planning.plan(read(content), Options(on, **options), by=by, today=on)

    return run


@pytest.fixture
def load(check: Check) -> Callable[..., Outcome]:
    """Check and apply; fails the test on any fault."""

    def run(
        content: bytes, *, by: Any = None, on: date = ON, **options: Any
    ) -> Outcome:
        by = by or CommandLine()
        plan = check(content, by=by, on=on, **options)
        assert plan.faults == ()
        return actions.apply(plan, by=by, at=factories.noon(on))

    return run
