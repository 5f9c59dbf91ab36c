"""What a check says of rows: faults, mends, matches. Words in the sources' English."""

import unicodedata
from datetime import date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.models import UnitAlias
from danvan.records.blocs.choices import SeatRole, Sex
from danvan.records.roster import planning
from danvan.records.roster.plans import Fault, Mend, Options, Plan
from danvan.records.roster.reading import read
from tests import factories
from tests.records.roster.conftest import HEADERS, ON, row, saved, sheet, workbook


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def told(plan: Plan) -> list[tuple[str, str, str]]:
    return [(fault.place, fault.wrong, fault.right) for fault in plan.faults]


def only(faults: tuple[Fault, ...]) -> Fault:
    assert len(faults) == 1
    return faults[0]


def mends(plan: Plan) -> list[tuple[str, str, str]]:
    return [(mend.place, mend.after, mend.why) for mend in plan.mends]


def test_check_of_a_good_row_adds_a_person(check, tree):
    plan = check(sheet(row(tree.commune)))

    assert plan.faults == ()
    person = plan.added[0].person
    assert person.full_name == "Nông Văn Thử"
    assert (person.sex, person.role) == ("male", "member")
    assert person.post == "chu_tich_hoi_nong_dan"
    assert (person.professional, person.theory) == ("university", "intermediate")
    assert person.joined == date(2023, 1, 15)


def test_check_tells_every_fault_of_every_row_at_once(check, tree):
    one, two, three = tree.communes
    plan = check(
        sheet(
            row(one, SEX="Male", ROLE="Trưởng phòng", PROFESSIONAL="Đại hoc X"),
            row(one, FULL_NAME="", POST=None),
            row(two, CODE="99999", COMMUNE="Nơi nào"),
            row(two, COMMUNE=three.name),
            row(three, JOINED="31/02/2023", THEORY="Cao học"),
        )
    )

    assert {fault.place for fault in plan.faults} == {
        *("D2", "G2", "H2", "C3", "E3", "A4", "B5", "K6", "I6")
    }
    assert plan.added == () or not plan.may_apply
    by_place = {fault.place: fault for fault in plan.faults}
    assert by_place["D2"].wrong == "“Male” is not a value of this column."
    assert by_place["D2"].right == "One of: Nam, Nữ"
    assert by_place["H2"].right.startswith("Đại học (of: Sơ cấp, Trung cấp")
    assert by_place["C3"].wrong == "The cell is empty."
    assert by_place["A4"].wrong == "No commune has the code 99999 on 15/03/2024."


def test_check_of_a_wrong_name_says_both_and_the_code_it_belongs_to(check, tree):
    one, two, _three = tree.communes

    fault = only(check(sheet(row(one, COMMUNE=two.name))).faults)

    assert fault.wrong == f"Code {one.code} is {one.full_name}, not “{two.name}”."
    assert fault.right == f"{two.full_name} has the code {two.code}"


def test_check_of_a_wrong_code_gives_the_code_of_the_name(check, tree):
    fault = only(check(sheet(row(tree.commune, CODE="00009"))).faults)

    assert (fault.place, fault.right) == ("A2", tree.commune.code)


def test_check_of_an_empty_code_gives_the_code_of_the_name(check, tree):
    fault = only(check(sheet(row(tree.commune, CODE=None))).faults)

    assert (fault.wrong, fault.right) == ("The cell is empty.", tree.commune.code)


def test_check_of_empty_places_gives_what_is_known(check, tree):
    one = tree.commune

    plan = check(
        sheet(row(one, COMMUNE=None), row(one, CODE=" ", COMMUNE=None, POST="B"))
    )

    assert [(fault.place, fault.right) for fault in plan.faults] == [
        ("B2", one.name),
        ("A3", "The code of the commune."),
        ("B3", "Fill in the cell."),
    ]


@pytest.mark.parametrize("typed", [1834, "1834", 1834.0])
def test_check_restores_the_zero_a_code_lost(check, tree, typed):
    place = factories.unit("Phùng Chí Kiên", code="01834", parent=tree.districts[0])

    plan = check(sheet(row(place, CODE=typed)))

    assert plan.faults == ()
    assert ("A2", "01834", "leading zero restored") in mends(plan)
    assert plan.added[0].person.unit_id == place.pk


