"""Dealing out seats and levels: pure, and exact for any number of communes."""

from collections import Counter

import pytest

from danvan.demo import start
from danvan.demo.chance import dice


@pytest.mark.parametrize("count", [2, 20, 54, 108])
def test_fewer_communes_give_figures_in_proportion(count):
    codes = [f"{n:05}" for n in range(count)]
    seats = start.slots(codes, dice("any"))
    assert len(seats) == round(1265 * count / 108)
    assert sum(slot.is_trained for slot in seats) == round(327 * len(seats) / 1265)


def test_nobody_holds_one_post_twice_in_a_bloc():
    seats = start.slots([f"{n:05}" for n in range(108)], dice("any"))
    assert max(Counter((slot.code, slot.post) for slot in seats).values()) == 1
