"""Each line of what is missing leads a clerk to its form, filled in as far as known."""

from datetime import date

import pytest

from danvan.foundation import programme as programmes
from danvan.results.scorecard.commune import Commune
from danvan.results.scorecard.missing import missing
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import Scorecard
from tests import factories

pytestmark = pytest.mark.django_db
YEAR, DAY = 2024, date(2024, 12, 31)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(client, tree):
    client.force_login(factories.clerk(tree.commune))
    return client


def lines(tree, measure):
    card = Scorecard(Question(programmes.current(), YEAR, DAY))
    return missing(Commune(card.desk, tree.commune), measure)


def form_of(clerk, line):
    """The form behind a line; the clerk is asked for no unit on the way."""
    answer = clerk.get(line.url)
    assert answer.status_code == 200, line.url
    form = answer.context["form"]
    assert "unit" not in form.fields
    return form


ONCE = [
    "plan_issued",
    "democracy_inspected",
    "skilful_mobilisation_inspected",
    "review_held",
    "bloc_evaluated",
    "commendation_made",
    "dialogue_held",
    "briefings_held",
]


@pytest.mark.parametrize("measure", ONCE)
def test_what_is_due_in_the_year_opens_its_kind_for_that_commune_and_year(
    clerk, tree, measure
):
    factories.complete_bloc(tree.commune, ruled=True)
    kind = programmes.current().kinds_feeding(measure)[0]
    (line,) = lines(tree, measure)

    form = form_of(clerk, line)

    assert (form.kind, form.unit) == (kind, tree.commune)
    if kind.year_choice:
        assert form["year"].value() == str(YEAR)
    else:
        assert str(YEAR) in form["on"].help_text


def test_a_training_comes_with_the_untrained_members_ticked(clerk, tree):
    team = factories.complete_bloc(tree.commune)
    first, *others = [seat.member for seat in team.seats.select_related("member")]
    factories.activity(tree.commune, kind="training", attendees=(first,))
    (line,) = lines(tree, "members_trained")

    ticked = form_of(clerk, line)["attendees"].value()

    assert set(ticked) == {str(member.pk) for member in others}


def test_reach_asks_for_the_audience_and_then_for_the_session(clerk, tree):
    document = factories.directive(tree.province, year=YEAR)
    (undeclared,) = lines(tree, "people_reached")
    assert {"count", "source"} <= set(form_of(clerk, undeclared).fields)
    factories.audience(document, tree.commune)

    (unreached,) = lines(tree, "people_reached")

    form = form_of(clerk, unreached)
    assert form["directive"].value() == str(document.pk)
    assert form.unit == tree.commune


def test_a_bloc_with_gaps_leads_to_the_form_that_fills_each(clerk, tree):
    factories.seat(factories.bloc(tree.commune))

    for measure in ("composition_satisfied", "regulation_in_force", "duties_assigned"):
        for line in lines(tree, measure):
            assert clerk.get(line.url).status_code == 200, line.url


def test_a_commune_without_a_bloc_leads_to_founding_it_there(clerk, tree):
    (line,) = lines(tree, "regulation_in_force")

    assert str(tree.commune.pk) in line.url
    assert clerk.get(line.url).status_code == 200


def test_what_was_recorded_later_is_opened_and_not_asked_again(clerk, tree):
    made = factories.activity(
        tree.commune, kind="yearly_plan", chair="", on=date(2025, 1, 5), year=YEAR
    )
    (line,) = lines(tree, "plan_issued")

    assert line.url == made.get_absolute_url()


def test_no_line_is_without_its_page(clerk, tree):
    factories.bloc(tree.commune)
    factories.directive(tree.province, year=YEAR)
    measures = {name for t in programmes.current().targets for name in t.measures}

    found = [line for name in sorted(measures) for line in lines(tree, name)]

    assert len(found) > 10
    assert {clerk.get(line.url).status_code for line in found} == {200}
