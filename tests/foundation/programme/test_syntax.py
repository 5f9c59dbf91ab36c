"""Files that are not TOML, or not text at all."""

import unicodedata

import pytest

from danvan.foundation.programme import check_file, load
from tests.foundation.programme.conftest import line_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("old", "new", "shown", "message"),
    [
        ('short = "Tập huấn"', 'short = "Tập huấn', 'short = "Tập', "is not closed"),
        ("threshold = 90", "threshold 90", "threshold 90", "followed by “=”"),
        ("threshold = 90", "threshold = ", "threshold = \n", "cannot be read"),
        ("threshold = 90", "threshold = 90 %", "threshold = 90 %", "behind the value"),
        (
            "threshold = 90",
            "threshold = 90\nthreshold = 91",
            "threshold = 91",
            "This key is written twice; keep one of them.",
        ),
        ("ends = 2025-12-31", "ends = 2025-02-30", "ends = 2025-02", "no such date"),
        ("ends = 2025-12-31", "ends = 31/12/2025", "ends = 31/12", "behind the value"),
        ("[place]", "[place", "[place", "The header of the table is not closed"),
        ("[place]", "[calendar]", "[calendar]\nbriefing", "declared twice"),
        ("[place]", "= 5\n[place]", "= 5\n", "neither a key with a value nor"),
        (
            'code = "06"',
            r'code = "0\6"',
            'code = "0',
            "A backslash stands in the text",
        ),
    ],
)
def test_broken_toml_is_told_with_its_line(broken, old, new, shown, message):
    (fault,), text = broken((old, new))
    assert (fault.line, message in fault.message) == (line_of(text, shown), True), fault


def test_broken_tables_hide_neither_each_other_nor_other_faults(broken):
    faults, text = broken(
        ("threshold = 90", "threshold 90"),
        ('label = "Trưởng Công an"', "label = Trưởng Công an"),
        ("computed = 98.15", "computed = 98.14"),
    )
    assert [fault.line for fault in faults] == [
        line_of(text, "label = Trưởng Công an"),
        line_of(text, "threshold 90"),
        line_of(text, "computed = 98.14"),
    ]


def test_a_broken_row_does_not_make_its_references_wrong(broken):
    faults, text = broken(('body = "Công an"', "body = Công an"))
    assert [fault.line for fault in faults] == [line_of(text, "body = Công an")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"\n  \n", "The file is empty."),
        (b"\xff\xfe\x00", "This is not a text file in UTF-8"),
        (b"PK\x03\x04\x00\x00", "This is not a text file;"),
        (b"# " + b"x" * 2_000_001, "The file is larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_programme_gets_a_sentence(tmp_path, content, reason):
    path = tmp_path / "wrong.toml"
    path.write_bytes(content)
    (fault,) = check_file(path)
    assert (fault.line, fault.message.startswith(reason)) == (0, True)


def test_a_folder_and_a_missing_file_get_a_sentence(tmp_path):
    (folder,) = check_file(tmp_path)
    (missing,) = check_file(tmp_path / "none.toml")
    assert folder.message == "This is a folder; give the name of a .toml file."
    assert missing.message == "There is no file with this name."


def test_a_file_saved_by_windows_or_mac_loads_the_same(text, tmp_path, real):
    path = tmp_path / "saved.toml"
    mac = unicodedata.normalize("NFD", text)
    path.write_bytes(b"\xef\xbb\xbf" + mac.replace("\n", "\r\n").encode())
    assert load(path) == real


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("ends = " + "[" * 5_000 + "]" * 5_000, "stand too deep within each other."),
        ("ends = " + "9" * 5_000, "A number here is longer than can be read."),
        ("ends = 2025-12-31T00:00:00Z", "a date like 2023-01-31, without quotes."),
        ("ends = 9999-12-31", "enter a year from 1900 to 2100."),
    ],
    ids=["deep", "long", "with a time", "far"],
)
def test_a_value_that_python_cannot_hold_is_told(broken, new, message):
    faults, _text = broken(("ends = 2025-12-31", new))
    assert [fault.message.endswith(message) for fault in faults] == [True]


def test_a_device_without_an_end_is_read_no_further_than_the_limit():
    (fault,) = check_file("/dev/zero")
    assert fault.message.startswith("The file is larger than 2 MB")
