"""Finding, ordering and reaching units."""

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection

from danvan.foundation.access.rules import Role
from danvan.foundation.units.actions import UnitRow, load_units
from danvan.foundation.units.imports import BAC_KAN_2023, read_units
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.foundation.units.rules import Kind
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 1)


@pytest.fixture
def bac_kan():
    load(read_units(BAC_KAN_2023))


def load(rows):
    class Hand:
        pk = None

        def get_full_name(self):
            return "test"

    return load_units(rows, by=Hand(), at=factories.noon(DAY))


def first(typed: str) -> str:
    unit = Unit.objects.find(typed).first()
    return str(unit) if unit else ""


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Đồng Phúc", "Xã Đồng Phúc"),
        ("dong phuc", "Xã Đồng Phúc"),
        ("đồng phúc", "Xã Đồng Phúc"),
        ("ĐỒNG PHÚC", "Xã Đồng Phúc"),
        (nfd("Đồng Phúc"), "Xã Đồng Phúc"),
        ("  Đồng   Phúc ", "Xã Đồng Phúc"),
        ("Hoà Mục", "Xã Hoà Mục"),
        ("Hòa Mục", "Xã Hoà Mục"),
        (nfd("Hòa Mục"), "Xã Hoà Mục"),
        ("Xuất Hóa", "Phường Xuất Hóa"),
        ("Xuất Hoá", "Phường Xuất Hóa"),
        ("Sĩ Bình", "Xã Sĩ Bình"),
        ("Sỹ Bình", "Xã Sĩ Bình"),
        ("sy binh", "Xã Sĩ Bình"),
        ("xã Sỹ Bình", "Xã Sĩ Bình"),
        ("TT Bằng Lũng", "Thị trấn Bằng Lũng"),
        ("TT. Bằng Lũng", "Thị trấn Bằng Lũng"),
        ("tt.bang lung", "Thị trấn Bằng Lũng"),
        ("Bằng Lãng", "Xã Bằng Lãng"),
        ("Thành phố Bắc Kạn", "Thành phố Bắc Kạn"),
        ("TP.Bắc Kạn", "Thành phố Bắc Kạn"),
        ("tp bac can", "Thành phố Bắc Kạn"),
        ("tỉnh Bắc Kạn", "Tỉnh Bắc Kạn"),
        ("H. Na Rì", "Huyện Na Rì"),
        ("p. Sông Cầu", "Phường Sông Cầu"),
        ("Quân Hà", "Xã Quân Hà"),
        ("quan ha", "Xã Quân Hà"),
        ("xã Quân Hà", "Xã Quân Hà"),
        ("01834", "Phường Nguyễn Thị Minh Khai"),
        (" 06 ", "Tỉnh Bắc Kạn"),
        ("minh khai", "Phường Nguyễn Thị Minh Khai"),
        ("không đâu cả", ""),
        ("", ""),
        (" . ", ""),
        ("\x00", ""),
        ("%", ""),
        ("_", ""),
    ],
)
def test_find_forgives_how_a_name_is_typed(bac_kan, typed, found):
    assert first(typed) == found


def test_find_takes_marks_at_their_word(bac_kan):
    assert [str(u) for u in Unit.objects.find("Quân Hà")] == ["Xã Quân Hà"]
    assert "Xã Hà Hiệu" in [str(u) for u in Unit.objects.find("quan ha")]


def test_find_puts_the_name_typed_with_its_marks_first():
    factories.unit("Tấn Sơn")
    factories.unit("Tân Sơn")
    factories.unit("Tận Sơn")

    for name in ("Tấn Sơn", "Tân Sơn", "Tận Sơn"):
        found = [unit.name for unit in Unit.objects.find(name.upper())]
        assert found[0] == name
        assert len(found) == 3


def test_find_stays_within_the_units_asked(bac_kan):
    district = Unit.objects.get(code="063")

    assert [u.code for u in Unit.objects.within(district.pk).find("Quân Hà")] == [
        "02005"
    ]
    assert not Unit.objects.exclude(code="02005").find("Quân Hà").exists()


def test_meant_by_answers_one_unit_or_the_choice(bac_kan):
    codes = lambda typed: [u.code for u in meant_by(typed, Unit.objects.all())]  # noqa: E731

    assert codes("tỉnh bắc kạn") == ["06"]
    assert codes("bac kan") == ["06", "058"]
    assert codes("ha hieu") == ["01897"]
    assert len(codes("thanh")) > 1
    assert codes("nowhere") == []


ALPHABET = [
    *("Ba Bể", "Bạch Thông", "Bản Thi", "Bành Trạch", "Bắc Kạn", "Bằng Lãng"),
    *("Bằng Lũng", "Bằng Vân", "Dương Quang", "Dương Sơn", "Đại Sảo", "Đồng Phúc"),
    *("Đổng Xá", "ma", "mà", "mả", "mã", "má", "mạ", "mo", "mô", "mơ", "mu", "mư"),
]


def test_in_order_sorts_as_vietnamese_sorts():
    for name in sorted(ALPHABET):
        factories.unit(name, lineage=False)

    assert [unit.name for unit in Unit.objects.in_order()] == ALPHABET


def test_the_longest_name_fits_its_sort_key():
    assert factories.unit("Ử" * 100).name in {u.name for u in Unit.objects.in_order()}


def test_the_sort_key_is_plain_ascii(bac_kan):
    assert all(unit.sort_key.isascii() for unit in Unit.objects.all())


def test_in_order_agrees_with_comparing_bytes(bac_kan):
    """Holds on PostgreSQL whatever the locale of the server."""
    keys = [unit.sort_key for unit in Unit.objects.in_order()]

    assert all(one <= other for one, other in pairwise(keys))


def test_subtree_reaches_every_level():
    tree = factories.tree(districts=2, communes=2)
    all_units = {tree.province, *tree.districts, *tree.communes}

    assert set(Unit.objects.subtree(tree.province.pk)) == all_units
    assert set(Unit.objects.subtree(tree.districts[0].pk)) == {
        tree.districts[0],
        *tree.communes[:2],
    }
    assert set(Unit.objects.subtree(tree.commune.pk)) == {tree.commune}
    assert not Unit.objects.subtree().exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="small tables are scanned")
def test_the_reach_of_a_role_is_looked_up_and_not_searched_for():
    plan = Unit.objects.within(1, 2).explain()

    assert "SEARCH" in plan
    assert "SCAN" not in plan


def test_within_is_the_subtree_where_nothing_was_inherited():
    tree = factories.tree(districts=2, communes=2)

    for unit in (tree.province, *tree.districts, *tree.communes):
        assert set(Unit.objects.within(unit.pk)) == set(Unit.objects.subtree(unit.pk))


def test_visible_to_is_the_reach_of_all_roles_held():
    tree = factories.tree(districts=2, communes=2)
    two = ((Role.COMMUNE, tree.communes[0]), (Role.AGENCY, tree.districts[1]))
    user = factories.user(*two)
    without = factories.user()

    visible = Unit.objects.visible_to(user, on=DAY)

    assert set(visible) == {tree.communes[0], tree.districts[1], *tree.communes[2:]}
    assert not Unit.objects.visible_to(without, on=DAY).exists()


def test_a_unit_is_named_with_its_kind():
    ward = UnitRow("1", Kind.WARD, "Sông Cầu", "", DAY)
    city = UnitRow("2", Kind.MUNICIPALITY, "Hà Nội", "", DAY)
    load([ward, city])

    assert {str(u) for u in Unit.objects.all()} == {
        "Phường Sông Cầu",
        "Thành phố Hà Nội",
    }