@pytest.mark.parametrize(
    "typed",
    ["bang lung", "BẰNG LŨNG", "xã Bằng Lũng", "  Bằng   Lũng ", "Bằng Lũng (cũ)"],
)
def test_check_forgives_how_a_commune_is_typed(check, tree, typed):
    commune = tree.commune
    UnitAlias.objects.create(unit=commune, name="x", name_fold="bang lung (cu)")

    assert check(sheet(row(commune, COMMUNE=typed))).faults == ()


def test_check_refuses_a_commune_no_longer_in_force(check, tree):
    gone = factories.unit(
        "Đã Nhập", parent=tree.districts[0], valid_to=date(2024, 1, 1)
    )

    fault = only(check(sheet(row(gone))).faults)

    assert fault.wrong == f"No commune has the code {gone.code} on 15/03/2024."


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        ("SEX", " nU ", "female"),
        ("ROLE", "PHÓ TRƯỞNG KHỐI", "deputy"),
        ("ROLE", "giup viec", "clerk"),
        ("PROFESSIONAL", "thac si", "master"),
        ("PROFESSIONAL", None, ""),
        ("THEORY", "CỬ NHÂN", "bachelor"),
    ],
)
def test_check_forgives_case_space_and_marks_of_words(
    check, tree, column, typed, stored
):
    plan = check(sheet(row(tree.commune, **{column: typed})))

    assert plan.faults == ()
    assert getattr(plan.added[0].person, column.lower()) == stored


@pytest.mark.parametrize(
    "typed",
    [
        *("15/03/2023", "15/3/2023", "15-03-2023", "15.3.2023", "2023-03-15"),
        *(date(2023, 3, 15), datetime.fromisoformat("2023-03-15 09:00"), 45000),
    ],
)
def test_check_reads_days_in_every_usual_form(check, tree, typed):
    plan = check(sheet(row(tree.commune, JOINED=typed)))

    assert plan.faults == ()
    assert plan.added[0].person.joined == date(2023, 3, 15)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("03/15/2023", "15/03/2023"),
        ("15/3/23", "15/03/2023"),
        ("tháng 3", "dd/mm/yyyy, for example 15/03/2023"),
        (2023, "dd/mm/yyyy, for example 15/03/2023"),
        ("15/03/2032", "Check the year."),
        ("15/03/1923", "Check the year."),
    ],
)
def test_check_says_which_day_would_be_right(check, tree, typed, right):
    fault = only(check(sheet(row(tree.commune, JOINED=typed))).faults)

    assert (fault.place, fault.right) == ("K2", right)


def test_check_says_that_no_month_has_the_day(check, tree):
    fault = only(check(sheet(row(tree.commune, JOINED="31/02/2023"))).faults)

    assert fault.wrong == "There is no day 31/02/2023."


@pytest.mark.parametrize(
    ("typed", "meant"), [("Uỷ viên", "Thành viên"), ("Trưởng khối DV", "Trưởng khối")]
)
def test_check_suggests_the_role_that_is_meant(check, tree, typed, meant):
    fault = only(check(sheet(row(tree.commune, ROLE=typed))).faults)

    assert fault.right.startswith(f"{meant} (of: ")


def test_check_says_that_a_blank_day_is_the_day_of_import(check, tree):
    plan = check(sheet(row(tree.commune, JOINED=None, DECISION=None)))

    assert plan.faults == ()
    assert plan.added[0].joined == ON
    assert mends(plan) == [
        ("K2", "15/03/2024", "no day of joining stated: the day of import")
    ]


def test_check_says_each_mend_of_a_name(check, tree):
    decomposed = unicodedata.normalize("NFD", "Nông Văn Hai")

    plan = check(
        sheet(
            row(tree.commune, FULL_NAME="  Nông  Văn Một "),
            row(tree.commune, FULL_NAME=decomposed),
        )
    )

    assert mends(plan) == [
        ("C2", "Nông Văn Một", "needless spaces removed"),
        ("C3", "Nông Văn Hai", "letters and marks joined into one (Unicode)"),
    ]


