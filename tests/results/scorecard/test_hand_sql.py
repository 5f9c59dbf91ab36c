"""Every figure of the demonstration province against SQL written by hand."""

from datetime import date

import pytest

from danvan.foundation import programme as programmes
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import Scorecard
from tests.results.scorecard.hand_sql import BY_TARGET, by_hand

type Fractions = dict[int, tuple[int, int]]

DAYS = (
    (2023, date(2023, 5, 17)),
    (2023, date(2023, 12, 31)),
    (2024, date(2024, 12, 31)),
    (2024, date(2025, 2, 1)),
    (2025, date(2025, 8, 9)),
    (2025, date(2025, 12, 31)),
)


def summed_by_hand(target: str, year: int, day: date) -> Fractions:
    """The hand-made figures of communes or districts, added up the tree by hand."""
    totals: Fractions = {}
    parents = dict(Unit.objects.values_list("pk", "parent"))
    for pk, (have, need) in by_hand(target, year, day).items():
        above: int | None = pk
        while above is not None:
            before = totals.get(above, (0, 0))
            totals[above] = before[0] + have, before[1] + need
            above = parents[above]
    return totals


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "day"), DAYS, ids=str)
def test_scorecard_equals_hand_written_sql(demo_province: None, year: int, day: date):
    card = Scorecard(Question(programmes.current(), year, day))
    units = list(Unit.objects.in_force(day))

    for target in BY_TARGET:
        expected = summed_by_hand(target, year, day)
        found = {
            unit.pk: (card.figure(target, unit).fact.have, need)
            for unit in units
            if (need := card.figure(target, unit).fact.need) or unit.pk in expected
        }
        assert found == expected, f"target {target}"


@pytest.mark.django_db
def test_demo_province_is_neither_empty_nor_perfect(demo_province: None):
    province = Unit.objects.get(level=Level.PROVINCE)
    for year in (2023, 2024, 2025):
        question = Question(programmes.current(), year, date(year, 12, 31))
        facts = [figure.fact for figure in Scorecard(question).figures(province)]

        assert all(fact.need for fact in facts)
        assert all(fact.have for fact in facts[1:])
        assert any(fact.have < fact.need for fact in facts)
