"""The Đề án of Bắc Kạn as written down, against what the paper says."""

import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from danvan.foundation.programme import check_file
from danvan.foundation.programme.clocks import BY_ID
from danvan.foundation.programme.measures import MEASURES
from danvan.foundation.programme.posts import clashes
from tests.foundation.programme.conftest import REAL

JULY = date(2024, 7, 1)


def test_the_real_file_has_no_fault():
    assert check_file(REAL) == []


def test_the_real_file_is_written_in_nfc(text):
    assert unicodedata.is_normalized("NFC", text)


def test_the_real_file_is_complete(real):
    assert (real.starts, real.ends) == (date(2023, 1, 1), date(2025, 12, 31))
    assert (real.place.code, real.place.name) == ("06", "tỉnh Bắc Kạn")
    assert len(real.targets) == 7
    assert [len(group.tasks) for group in real.task_groups] == [9, 6, 6, 8, 6, 3]
    assert len(real.kinds) == 24
    assert len(real.organisations) == 5
    assert {clock.id for clock in real.clocks} == set(BY_ID)
    assert len(real.bodies) == 20


def test_the_preamble_has_fourteen_items_naming_fifteen_documents(real):
    assert len(real.preamble) == 14
    assert Counter(basis.cited for basis in real.legal_bases) == {
        "preamble": 15,
        "body": 5,
        "outside": 1,
    }
    assert [basis.number for basis in real.preamble[0]] == ["25-NQ/TW", "43-KL/TW"]


def test_misprinted_documents_keep_both_readings(real):
    readings = {
        basis.number: (basis.true_number, basis.true_issued_on)
        for basis in real.legal_bases
        if basis.is_misprinted
    }
    assert readings == {
        "217-QĐ/TW": ("217-QĐ/TW", date(2013, 12, 12)),
        "33/CT-TTg": ("33/CT-TTg", date(2021, 11, 26)),
        "15-CT/TW": ("15-CT/TU", date(2022, 2, 8)),
        "160-KL/TW": ("160-TB/TW", date(2020, 1, 15)),
    }
    reasoned = [basis.id for basis in real.legal_bases if not basis.verified]
    assert reasoned == ["ct_15_tu", "tb_160_tw"]
    assert real.legal_basis("qd_217_tw").issued_on == date(2013, 12, 22)
    assert real.legal_basis("ct_33_ttg").spellings == ("33 -CT/TTg",)


def test_every_target_measures_what_the_paper_asks(real):
    shape = {
        target.id: (target.threshold, target.level, target.period, target.combine)
        for target in real.targets
    }
    assert shape == {
        "1": (100, "commune", "at_day", "all"),
        "2": (100, "commune", "programme", "sum"),
        "3": (90, "commune", "year", "sum"),
        "4": (100, "commune", "year", "all"),
        "5": (100, "district", "programme", "all"),
        "6": (100, "commune", "year", "all"),
        "7": (100, "commune", "year", "all"),
    }
    assert real.target("5").when_level_ends == "province"
    named = [name for target in real.targets for name in target.measures]
    assert sorted(named) == sorted(measure.name for measure in MEASURES)


def test_each_measure_is_fed_by_one_kind_or_read_from_the_bloc(real):
    fed = {measure.name: real.kinds_feeding(measure.name) for measure in MEASURES}
    assert {name for name, kinds in fed.items() if not kinds} == {
        measure.name for measure in MEASURES if not measure.recorded
    }
    assert [kind.id for kind in fed["briefings_held"]] == ["briefing"]
    assert [kind.id for kind in fed["members_trained"]] == ["training"]


def test_the_composition_changes_when_the_programme_begins(real):
    before = real.composition_on(date(2022, 12, 31))
    after = real.composition_on(date(2023, 1, 1))
    assert (before.id, after.id) == ("practice_2000", "required_2023")
    assert [len(one.lines_for("deputy")) for one in (before, after)] == [1, 2]
    assert (before.min_members, before.max_members) == (7, 13)
    assert real.composition_on(date(1999, 1, 1)) is None