@pytest.mark.parametrize(
    ("column", "typed", "wrong"),
    [
        ("FULL_NAME", 12345, "A name is expected, not a number."),
        ("FULL_NAME", "Nông Văn A1", "A name cannot contain “1”."),
        ("FULL_NAME", "Nông Văn A" + "a" * 100, "110 characters are too many."),
        ("FULL_NAME", "Nông Văn A 0912 345 678", "This looks like the number of"),
        ("LANGUAGES", "Tày, 095123456789", "This looks like the number of"),
        ("DECISION", date(2023, 3, 12), "Excel has turned this cell into a date"),
        ("POST", True, "The cell holds yes or no."),
    ],
)
def test_check_refuses_what_no_text_should_hold(check, tree, column, typed, wrong):
    fault = only(check(sheet(row(tree.commune, **{column: typed}))).faults)

    assert fault.wrong.startswith(wrong)


def test_check_takes_an_unknown_post_with_a_remark(check, tree):
    plan = check(sheet(row(tree.commune, POST="Nghệ nhân hát Then")))

    assert plan.faults == ()
    assert (2, "Nghệ nhân hát Then") in [(r.row, r.subject) for r in plan.remarks]
    assert plan.added[0].person.post == ""


def test_check_refuses_a_person_twice_in_a_commune(check, tree):
    line = row(tree.commune)

    fault = only(check(sheet(line, line)).faults)

    assert (fault.place, fault.right) == ("C3", "Keep one of the two rows.")
    assert "already stands in row 2" in fault.wrong


def test_check_takes_one_name_in_two_communes_or_two_posts(check, tree):
    plan = check(
        sheet(
            row(tree.communes[0]),
            row(tree.communes[1]),
            row(tree.communes[0], POST="Trưởng Công an"),
        )
    )

    assert plan.faults == ()
    assert "taken for two people" in plan.remarks[-1].text


def test_check_remarks_on_the_bloc_as_it_would_be(check, tree):
    plan = check(sheet(row(tree.commune)))

    about = [r.text for r in plan.remarks if r.subject == tree.commune.full_name]
    assert about[0] == "The bloc is founded with this file, as of 15/01/2023."
    assert "The bloc would have 1 people, fewer than 7." in about
    assert not any("since" in text for text in about)


def test_check_refuses_communes_outside_the_account(check, tree):
    mine, other, _third = tree.communes
    clerk = factories.clerk(mine)

    fault = only(check(sheet(row(mine), row(other)), by=clerk).faults)

    assert fault.wrong == f"{other.full_name} is outside the area of your account."


def test_check_within_a_unit_refuses_the_others(check, tree):
    mine, other, _third = tree.communes

    fault = only(check(sheet(row(mine), row(other)), within=mine.pk).faults)

    assert fault.place == "A3"


def seated(tree: factories.Tree, name: str, post: str, **facts: Any) -> Any:
    bloc = tree.commune.blocs.first() or factories.bloc(tree.commune)
    held_by = factories.member(tree.commune, name, sex=Sex.MALE)
    return factories.seat(bloc, held_by=held_by, post_title=post, **facts)


def test_check_matches_people_by_name_without_marks(check, tree):
    seat = seated(tree, "Nông Văn Hoà", "Chủ tịch Hội Nông dân")

    for typed in ("Nông Văn Hòa", "nong van hoa", "NÔNG VĂN HOÀ"):
        plan = check(sheet(row(tree.commune, FULL_NAME=typed)))
        assert plan.added == ()
        assert plan.updated[0].sitting.seat_id == seat.pk


def test_check_never_replaces_a_well_written_name_by_a_poorer_one(check, tree):
    seated(tree, "Nông Văn Hoà", "Chủ tịch Hội Nông dân")

    plan = check(sheet(row(tree.commune, FULL_NAME="NONG VAN HOA")))

    assert "full_name" not in [change.name for change in plan.updated[0].changes]


def test_check_tells_namesakes_apart_by_their_post(check, tree):
    seated(tree, "Nông Văn Thử", "Trưởng Công an")
    farmer = seated(tree, "Nông Văn Thử", "Chủ tịch Hội Nông dân")

    plan = check(sheet(row(tree.commune)))

    assert [update.sitting.seat_id for update in plan.updated] == [farmer.pk]


def test_check_refuses_to_guess_between_namesakes(check, tree):
    seated(tree, "Nông Văn Thử", "Trưởng Công an")
    seated(tree, "Nông Văn Thử", "Bí thư Đoàn Thanh niên")

    fault = only(check(sheet(row(tree.commune))).faults)

    assert fault.place == "C2"
    assert "“Trưởng Công an”" in fault.wrong


