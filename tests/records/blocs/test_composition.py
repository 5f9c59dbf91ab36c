"""The table of cases of the composition rule, on the programme's own compositions."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.foundation import programme
from danvan.records.blocs import composition
from danvan.records.blocs.composition import Finding, Sitting, findings, satisfied
from tests.factories import COMPLETE

ON = date(2024, 6, 1)
JOINED = date(2023, 3, 1)
HEAD, GOVERNMENT, FRONT, FARMERS = COMPLETE[:4]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def sitting(role: str, post: str, title: str = "", **fields: Any) -> Sitting:
    number = fields.pop("pk", None)
    fields = {"valid_from": JOINED, "name": title or post} | fields
    return Sitting(role, post, post_title=title or post, pk=number, **fields)


def complete(**replaced: Sitting | None) -> list[Sitting]:
    """A bloc in order; a post id given as keyword changes or empties its seat."""
    seats = []
    for number, (role, post, title) in enumerate(COMPLETE, 1):
        seat = replaced.pop(post, sitting(role, post, title, pk=number))
        if seat is not None:
            seats.append(seat)
    assert not replaced
    return seats


def judge(seats: list[Sitting], on: date = ON, **options: Any) -> list[Finding]:
    required = programme.current().composition_on(on)
    assert required is not None
    return findings(required, seats, on=on, **options)


def summary(found: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(each.code, each.requirement_id, each.is_fault) for each in found]


def test_complete_bloc_has_no_finding():
    found = judge(complete())

    assert found == []
    assert satisfied(found)


def test_permanent_deputy_secretary_may_head_the_bloc():
    head = sitting("head", "pho_bi_thu_thuong_truc")

    assert judge(complete(bi_thu_dang_uy=head)) == []


@pytest.mark.parametrize("post", [post for _role, post, _title in COMPLETE])
def test_each_required_seat_is_missed(post):
    found = judge(complete(**{post: None}))

    assert [(each.code, each.is_fault) for each in found] == [("vacant", True)]
    assert not satisfied(found)


def test_missing_clerk_cites_the_clause_and_the_day():
    found = judge(complete(cong_chuc_van_phong=None))

    assert found == [
        Finding(
            code="vacant",
            is_fault=True,
            requirement_id="clerk",
            text="Nobody holds “Công chức giúp việc Trưởng khối” since 01/3/2023.",
            since=JOINED,
            clause="Phần 3, II.5, đoạn 1",
            remedy="Put a person in this seat.",
            role="clerk",
        )
    ]


def test_one_deputy_is_not_enough_for_two_lines():
    found = judge(complete(chu_tich_mttq=None))

    assert summary(found) == [("vacant", "deputy_front", True)]


def test_two_deputies_of_the_government_double_one_line_and_leave_the_other():
    second = sitting("deputy", "pho_chu_tich_ubnd")
    found = judge(complete(chu_tich_mttq=second))

    assert summary(found) == [
        ("doubled", "deputy_government", True),
        ("vacant", "deputy_front", True),
    ]


def test_third_deputy_of_another_post_is_too_many():
    third = sitting("deputy", "chu_tich_hoi_nguoi_cao_tuoi", "Chủ tịch Hội NCT")
    found = judge([*complete(), third])

    assert summary(found) == [("not_provided", "", True)]


def test_doubled_head_names_both_and_dates_the_second():
    second = sitting("head", "pho_bi_thu_thuong_truc", "B", valid_from=date(2024, 2, 1))
    found = judge([*complete(), second])

    assert summary(found) == [("doubled", "head", True)]
    assert found[0].since == date(2024, 2, 1)
    assert "Bí thư Đảng ủy, B" in found[0].text


def test_wrong_post_says_who_sits_and_what_would_be_right():
    head = sitting("head", "chu_tich_hdnd", "Chủ tịch HĐND", name="Hà Văn Thử")
    found = judge(complete(bi_thu_dang_uy=head))

    assert summary(found) == [("wrong_post", "head", True)]
    assert found[0].text == (
        "“Trưởng khối: Bí thư hoặc Phó Bí thư thường trực Đảng ủy” is not held"
        " as required since 01/3/2023: Hà Văn Thử, Chủ tịch HĐND, sits as"
        " Head of the bloc."
    )


def test_right_post_in_the_wrong_place_is_named():
    front = sitting("member", "chu_tich_mttq", "Chủ tịch MTTQ", name="Hà Văn Thử")
    found = judge(complete(chu_tich_mttq=front))

    assert summary(found) == [("wrong_role", "deputy_front", True)]
    assert "Hà Văn Thử, Chủ tịch MTTQ, sits as Member" in found[0].text


def test_unrecognised_title_of_a_deputy_is_a_wrong_post():
    front = sitting("deputy", "", "Trưởng ban gì đó")
    found = judge(complete(chu_tich_mttq=front))

    assert summary(found) == [("wrong_post", "deputy_front", True)]


def test_unrecognised_title_of_a_member_only_warns():
    found = judge([*complete(), sitting("member", "", "Thợ rèn", pk=99)])

    assert summary(found) == [("unrecognised", "", False)]
    assert found[0].seat_id == 99
    assert satisfied(found)


def test_post_outside_the_list_only_warns():
    found = judge([*complete(), sitting("member", "pho_bi_thu_dang_uy")])

    assert summary(found) == [("out_of_list", "", False)]


def test_allowed_post_is_not_mentioned():
    assert judge([*complete(), sitting("member", "hieu_truong")]) == []


def test_second_police_chief_only_warns():
    found = judge([*complete(), sitting("member", "truong_cong_an")])

    assert summary(found) == [("doubled", "police", False)]


def test_optional_seat_is_never_missed():
    assert "trade_union" not in {each.requirement_id for each in judge([])}


@pytest.mark.parametrize(
    ("extra", "codes"), [(0, []), (3, []), (4, ["too_large"])], ids=["10", "13", "14"]
)
def test_size_above_thirteen_only_warns(extra, codes):
    found = judge([*complete(), *[sitting("member", "hieu_truong")] * extra])

    assert [(each.code, each.is_fault) for each in found] == [
        (code, False) for code in codes
    ]


@pytest.mark.parametrize(("size", "warned"), [(6, True), (7, False)])
def test_size_below_seven_warns_beside_the_faults(size, warned):
    found = judge(complete()[:size])

    assert ("too_small" in {each.code for each in found}) is warned
    assert all(each.is_fault for each in found if each.code != "too_small")


def test_empty_bloc_misses_every_required_seat_since_its_founding():
    found = judge([], founded_on=date(2024, 1, 10))

    faults = [each for each in found if each.is_fault]
    assert len(faults) == len(COMPLETE)
    assert {each.since for each in faults} == {date(2024, 1, 10)}


def test_changed_post_makes_the_seat_pending_and_starts_the_clock():
    head = sitting("head", "bi_thu_dang_uy", "Bí thư", pk=1)
    found = judge(
        complete(bi_thu_dang_uy=head._replace(post_ended_on=date(2024, 5, 20)))
    )

    assert summary(found) == [("pending", "head", True)]
    assert (found[0].since, found[0].due, found[0].days_left, found[0].seat_id) == (
        date(2024, 5, 20),
        date(2024, 6, 19),
        18,
        1,
    )
    assert found[0].text.endswith("To be re-formed by 19/6/2024: 18 days left.")


@pytest.mark.parametrize(
    ("after", "ending"),
    [
        (29, "1 day left."),
        (30, "today."),
        (31, "1 day late."),
        (40, "10 days late."),
    ],
)
def test_clock_is_told_before_on_and_after_the_due_day(after, ending):
    lost = ON - timedelta(days=after)
    head = sitting("head", "bi_thu_dang_uy", post_ended_on=lost)
    found = judge(complete(bi_thu_dang_uy=head))

    assert found[0].days_left == 30 - after
    assert found[0].text.endswith(ending)


def test_post_change_of_tomorrow_is_no_matter_today():
    head = sitting("head", "bi_thu_dang_uy", post_ended_on=ON + timedelta(days=1))

    assert judge(complete(bi_thu_dang_uy=head)) == []


def test_pending_seat_beside_a_serving_one_only_warns():
    leaving = sitting("head", "bi_thu_dang_uy", post_ended_on=date(2024, 5, 20))
    found = judge(
        [
            *complete(bi_thu_dang_uy=leaving),
            sitting("head", "bi_thu_dang_uy", valid_from=date(2024, 5, 25)),
        ]
    )

    assert summary(found) == [("pending", "head", False)]


def test_seat_left_empty_is_dated_from_the_lost_post_and_names_the_leaver():
    gone = sitting(
        "deputy",
        "chu_tich_mttq",
        name="Hà Văn Thử",
        valid_to=date(2024, 5, 10),
        post_ended_on=date(2024, 5, 1),
    )
    found = judge(complete(chu_tich_mttq=gone))

    assert summary(found) == [("vacant", "deputy_front", True)]
    assert (found[0].since, found[0].due) == (date(2024, 5, 1), date(2024, 5, 31))
    assert "since 01/5/2024, after Hà Văn Thử." in found[0].text
    assert found[0].text.endswith("1 day late.")


def test_gap_that_was_filled_in_between_counts_from_the_last_gap():
    first = sitting("clerk", "cong_chuc_xa", valid_to=date(2023, 6, 1))
    second = sitting(
        "clerk", "cong_chuc_xa", valid_from=date(2023, 9, 1), valid_to=date(2024, 4, 1)
    )
    found = judge([*complete(cong_chuc_van_phong=first), second])

    assert [each.since for each in found] == [date(2024, 4, 1)]


def test_change_on_one_day_leaves_no_gap():
    change = date(2024, 4, 1)
    first = sitting("clerk", "cong_chuc_xa", valid_to=change)
    second = sitting("clerk", "cong_chuc_xa", valid_from=change)

    assert judge([*complete(cong_chuc_van_phong=first), second], on=change) == []


def test_before_the_programme_one_deputy_of_any_post_is_in_order():
    old = [
        sitting("head", "pho_bi_thu_dang_uy", valid_from=date(2020, 1, 1)),
        sitting("deputy", "", "Phó ban", valid_from=date(2020, 1, 1)),
        *[sitting("member", "truong_thon", valid_from=date(2020, 1, 1))] * 5,
    ]

    assert judge(old, on=date(2022, 12, 31)) == []
    assert not satisfied(judge(old, on=date(2023, 1, 1)))


def test_before_the_programme_two_deputies_are_too_many():
    seats = complete()
    for number, seat in enumerate(seats):
        seats[number] = seat._replace(valid_from=date(2020, 1, 1))

    found = judge(seats, on=date(2022, 6, 1))

    assert ("doubled", "deputy", True) in summary(found)


def test_old_faults_are_dated_no_earlier_than_the_composition():
    seats = [seat._replace(valid_from=date(2020, 1, 1)) for seat in complete()[1:]]
    found = judge(seats)

    assert [each.since for each in found] == [date(2023, 1, 1)]


def test_words_are_vietnamese_where_the_page_is():
    with translation.override("vi"):
        (found,) = judge(complete(bi_thu_dang_uy=None))

    assert found.text == (
        "Chưa có người ở vị trí “Trưởng khối: Bí thư hoặc Phó Bí thư thường trực"
        " Đảng ủy” từ ngày 01/3/2023."
    )


SEATS = st.lists(
    st.builds(
        Sitting,
        role=st.sampled_from(("head", "deputy", "member", "clerk")),
        post=st.sampled_from(("", *(post.id for post in programme.current().posts))),
        post_ended_on=st.sampled_from((None, ON, ON + timedelta(days=1))),
    ),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extra=SEATS, kept=st.integers(0, 10))
def test_essence_alone_decides_the_verdict(extra: list[Sitting], kept: int):
    seats = complete()[:kept] + extra
    for required in programme.current().compositions:
        essence = composition.Essentials(required).of(seats, on=ON)
        bare = [
            Sitting(role, post, ON if pending else None)
            for role, post, pending in essence
        ]

        assert composition.satisfied(
            composition.judge(required, bare, on=ON)
        ) == composition.satisfied(composition.judge(required, seats, on=ON))