def test_the_required_composition_is_the_papers(real):
    required = {
        seat.label: seat.posts
        for seat in real.composition_on(JULY).seats
        if seat.required and seat.role != "clerk"
    }
    assert sorted(required.values()) == [
        ("bi_thu_dang_uy", "pho_bi_thu_thuong_truc"),
        ("bi_thu_doan",),
        ("chi_huy_truong_quan_su",),
        ("chu_tich_hoi_cuu_chien_binh",),
        ("chu_tich_hoi_nong_dan",),
        ("chu_tich_hoi_phu_nu",),
        ("chu_tich_mttq",),
        ("chu_tich_ubnd", "pho_chu_tich_ubnd"),
        ("truong_cong_an",),
    ]


def test_a_post_outside_both_lists_is_not_listed(real):
    required = real.composition_on(JULY)
    assert required.lists("hieu_truong")
    assert required.lists("chu_tich_cong_doan")
    assert not required.lists("pho_bi_thu_dang_uy")


def test_the_practice_takes_any_deputy(real):
    (deputy,) = real.composition_on(date(2022, 1, 1)).lines_for("deputy")
    assert deputy.takes("hieu_truong")


@pytest.mark.parametrize(
    ("id_", "have", "need", "printed", "computed"),
    [
        ("members", 1265, None, "1265", "1265"),
        ("level_intermediate", 282, 1265, None, "22.29"),
        ("level_college", 54, 1265, None, "4.27"),
        ("level_university", 823, 1265, None, "65.06"),
        ("level_unstated", 106, 1265, None, "8.38"),
        ("theory_intermediate", 997, 1265, None, "78.81"),
        ("heads_secretary", 2, 108, "1.85", "1.85"),
        ("heads_deputy", 106, 108, "98.14", "98.15"),
        ("untrained", 938, 1265, "74.15", "74.15"),
        ("trained", 327, 1265, None, "25.85"),
        ("survey_no_duties", 9, 68, None, "13.24"),
        ("survey_dialogue", 43, 68, None, "63.24"),
        ("survey_concurrent", 50, 68, None, "73.53"),
        ("survey_not_mobilisation", 4, 68, None, "5.88"),
    ],
)
def test_the_state_of_affairs_is_kept_printed_and_computed(
    real, id_, have, need, printed, computed
):
    figure = real.figure(id_)
    assert (figure.have, figure.need) == (have, need)
    assert figure.printed == (Decimal(printed) if printed else None)
    assert figure.computed == Decimal(computed)


def test_one_printed_figure_differs_from_the_computed(real):
    differing = [figure.id for figure in real.baseline + real.facts if figure.differs]
    assert differing == ["heads_deputy"]


def test_bodies_told_and_bodies_with_work_are_told_apart(real):
    busy = {body.id for body in real.bodies if body.duties or real.tasks_of(body.id)}
    told = {body.id for body in real.bodies if body.informed}
    assert told - busy == {"dang_doan_hdnd_tinh", "ban_dan_van_trung_uong"}
    assert {"dang_uy_xa", "khoi_dan_van"} <= busy - told


def test_what_the_paper_does_not_state_is_said(real):
    (report,) = real.calendar.reports
    assert {report.cut_off, report.due, report.form} == {"not_stated"}
    assert {source.amount for source in real.funding} == {"not_stated"}
    assert {figure.sample for figure in real.facts} == {"not_stated"}
    assert real.paper.number == "not_stated"


def test_grades_begin_at_90_70_50(real):
    assert [grade.min_points for grade in real.grades] == [90, 70, 50, 0]
    assert [real.grade_for(points).id for points in (100, 90, 89, 50, 49, 0)] == [
        "excellent",
        "excellent",
        "good",
        "completed",
        "not_completed",
        "not_completed",
    ]


def test_no_title_means_two_posts(real):
    assert clashes(real.posts) == []
