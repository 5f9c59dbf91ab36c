"""Waits, who needs a second factor; no database."""

from datetime import UTC, datetime, timedelta

import pytest

from danvan.foundation.access.rules import Role
from danvan.foundation.identity import rules
from danvan.foundation.units.rules import Level

AT = datetime(2024, 11, 20, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (9, 0), (10, 1), (11, 2), (12, 4), (15, 32), (16, 60), (500, 60)],
)
def test_ten_tries_are_free_and_then_each_wait_doubles_up_to_an_hour(failures, minutes):
    assert rules.wait_after(failures, 10) == minutes * MINUTE


def test_the_wait_counts_from_the_last_failure():
    failures = [AT + number * MINUTE for number in range(11)]

    assert rules.free_at(failures, 10) == AT + 10 * MINUTE + 2 * MINUTE
    assert rules.free_at([], 10) is None


def test_a_moment_without_seconds_is_never_too_early():
    assert rules.rounded_up(AT) == AT
    assert rules.rounded_up(AT + timedelta(seconds=1)) == AT + MINUTE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_visitor_with_many_addresses_is_one_visitor(address, network):
    assert rules.network(address) == network


@pytest.mark.parametrize(
    ("held", "needed"),
    [
        ([], False),
        ([(Role.COMMUNE, Level.COMMUNE)], False),
        ([(Role.DISTRICT, Level.DISTRICT)], False),
        ([(Role.PROVINCE, Level.PROVINCE)], True),
        ([(Role.INSPECTOR, Level.PROVINCE)], True),
        ([(Role.INSPECTOR, Level.DISTRICT)], False),
        ([(Role.COMMUNE, Level.COMMUNE), (Role.ADMINISTRATOR, Level.COMMUNE)], True),
    ],
)
def test_administrators_and_the_province_need_a_second_factor(held, needed):
    assert rules.needs_second_factor(held) == needed


def test_a_recovery_code_is_the_same_however_it_is_typed():
    code = rules.recovery_code()

    assert len(rules.bare(code)) == 16
    assert rules.bare(code.upper().replace("-", "  ")) == rules.bare(code)
    assert len({rules.recovery_code() for _ in range(100)}) == 100
