"""`manage.py roster`, as run in a terminal."""

import io

import pytest
from django.core.management import CommandError, call_command

from danvan.foundation.audit.models import Entry
from danvan.records.blocs.models import Seat
from tests.records.roster.conftest import row, sheet

ON = "15/03/2024"


@pytest.fixture
def file(tmp_path):
    """file(*rows): the path of a workbook with them."""

    def write(*rows):
        path = tmp_path / "danh sách.xlsx"
        path.write_bytes(sheet(*rows))
        return path

    return write


def run(*args) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("roster", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_check_tells_the_figures_and_writes_nothing(file, tree):
    out, err = run("check", file(row(tree.commune)), "--on", ON)

    assert "Thêm mới: 1" in out
    assert "hàng 1/1" in err
    assert Seat.objects.count() == 0


@pytest.mark.parametrize("verb", ["check", "import"])
def test_faults_are_lines_and_exit_code_one(file, tree, verb, capsys):
    bad = [row(tree.commune, SEX="?"), row(tree.commune, FULL_NAME="", ROLE="Sếp")]
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command(
            "roster",
            verb,
            str(file(*bad)),
            "--on",
            ON,
            stdout=out,
            stderr=io.StringIO(),
        )

    assert left.value.code == 1
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("D2 [Giới tính]: “?” không phải giá trị")
    assert [line[:2] for line in lines[:3]] == ["D2", "C3", "G3"]
    assert Seat.objects.count() == 0


def test_import_writes_and_names_the_command_line(file, tree):
    out, _err = run("import", file(row(tree.commune)), "--on", ON)

    assert "Thêm 1 người" in out
    assert Seat.objects.count() == 1
    assert Entry.objects.latest("pk").actor.startswith("command line")


def test_import_twice_says_that_nothing_changes(file, tree):
    path = file(row(tree.commune))
    run("import", path, "--on", ON)

    out, _err = run("import", path, "--on", ON)

    assert "Không có gì phải thay đổi" in out


def test_replace_lists_who_leaves_and_needs_yes(file, tree):
    run(
        "import",
        file(row(tree.commune), row(tree.commune, FULL_NAME="Lý Hai")),
        "--on",
        ON,
    )
    path = file(row(tree.commune))
    out = io.StringIO()

    with pytest.raises(CommandError, match="--yes"):
        call_command(
            *("roster", "import", str(path), "--replace", "--on", ON),
            stdout=out,
            stderr=io.StringIO(),
        )
    assert "Thôi tham gia: Lý Hai" in out.getvalue()
    assert Seat.objects.open().count() == 2

    run("import", path, "--replace", "--yes", "--on", ON)
    assert Seat.objects.open().count() == 1


def test_old_font_text_needs_convert(file, tree):
    path = file(row(tree.commune, FULL_NAME="N«ng V¨n Hïng"))

    with pytest.raises(SystemExit):
        run("import", path, "--on", ON)
    run("import", path, "--convert", "--on", ON)

    assert Seat.objects.get().member.full_name == "Nông Văn Hùng"


def test_unit_keeps_the_file_within_it(file, tree):
    path = file(row(tree.communes[1]))

    with pytest.raises(SystemExit):
        run("check", path, "--unit", tree.commune.code, "--on", ON)
    with pytest.raises(CommandError, match="XX"):
        run("check", path, "--unit", "XX", "--on", ON)


def test_template_and_export_are_written(tmp_path, file, tree):
    run("import", file(row(tree.commune)), "--on", ON)
    template, roster = tmp_path / "mau.xlsx", tmp_path / "ra.xlsx"

    run("template", template)
    out, _err = run("export", roster, "--unit", tree.commune.code, "--on", ON)

    assert template.read_bytes().startswith(b"PK")
    assert "1 người" in out
    again, _err = run("import", roster, "--on", ON)
    assert "Không có gì phải thay đổi" in again


@pytest.mark.parametrize("verb", ["check", "export"])
def test_a_path_that_cannot_be_used_is_said(tmp_path, tree, verb):
    with pytest.raises(CommandError, match="không có"):
        run(verb, tmp_path / "không có" / "x.xlsx")


def test_a_file_that_is_no_workbook_is_said(tmp_path, tree):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError, match="tệp PDF"):
        run("check", path)


def test_a_device_without_an_end_is_read_no_further_than_the_limit(settings):
    settings.ROSTER_MAX_BYTES = 1024 * 1024

    with pytest.raises(CommandError, match="1 MB"):
        run("check", "/dev/zero")
