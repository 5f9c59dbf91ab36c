import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.meetings.merging import TEXTS, combined, marks, merge

BLANK = dict.fromkeys(TEXTS, "")
LINES = st.lists(st.sampled_from(["a", "b", "c", "Sửa đường"]), max_size=6)


def text(**changed):
    return BLANK | changed


def test_what_only_one_changed_is_taken_from_that_one():
    base = text(discussion="Cũ", closing="Cũ")

    merged = merge(
        base | {"discussion": "Của tôi"}, base | {"closing": "Của bạn"}, marks(base)
    )

    assert (merged.texts["discussion"], merged.texts["closing"]) == (
        "Của tôi",
        "Của bạn",
    )
    assert (merged.taken_over, merged.clashing) == (("closing",), ())


def test_what_both_changed_clashes_unless_they_wrote_the_same():
    base = text(discussion="Cũ", closing="Cũ")
    mine = base | {"discussion": "Của tôi", "closing": "Như nhau"}
    theirs = base | {"discussion": "Của bạn", "closing": "Như nhau"}

    assert merge(mine, theirs, marks(base)).clashing == ("discussion",)


@pytest.mark.parametrize("seen", ["", "rubbish", "discussion:", "x:y z"])
def test_without_knowing_what_was_seen_nothing_is_decided_alone(seen):
    merged = merge(text(discussion="Của tôi"), text(discussion="Của bạn"), seen)

    assert merged.clashing == ("discussion",)


@given(LINES, LINES)
def test_together_they_hold_every_line_of_both_in_order(mine, theirs):
    both = combined("\n".join(mine), "\n".join(theirs)).splitlines()

    for one in (mine, theirs):
        rest = iter(both)
        assert all(line in rest for line in "\n".join(one).splitlines())


def test_a_line_that_both_kept_stands_once():
    assert combined("Chung\nTôi", "Chung\nBạn") == "Chung\nBạn\nTôi"
