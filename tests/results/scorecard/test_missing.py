"""Number, proof and to-do list come from one reading and never disagree."""

from datetime import date

import pytest

from danvan.foundation import programme as programmes
from danvan.foundation.units.models import Unit
from danvan.results.scorecard.commune import Commune
from danvan.results.scorecard.measures import MEASURES
from danvan.results.scorecard.missing import missing
from danvan.results.scorecard.proofs import proofs
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import Scorecard

DAYS = ((2023, date(2023, 12, 31)), (2025, date(2025, 12, 31)))


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "day"), DAYS, ids=str)
def test_something_is_missing_exactly_when_a_figure_is_not_complete(
    demo_province: None, year: int, day: date
):
    card = Scorecard(Question(programmes.current(), year, day))
    # A document short of the threshold may still leave the whole above it.
    exact = sorted(MEASURES.keys() - {"people_reached", "pilot_bloc"})

    for unit in Unit.objects.communes().select_related("parent__parent")[:30]:
        seen = Commune(card.desk, unit)
        for name in exact:
            fact = card.measured(name)[unit.pk]
            assert bool(missing(seen, name)) == (fact.have < fact.need), (unit, name)


@pytest.mark.django_db
def test_everything_counted_is_shown(demo_province: None):
    card = Scorecard(Question(programmes.current(), 2024, date(2024, 12, 31)))
    once = ("dialogue_held", "plan_issued", "review_held", "bloc_evaluated")

    for unit in Unit.objects.communes()[:30]:
        seen = Commune(card.desk, unit)
        for name in once:
            counted = card.desk.tallies.get((unit.pk, name))
            assert len(proofs(seen, name)) == (counted.times if counted else 0)
        assert len(proofs(seen, "composition_satisfied")) == len(
            card.desk.seats[unit.pk]
        )


def test_every_measure_of_the_programme_can_be_computed():
    named = {name for t in programmes.current().targets for name in t.measures}

    assert named == set(MEASURES)
