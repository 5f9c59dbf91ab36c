"""The table of moves as a whole: nothing dead, nothing stuck, nothing by the way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.matters import rules
from danvan.records.matters.choices import Kind, Promise, State
from danvan.records.matters.rules import Act, Side, Standing
from danvan.shared.refusals import Refused

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
PATHS = st.lists(st.sampled_from(Act), max_size=40)


def walk(path: list[Act]) -> list[State]:
    """States passed from received on; acts that do not fit are left out."""
    state, kind, passed = State.RECEIVED, Kind.OPINION, [State.RECEIVED]
    for act in path:
        if rules.fits(act, state, kind):
            state = rules.after(act, state, kind)
            kind = {Act.HEAT: Kind.HOT_SPOT, Act.COOL: Kind.OPINION}.get(act, kind)
            passed.append(state)
    return passed


@given(PATHS)
def test_a_withdrawn_matter_never_comes_back(path):
    passed = walk(path)
    if State.WITHDRAWN in passed:
        assert set(passed[passed.index(State.WITHDRAWN) :]) == {State.WITHDRAWN}


@given(PATHS)
def test_nothing_is_confirmed_or_closed_that_was_not_answered(path):
    passed = walk(path)
    for state in (State.CONFIRMED, State.CLOSED):
        if state in passed:
            assert State.ANSWERED in passed[: passed.index(state)]


@given(PATHS)
def test_whoever_waits_is_one_act_from_an_answer(path):
    state = walk(path)[-1]
    if state in rules.OWED:
        assert rules.after(Act.ANSWER, state) == State.ANSWERED


@given(PATHS)
def test_until_it_is_withdrawn_a_done_matter_can_be_reopened(path):
    state = walk(path)[-1]
    if state in rules.DONE - {State.WITHDRAWN}:
        assert rules.after(Act.REOPEN, state) in rules.OWED


def test_every_state_is_reached_and_every_act_can_be_done():
    reached, kinds = {State.RECEIVED}, tuple(Kind)
    for _round in State:
        reached |= {
            rules.after(act, state, kind)
            for act in Act
            for state in reached
            for kind in kinds
            if rules.fits(act, state, kind)
        }
    assert reached == set(State)
    assert set(rules.MOVES) == set(Act)


@pytest.mark.parametrize("state", State)
def test_what_is_to_be_done_next_can_be_done(state):
    act = rules.next_act(state)
    assert (act is None) is (state in {"closed", "declined", "withdrawn"})
    if act:
        assert rules.fits(act, state)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_what_does_not_fit_is_refused_in_words(act, state):
    if rules.fits(act, state, Kind.OPINION):
        return
    with pytest.raises(Refused, match=r"“.+”"):
        rules.after(act, state, Kind.OPINION)


def test_only_what_is_hot_is_cooled_and_only_what_is_not_is_heated():
    for state in rules.OWED:
        assert rules.fits(Act.HEAT, state, Kind.OPINION)
        assert not rules.fits(Act.HEAT, state, Kind.HOT_SPOT)
        assert rules.fits(Act.COOL, state, Kind.HOT_SPOT)
        assert not rules.fits(Act.COOL, state, Kind.OPINION)


@pytest.mark.parametrize("act", Act)
def test_whoever_covers_neither_end_does_nothing(act):
    assert not rules.may(act, at_unit=False, at_holder=False)
    assert rules.may(act, at_unit=True, at_holder=True)


def test_those_who_answer_do_not_confirm_their_own_answer():
    assert not rules.may(Act.CONFIRM, at_unit=False, at_holder=True)
    assert not rules.may(Act.WITHDRAW, at_unit=True, at_holder=False)
    holders = {Act.ACCEPT, Act.DECLINE, Act.TRANSFER, Act.ANSWER, Act.COOL}
    assert {a for a, m in rules.MOVES.items() if m.side is Side.HOLDER} == holders


@given(DAYS, st.integers(1, 60))
def test_a_name_goes_so_many_months_later_and_never_a_day_after(day, months):
    gone = rules.erase_on(day, months)

    apart = (gone.year - day.year) * 12 + gone.month - day.month
    assert apart == months
    assert gone.day == day.day or (
        gone.day < day.day and (gone + timedelta(days=1)).day == 1
    )


@given(st.sampled_from(State), st.none() | DAYS, DAYS)
def test_a_name_is_kept_while_somebody_waits_and_for_a_time_after(state, set_for, on):
    gone = rules.erasure(state, set_for, on, 12)

    assert (gone is None) is (state not in rules.DONE)
    if gone and set_for:
        assert gone == set_for


@given(DAYS, st.none() | DAYS, DAYS)
def test_a_commitment_is_late_by_its_dates_alone(due, kept, today):
    kept_state = Promise.KEPT if kept else Promise.OPEN
    told = rules.standing(kept_state, due, kept, today)
    late = (kept or today) > due

    assert (
        told
        == {
            (True, True): Standing.KEPT_LATE,
            (True, False): Standing.KEPT,
            (False, True): Standing.LATE,
            (False, False): Standing.OPEN,
        }[bool(kept), late]
    )
    assert rules.standing("released", due, kept, today) == Standing.RELEASED
