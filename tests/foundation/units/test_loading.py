"""Lists of units: read, loaded, and the command over both."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.system import CommandLine
from danvan.foundation.units import actions
from danvan.foundation.units.imports import BAC_KAN_2023, read_units
from danvan.foundation.units.models import Lineage, Unit, UnitAlias
from danvan.foundation.units.rules import FaultyList, Level, SuccessionKind
from tests import factories

pytestmark = pytest.mark.django_db

HEAD = "code,kind,name,parent_code,valid_from,population,aliases,grid_row,grid_col"
GOOD = [
    "06,tỉnh,Bắc Kạn,,2022-10-01,313905,Bắc Cạn,,",
    "060,huyện,Pác Nặm,06,2022-10-01,33439,,1,1",
    "01858,xã,Bằng Thành,060,2022-10-01,3500,,,",
]


def units(*words) -> str:
    out = StringIO()
    call_command("units", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def listed(tmp_path):
    def write(*lines, head=HEAD):
        path = tmp_path / "units.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8-sig")
        return path

    return write


def test_load_brings_the_units_of_2023():
    units("load")

    by_level = [Unit.objects.filter(level=level).count() for level in Level]
    assert by_level == [1, 8, 108]
    assert Unit.objects.get(code="06").population == 313905
    assert (
        Lineage.objects.count() == Entry.objects.filter(verb="load_unit").count() == 117
    )
    assert UnitAlias.objects.filter(name="Sỹ Bình").count() == 1
    communes = Unit.objects.communes()
    assert not communes.exclude(parent__level=Level.DISTRICT).exists()
    assert sum(communes.values_list("population", flat=True)) == 313905


def test_loading_twice_adds_nothing():
    units("load")
    before = (
        list(Unit.objects.values_list()),
        UnitAlias.objects.count(),
        Entry.objects.count(),
    )

    said = units("load")

    assert "117" in said
    assert before == (
        list(Unit.objects.values_list()),
        UnitAlias.objects.count(),
        Entry.objects.count(),
    )


def test_load_takes_the_rows_in_any_order_and_adds_to_what_is_there(listed):
    units("load", str(listed(*reversed(GOOD[:2]))))
    units("load", str(listed(GOOD[2])))

    assert str(Unit.objects.get(code="01858").parent.parent) == "Tỉnh Bắc Kạn"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("x6,xã,Tên,060,2022-10-01,,,,", 5),
        ("01859,làng,Tên,060,2022-10-01,,,,", 5),
        ("01859,xã,,060,2022-10-01,,,,", 5),
        ("01859,xã,Tên,060,01/10/2022,,,,", 5),
        ("01859,xã,Tên,060,2022-10-01,nhiều,,,", 5),
        ("01859,xã,Tên,060,2022-10-01,,,a,1", 5),
        ("01859,xã,Tên,,2022-10-01,,,,", 5),
        ("07,tỉnh,Tên,06,2022-10-01,,,,", 5),
        ("01858,xã,Tên,060,2022-10-01,,,,", 5),
        ("01859,xã,Tên,060,2022-10-01,,,,,thừa", 5),
        (f"01859,xã,{'Tên' * 40},060,2022-10-01,,,,", 5),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_loaded(listed, line, number):
    with pytest.raises(CommandError, match=rf"\b{number}\b"):
        units("load", str(listed(*GOOD, line)))

    assert not Unit.objects.exists()


def test_all_faults_are_told_at_once(listed):
    path = listed("a,xã,Một,060,2022-10-01,,,,", GOOD[0], "b,làng,,060,,,,,")

    with pytest.raises(FaultyList) as faulty:
        read_units(path)

    lines = [fault.split(":")[0][-1] for fault in faulty.value.faults]
    assert lines == ["2", "4", "4", "4", "4"]


@pytest.mark.parametrize(
    "line", ["01859,xã,Tên,099,2022-10-01,,,,", "01859,xã,Tên,01858,2022-10-01,,,,"]
)
def test_a_parent_must_be_a_unit_above(listed, line):
    with pytest.raises(CommandError, match="01859"):
        units("load", str(listed(*GOOD, line)))

    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        "01858,xã,Tên Khác,060,2022-10-01,,,,",
        "01858,thị trấn,Bằng Thành,060,2022-10-01,,,,",
        "01858,xã,Bằng Thành,060,2024-01-01,,,,",
        "01858,xã,Bằng Thành,06,2022-10-01,,,,",
    ],
)
def test_a_list_never_changes_a_unit_that_is_there(listed, other):
    units("load", str(listed(*GOOD)))
    before = list(Unit.objects.values_list())

    with pytest.raises(CommandError, match="01858"):
        units("load", str(listed("099,huyện,Mới,06,2022-10-01,,,,", other)))

    assert list(Unit.objects.values_list()) == before


@pytest.fixture
def merged(listed):
    """The good list, of which the commune has become another one by now."""
    units("load", str(listed(*GOOD)))
    on = date(2025, 7, 1)
    old = Unit.objects.get(code="01858")
    new = factories.unit("Hợp Nhất", code="99001", parent=old.parent, valid_from=on)
    words = {"by": CommandLine(), "at": factories.noon(on)}
    actions.succeed(old, new, kind=SuccessionKind.MERGED, on=on, **words)
    return new


def test_a_list_loaded_again_after_a_merger_changes_nothing(listed, merged):
    before = list(Unit.objects.order_by("pk").values_list()), Entry.objects.count()

    said = units("load", str(listed(*GOOD)))

    assert "Đã thêm 0 đơn vị, 3 " in said
    assert before == (
        list(Unit.objects.order_by("pk").values_list()),
        Entry.objects.count(),
    )
    assert set(Unit.objects.within(merged.pk)) == {
        merged,
        Unit.objects.get(code="01858"),
    }


@pytest.mark.parametrize(
    "line",
    [
        "01858,xã,Tên Khác,060,2022-10-01,,,,",
        "01858,xã,Bằng Thành,060,2024-01-01,,,,",
        "01859,xã,Mới,01858,2022-10-01,,,,",
    ],
)
def test_a_list_never_contradicts_a_unit_that_has_ended(listed, merged, line):
    before = list(Unit.objects.order_by("pk").values_list())

    with pytest.raises(CommandError, match="01858"):
        units("load", str(listed(*GOOD[:2], line)))

    assert list(Unit.objects.order_by("pk").values_list()) == before


def test_a_code_is_used_again_after_its_unit_has_ended(listed, merged):
    units("load", str(listed(*GOOD[:2], "01858,xã,Mới,060,2025-07-01,,,,")))

    names = Unit.objects.filter(code="01858").order_by("valid_from")
    assert list(names.values_list("name", flat=True)) == ["Bằng Thành", "Mới"]


def test_a_unit_is_not_put_under_one_that_has_ended(listed):
    units("load", str(listed(*GOOD)))
    Unit.objects.filter(code="060").update(valid_to=date(2025, 7, 1))

    with pytest.raises(CommandError, match="01859"):
        units("load", str(listed(*GOOD, "01859,xã,Mới,060,2025-07-01,,,,")))


@pytest.mark.parametrize("head", ["code,kind,name", f"{HEAD},màu"])
def test_missing_and_unknown_columns_are_named(listed, head):
    with pytest.raises(CommandError):
        units("load", str(listed(head=head)))


def test_what_is_no_list_gets_a_sentence(tmp_path, listed):
    picture = tmp_path / "a.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")

    for path in (picture, tmp_path / "missing.csv", tmp_path, listed()):
        with pytest.raises(CommandError):
            units("load", str(path))


def test_find_prints_a_line_for_each_unit():
    units("load")

    assert units("find", "Sy", "Binh").split("\t") == [
        "01978",
        "xã",
        "Sĩ Bình",
        "Huyện Bạch Thông",
        "2022-10-01",
        "\n",
    ]
    with pytest.raises(CommandError):
        units("find", "nowhere")


def test_the_list_shipped_is_without_fault():
    assert len(read_units(BAC_KAN_2023)) == 117


@pytest.mark.parametrize(
    "line",
    [
        GOOD[2].replace("3500", "9" * 20),
        GOOD[2].replace("01858", "1" * 11),
        GOOD[2].replace("01858", "٠١٨٥٨"),
    ],
    ids=["population", "long code", "other digits"],
)
def test_numbers_beyond_reason_are_faults_not_crashes(listed, line):
    with pytest.raises(CommandError):
        units("load", str(listed(*GOOD[:2], line)))

    assert Unit.objects.count() == 0


def test_column_that_stands_twice_is_refused(listed):
    with pytest.raises(CommandError):
        units("load", str(listed(*GOOD, head=HEAD.replace("aliases", "name"))))


def test_folder_is_no_list(tmp_path):
    with pytest.raises(CommandError):
        units("load", str(tmp_path))


def test_endless_name_finds_nothing():
    with pytest.raises(CommandError):
        units("find", "x" * 60_000)