def test_check_takes_names_with_other_marks_for_other_people(check, tree):
    seated(tree, "Nông Văn Hưng", "Trưởng Công an")

    plan = check(sheet(row(tree.commune, FULL_NAME="Nông Văn Hùng")))

    assert len(plan.added) == 1
    assert any("taken for another person" in r.text for r in plan.remarks)


def test_check_lists_what_changes_from_what_to_what(check, load, tree):
    load(sheet(row(tree.commune)))

    plan = check(
        sheet(row(tree.commune, THEORY="Cao cấp", BODY=None, JOINED="01/02/2023"))
    )

    assert [(c.header, c.old, c.new) for c in plan.updated[0].shown] == [
        ("Lý luận chính trị", "Trung cấp", "Cao cấp"),
        ("Ngày tham gia", "15/01/2023", "01/02/2023"),
    ]


def test_check_lists_who_would_leave_only_when_asked(check, load, tree):
    load(sheet(row(tree.commune), row(tree.commune, FULL_NAME="Lý Thị Hai")))
    content = sheet(row(tree.commune))

    assert check(content).leaving == ()
    assert [s.full_name for s in check(content, replace=True).leaving] == ["Lý Thị Hai"]


def test_check_lets_nobody_of_other_communes_leave(check, load, tree):
    load(sheet(row(tree.communes[0]), row(tree.communes[1])))

    assert check(sheet(row(tree.communes[0])), replace=True).leaving == ()


OLD_FONT = {
    "tcvn3": ("N«ng V¨n Hïng", "Chñ tÞch Héi N«ng d©n", "Thµnh viªn"),
    "vni": ("Noâng Vaên Huøng", "Chuû tòch Hoäi Noâng daân", "Thaønh vieân"),
}


@pytest.mark.parametrize("encoding", OLD_FONT)
def test_check_shows_old_font_text_converted_and_waits(check, tree, encoding):
    name, post, role = OLD_FONT[encoding]
    content = sheet(
        row(tree.commune, FULL_NAME=name, POST=post, ROLE=role),
        row(tree.commune, FULL_NAME="Lê Thị Mười", POST="Trưởng Công an"),
    )

    waiting, agreed = check(content), check(content, convert=True)

    fault = only(waiting.faults)
    assert (fault.row, fault.value) == (0, name)
    assert [(m.place, m.after) for m in waiting.conversions] == [
        ("C2", "Nông Văn Hùng"),
        ("E2", "Chủ tịch Hội Nông dân"),
        ("G2", "Thành viên"),
    ]
    assert agreed.faults == ()
    assert [a.person.full_name for a in agreed.added] == [
        "Nông Văn Hùng",
        "Lê Thị Mười",
    ]


def test_check_reads_headers_in_an_old_font(check, tree):
    headers = ["M· x·", "Tªn x·", "Hä vµ tªn", "Giíi tÝnh", "Chøc vô", *HEADERS[5:]]

    plan = check(sheet(row(tree.commune), headers=headers))

    assert plan.faults == ()


def test_check_leaves_western_letters_of_unicode_names_alone(check, tree):
    plan = check(sheet(row(tree.commune, FULL_NAME="Lê Thành")))

    assert plan.conversions == ()
    assert plan.added[0].person.full_name == "Lê Thành"


def test_check_reports_progress(tree):
    seen: list[tuple[int, int]] = []
    table = read(sheet(*[row(tree.commune) for _ in range(250)]))

    planning.plan(
        table,
        Options(ON),
        by=CommandLine(),
        today=ON,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(200, 250), (250, 250)]


def test_check_makes_the_same_plan_twice(check, tree):
    content = saved(workbook(row(tree.commune)))

    assert check(content).fingerprint == check(content).fingerprint


def test_fingerprint_changes_with_what_is_stored(check, load, tree):
    content = sheet(row(tree.commune, THEORY="Cao cấp"))
    load(sheet(row(tree.commune)))
    before = check(content).fingerprint
    seat = tree.commune.blocs.get().seats.get()
    seat.role = SeatRole.CLERK
    seat.save()

    assert check(content).fingerprint != before


def test_mend_says_where(check, tree):
    mend = Mend(2, "C", "Họ và tên", "a", "b", "c")

    assert mend.place == "C2"
