"""People of communes that merged, in a roster of the new commune."""

from datetime import date

import pytest

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units import actions as units
from danvan.foundation.units.rules import SuccessionKind
from danvan.records.blocs.models import Bloc, Member, Seat
from tests import factories
from tests.records.roster.conftest import row, sheet

MERGER = date(2024, 3, 1)


@pytest.fixture
def merged(load, tree):
    """Two communes with a person each become one; their blocs are over."""
    old = tree.communes[:2]
    load(sheet(row(old[0]), row(old[1], FULL_NAME="Lý Thị Hai", SEX="Nữ")))
    new = factories.unit("Hợp Nhất", parent=tree.districts[0], valid_from=MERGER)
    words = {"kind": SuccessionKind.MERGED, "on": MERGER, "by": CommandLine()}
    for each in old:
        units.succeed(each, new, **words, at=factories.noon(MERGER))
    Seat.objects.update(valid_to=MERGER)
    Bloc.objects.update(valid_to=MERGER)
    return new


def test_the_same_people_go_on_in_the_bloc_of_the_new_commune(load, merged):
    content = sheet(row(merged), row(merged, FULL_NAME="Lý Thị Hai", SEX="Nữ"))

    load(content)

    bloc = Bloc.objects.open().get()
    assert Member.objects.count() == 2
    assert bloc.valid_from == MERGER
    assert {seat.valid_from for seat in bloc.seats.all()} == {MERGER}
    assert load(content, replace=True) == (0, 0, 2, 0, 0)


def test_a_bloc_does_not_begin_before_its_commune(load, check, merged):
    content = sheet(row(merged, FULL_NAME="Hoàng Văn Mới"))
    remarks = [remark.text for remark in check(content).remarks]

    load(content)

    seat = Seat.objects.open().get()
    assert (seat.bloc.valid_from, seat.valid_from) == (MERGER, date(2023, 1, 15))
    assert any("15/01/2023" in text and "01/03/2024" in text for text in remarks)
    assert load(content) == (0, 0, 1, 0, 0)


def test_a_founded_bloc_is_not_moved_before_its_commune(load, tree):
    commune = tree.commune
    factories.bloc(commune, valid_from=date(2023, 2, 1))

    load(sheet(row(commune, JOINED="15/05/2020")))

    assert Bloc.objects.get().valid_from == commune.valid_from
    assert Seat.objects.get().valid_from == date(2020, 5, 15)
