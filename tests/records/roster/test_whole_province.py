"""A whole province in one file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.actions import load_units
from danvan.foundation.units.imports import DATA, read_units
from danvan.foundation.units.models import Unit
from danvan.records.blocs.models import Seat
from danvan.records.roster import actions, planning
from danvan.records.roster.plans import Options
from danvan.records.roster.reading import read
from tests.factories import COMPLETE
from tests.records.roster.conftest import AT, ON, row, sheet

ROLES = {
    "head": "Trưởng khối",
    "deputy": "Phó Trưởng khối",
    "member": "Thành viên",
    "clerk": "Giúp việc",
}

MOST_QUERIES = 40
"""In batches of some hundred rows, however many people there are."""


def province(people: int) -> list[list[object]]:
    """Rows for the real communes, `people` in all, everybody with another name."""
    load_units(read_units(DATA / "bac_kan_2023.csv"), by=CommandLine(), at=AT)
    communes = list(Unit.objects.communes().order_by("code"))
    lines = []
    for number in range(people):
        role, _post, title = COMPLETE[number // len(communes) % len(COMPLETE)]
        lines.append(
            row(
                communes[number % len(communes)],
                FULL_NAME=f"Hoàng {chr(65 + number % 26)} {syllable(number)}",
                ROLE=ROLES[role],
                POST=title,
            )
        )
    return lines


def syllable(number: int) -> str:
    onsets, vowels = (
        ("B", "C", "Đ", "H", "L", "M", "N", "Th", "Tr", "V"),
        "aăâeêioôơuưy",
    )
    number //= 26
    return onsets[number % 10] + vowels[number // 10 % 12]


@pytest.mark.django_db
@pytest.mark.parametrize("people", [108, 1265])
def test_import_of_a_province_asks_in_batches(people):
    content = sheet(*province(people))

    with CaptureQueriesContext(connection) as asked:
        plan = planning.plan(read(content), Options(ON), by=CommandLine(), today=ON)
        outcome = actions.apply(plan, by=CommandLine(), at=AT)

    assert plan.faults == ()
    assert outcome.added == Seat.objects.count() == people
    assert len(asked) < MOST_QUERIES
