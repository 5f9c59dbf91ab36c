"""Each way the parts of a programme can be wrong: the line, and what is right."""

import pytest

from danvan.foundation.programme import ProgrammeBroken, load
from tests.foundation.programme.conftest import SECOND, line_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("old", "new", "shown", "message"),
    [
        ("threshold = 90", "treshold = 90", "treshold", "Did you mean “threshold”?"),
        ("threshold = 90", "threshold = 101", "threshold = 101", "1 to 100"),
        ("threshold = 90", "threshold = 0", "threshold = 0", "1 to 100"),
        (
            "threshold = 90",
            'threshold = "90"',
            'threshold = "90"',
            "This is a text; it must be a whole number, without quotes.",
        ),
        (
            "threshold = 90",
            "threshold = true",
            "threshold = true",
            "This is true or false; it must be a whole number, without quotes.",
        ),
        (
            "ends = 2025-12-31",
            'ends = "31/12/2025"',
            'ends = "31',
            "This is a text; it must be a date like 2023-01-31, without quotes.",
        ),
        (
            "ends = 2025-12-31",
            "ends = 2022-12-31",
            "ends = 2022",
            "The programme ends on 2022-12-31, before it starts on 2023-01-01.",
        ),
        (
            'measures = ["dialogue_held"]',
            'measures = ["dialog_held"]',
            '["dialog_held"]',
            "No measure is called “dialog_held”. Did you mean “dialogue_held”?",
        ),
        (
            'measures = ["dialogue_held"]',
            "measures = []",
            "measures = []",
            "A target needs at least one measure.",
        ),
        (
            'measures = ["dialogue_held"]',
            'measures = "dialogue_held"',
            'measures = "dialogue_held"',
            "This is a text; it must be a list, in square brackets.",
        ),
        (
            'measures = ["dialogue_held"]',
            'measures = ["dialogue_held", "dialogue_held"]',
            'measures = ["dialogue_held", ',
            "“dialogue_held” is listed twice.",
        ),
        (
            'measures = ["dialogue_held"]',
            'measures = ["dialogue_held", "members_trained"]',
            'combine = "all"\nmeasures = ["dialogue_held", ',
            "asks yes or no of each unit",
        ),
        (
            'measures = ["people_reached"]',
            'measures = ["people_reached", "members_trained"]',
            'combine = "sum"\nmeasures = ["people_reached"',
            "cannot be added up",
        ),
        (
            'measures = ["dialogue_held"]',
            'measures = ["dialogue_held", "pilot_bloc"]',
            'measures = ["dialogue_held", ',
            "“pilot_bloc” is counted by district, province, not by commune.",
        ),
        (
            'measure = "review_held"\n',
            "",
            '  "review_held"',
            "No kind of activity has measure = “review_held”",
        ),
        (
            'measure = "review_held"\n',
            'measure = "duties_assigned"\n',
            'measure = "duties_assigned"\n',
            "“duties_assigned” is read from the bloc",
        ),
        (
            'measure = "review_held"\n',
            'measure = "dialogue_held"\n',
            'measure = "dialogue_held"\nchairs = []',
            "Target “7” does not count “dialogue_held”.",
        ),
        (
            'posts = ["chu_tich_mttq"]',
            'posts = ["chu_tich_mtq"]',
            '["chu_tich_mtq"]',
            "“chu_tich_mtq” is not an id in [[posts]]. Did you mean “chu_tich_mttq”?",
        ),
        (
            'basis = ["qc_22_tu"]',
            'basis = ["qc_23_tu"]',
            '["qc_23_tu"]',
            "“qc_23_tu” is not an id in [[legal_bases]]. Did you mean “qc_22_tu”?",
        ),
        (
            'chairs = ["party_head", "government_head"]',
            'chairs = ["party_head", "governor"]',
            '"governor"]',
            "“governor” is not an id in [[chairs]].",
        ),
        (
            'owner = ["chi_bo"]',
            'owner = ["chibo"]',
            'owner = ["chibo"]',
            "“chibo” is not an id in [[bodies]]. Did you mean “chi_bo”?",
        ),
        (
            'owner = ["chi_bo"]',
            "owner = []",
            "owner = []",
            "Nobody answers for this task; name at least one body.",
        ),
        (
            'target = "6"\nmeasure',
            'target = "8"\nmeasure',
            'target = "8"',
            "“8” is not an id in [[targets]].",
        ),
        (
            'of = "blocs"',
            'of = "bloks"',
            'of = "bloks"',
            "“bloks” is not an id in [[baseline]]. Did you mean “blocs”?",
        ),
        (
            'id = "youth"',
            'id = "women"',
            'id = "women"\nrole = "member"\nlabel = "Bí thư Đoàn',
            "The id “women” is taken by line",
        ),
        (
            'id = "5.1"',
            'id = "1.1"',
            'id = "1.1"\ntext = "Kiện toàn',
            "The id “1.1” is taken by line",
        ),
        (
            'id = "youth"',
            'id = "Đoàn"',
            'id = "Đoàn"',
            "“Đoàn” must be small letters without marks",
        ),
        (
            '"CT Hội CCB"',
            '"CT Hội ND"',
            'aliases = ["Chủ tịch Hội CCB"',
            "“CT Hội ND” already means “Chủ tịch Hội Nông dân”",
        ),
        (
            'number = 2\ntitle = "Thành viên',
            'number = 1\ntitle = "Thành viên',
            'number = 1\ntitle = "Thành viên',
            "Number 1 is taken by target “1”.",
        ),
        (
            'number = 2\ntitle = "Nâng cao',
            'number = 1\ntitle = "Nâng cao',
            'number = 1\ntitle = "Nâng cao',
            "Group number 1 is used twice.",
        ),
        (
            'short = "Tập huấn"',
            'short = "Tập huấn, bồi dưỡng nghiệp vụ"',
            'short = "Tập huấn, bồi',
            "at most 24 fit",
        ),
        ('short = "Tập huấn"', 'short = " "', 'short = " "', "This text is empty"),
        (
            'role = "clerk"',
            'role = "clark"',
            'role = "clark"',
            "“clark” is not one of the choices. Did you mean “clerk”?",
        ),
        (
            'code = "06"',
            'code = "6"',
            'code = "6"',
            "“6” must be two to five digits.",
        ),
        ('code = "06"', "code = 6", "code = 6", "it must be a text, in quotes"),
        (
            'due = "not_stated"',
            'due = "31/02"',
            'due = "31/02"',
            "“31/02” must be a day like 15/12",
        ),
        (
            'briefing_cadence = "quarter"',
            'briefing_cadence = "half_year"',
            'briefing_cadence = "half_year"',
            "“half_year” is not among briefing_choices.",
        ),
        (
            "min_members = 7",
            "min_members = 14",
            "min_members = 14",
            "min_members is 14 but max_members is 13.",
        ),
        (
            "min = 0\nmax = 11",
            "min = 12\nmax = 11",
            "min = 12\nmax = 11",
            "min is 12 but max is 11; min cannot be the larger.",
        ),
        (
            "min = 0\nmax = 11\nrequired = false",
            "min = 0\nmax = 11\nrequired = true",
            "min = 0\nmax = 11\nrequired = true",
            "The seat is required, so min must be at least 1.",
        ),
        (
            "min = 0\nmax = 11\nrequired = false",
            "min = 5\nmax = 11\nrequired = false",
            'required = false\nclause = "Phần 2',
            "min is 5, so the seat is required: write true.",
        ),
        (
            "max_members = 13\nreform_within_days = 30\nallowed_posts = [\n",
            "max_members = 9\nreform_within_days = 30\nallowed_posts = [\n",
            "max_members = 9\n",
            "The seats need 10 people; max_members allows 9.",
        ),
        (
            'role = "head"\nlabel = "Trưởng khối: Bí thư hoặc',
            'role = "member"\nlabel = "Trưởng khối: Bí thư hoặc',
            '[[compositions]]\nid = "required_2023"',
            "No seat has the role “head”; a bloc needs one.",
        ),
        (
            "valid_to = 2023-01-01",
            "valid_to = 2023-02-01",
            "valid_from = 2023-01-01",
            "“Thành phần theo Đề án” is in force on some of the days of",
        ),
        (
            "valid_from = 2023-01-01",
            "valid_from = 2023-03-01",
            "[[compositions]]",
            "No composition is in force on 2023-01-01, inside the programme.",
        ),
        (
            "valid_to = 2023-01-01",
            "valid_to = 2000-05-25",
            "valid_to = 2000",
            "valid_to must be after valid_from, 2000-05-25.",
        ),
        (
            "computed = 98.15",
            "computed = 98.14",
            "computed = 98.14",
            "computed is 98.14; have and need give 98.15.",
        ),
        (
            "have = 823",
            "have = 824",
            "have = 282",
            "The rows of “professional_level” add up to 1266; “members” is 1265.",
        ),
        (
            "have = 2\nneed = 108",
            "have = 2\nneed = 107",
            "need = 107",
            "need is 107; “blocs” has 108.",
        ),
        (
            "have = 9\nneed = 68",
            "have = 90\nneed = 68",
            "have = 90",
            "have is 90, more than need, 68.",
        ),
        (
            "have = 9\nneed = 68\n",
            "have = 9\n",
            '[[facts]]\nid = "survey_no_duties"',
            "“need” is missing here: what “have” is divided by.",
        ),
        (
            'split = "head_post"\n',
            "",
            '[[baseline]]\nid = "heads_secretary"',
            "“of” and “split” belong together",
        ),
        (
            "min_points = 90",
            "min_points = 70",
            'min_points = 70\nbasis = "qd_366_tw"\n\n[[grades]]\nid = "completed"',
            "“excellent” begins at 70 points too.",
        ),
        (
            "min_points = 0",
            "min_points = 10",
            "[[grades]]",
            "No grade begins at 0 points",
        ),
        (
            "item = 9",
            "item = 10",
            "item = 10",
            "Item 10 follows item 8; enter 9.",
        ),
        (
            "item = 9\n",
            "",
            '[[legal_bases]]\nid = "qd_213_tu"',
            "“item” is missing here",
        ),
        (
            'cited = "body"',
            'cited = "body"\nitem = 15',
            "item = 15",
            "Only a document of the preamble has an item number.",
        ),
        (
            "issued_on = 2019-01-07\n",
            "",
            '[[legal_bases]]\nid = "kl_43_tw"',
            "“issued_on” is missing here; the number needs its date.",
        ),
        (
            "informed = true",
            'informed = "true"',
            'informed = "true"',
            "it must be true or false, no quotes.",
        ),
        (
            "computed = 98.15",
            'computed = "98,15"',
            'computed = "98,15"',
            "it must be a number like 98.15, without quotes.",
        ),
        (
            'id = "matter_answered"',
            'id = "matter_answerd"',
            'id = "matter_answerd"',
            "No deadline is called “matter_answerd”. Did you mean “matter_answered”?",
        ),
        (
            "days = 30\ncounting",
            "days = 0\ncounting",
            (
                'days = 0\ncounting = "calendar"\nwarn = 5\nclimb = 5\n'
                'climb_again = 10\nbasis = "Mức'
            ),
            "Enter 1 day or more; this deadline is counted from a day.",
        ),
        (
            "before = true",
            "before = false",
            "before = false",
            "counted the other way round",
        ),
        (
            "climb_again = 2\n",
            "climb_again = 1\n",
            "climb_again = 1\n",
            "Enter more than 1",
        ),
        (
            'hosts = ["mat_tran", "nong_dan"',
            'hosts = ["mattran", "nong_dan"',
            'hosts = ["mattran"',
            "“mattran” is not an id in [[organisations]].",
        ),
        (
            'id = "letter"\nname = "Đơn, thư"',
            'id = "survey"\nname = "Đơn, thư"',
            'id = "survey"\nname = "Đơn, thư"',
            "is taken by line",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_is_right(
    broken, old, new, shown, message
):
    faults, text = broken((old, new))
    assert any(
        fault.line == line_of(text, shown) and message in fault.message
        for fault in faults
    ), faults


def test_every_fault_is_told_at_once(broken):
    faults, text = broken(
        ("threshold = 90", "threshold = 900"),
        ('code = "06"', "code = 6"),
        ("computed = 98.15", "computed = 98.14"),
        ("have = 823", "have = 824"),
        ('owner = ["chi_bo"]', 'owner = ["chibo"]'),
        ("valid_to = 2023-01-01", "valid_to = 2023-02-01"),
        ('short = "Đối thoại"', 'shrt = "Đối thoại"'),
    )
    told = {fault.line for fault in faults}
    for piece in (
        "threshold = 900",
        "code = 6",
        "computed = 98.14",
        "have = 282",
        "computed = 65.06",
        '"chibo"',
        "valid_from = 2023-01-01",
        "shrt",
    ):
        assert line_of(text, piece) in told
    assert len(faults) == 9
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_a_broken_file_never_half_loads(text, tmp_path):
    path = tmp_path / "half.toml"
    path.write_text(text.replace("threshold = 90", "threshold = 0"), encoding="utf-8")
    with pytest.raises(ProgrammeBroken) as caught:
        load(path)
    (fault,) = caught.value.faults
    assert str(caught.value) == f"{path}:{fault.line}: {fault.message}"
    assert fault.where == "targets[3].threshold"


def test_a_kind_owed_by_each_host_names_the_hosts(broken):
    faults, _text = broken(
        (
            "per_year = 1\nyear_choice = false\nhosts",
            "per_year = 0\nyear_choice = false\nhosts",
        )
    )
    assert any("“each_host” needs “hosts”" in fault.message for fault in faults)


@pytest.mark.parametrize("name", ["topics", "channels"])
def test_a_list_to_choose_from_is_not_empty(tmp_path, name):
    text = SECOND.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"{name} ="))
    path = tmp_path / "empty.toml"
    path.write_text(text.replace(row, f"{name} = []"), encoding="utf-8")

    with pytest.raises(ProgrammeBroken, match="something to choose"):
        load(path)
