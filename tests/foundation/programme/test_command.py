import pytest
from django.core.checks.registry import registry
from django.core.management import call_command

from danvan.foundation import programme
from danvan.foundation.programme.apps import programme_file
from tests.foundation.programme.conftest import REAL, SECOND


def test_check_says_ok_with_counts(capsys):
    call_command("programme", "check", str(REAL))
    assert capsys.readouterr().out == (
        f"{REAL}: ok, 7 mục tiêu, 38 nhiệm vụ, 24 loại hoạt động, 21 văn bản, "
        "20 cơ quan.\n"
    )


def test_check_prints_each_fault_behind_file_and_line(tmp_path, text, capsys):
    path = tmp_path / "two.toml"
    swapped = text.replace("threshold = 90", "threshold = 900")
    path.write_text(swapped.replace('code = "06"', "code = 6"), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        call_command("programme", "check", str(path))
    assert left.value.code == 1
    code, threshold = line_of(path, "code = 6"), line_of(path, "threshold = 900")
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:{code}: Đây là số nguyên; phải là chữ trong ngoặc kép.",
        f"{path}:{threshold}: 900 nằm ngoài mức cho phép; nhập số từ 1 đến 100.",
    ]


def line_of(path, piece):
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if piece in row)


def test_check_says_that_there_is_no_file(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("programme", "check", str(tmp_path / "none.toml"))
    assert capsys.readouterr().out == (
        f"{tmp_path / 'none.toml'}: Không có tệp nào tên này.\n"
    )


def test_show_names_place_period_and_targets(capsys):
    call_command("programme", "show", str(SECOND))
    assert capsys.readouterr().out.splitlines() == [
        "Chương trình Tổ Dân vận tỉnh Thử Nghiệm 2027–2030",
        "tỉnh Thử Nghiệm, 01/7/2027 – 30/6/2030",
        "  1. Họp tháng: 80% (briefings_held)",
        "  2. Tổ làm điểm: 100% (pilot_bloc)",
    ]


def test_current_follows_the_settings(settings):
    assert programme.current().id == "bac-kan-2023-2025"
    settings.DANVAN_PROGRAMME = SECOND
    assert programme.current().id == "thu-nghiem-2027-2030"
    assert programme.current() is programme.current()


def test_a_broken_file_stops_the_start_with_its_line(settings, tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("id = 1 2\n", encoding="utf-8")
    settings.DANVAN_PROGRAMME = path
    (error,) = programme_file(None)
    known: set[object] = {*registry.get_checks()}
    assert programme_file in known
    assert error.is_serious()
    assert error.msg == f"{path}:1: Sau giá trị còn chữ thừa; mỗi dòng chỉ một khóa."
