from datetime import date

import pytest
from django.db import connection

from danvan.foundation.programme import current
from danvan.foundation.units.actions import succeed
from danvan.foundation.units.rules import Kind, SuccessionKind
from danvan.records.activities import actions
from danvan.records.activities.directives import applies
from danvan.records.activities.models import Audience, Directive
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import Scorecard
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.factories import noon

pytestmark = pytest.mark.django_db

AT = noon(date(2024, 6, 30))


@pytest.fixture
def tree():
    return factories.tree()


def list_one(tree, **words):
    values = {
        "year": 2024,
        "number": "05-CT/TU",
        "about": "Công tác dân vận",
        "listed_on": date(2024, 1, 15),
    } | words
    officer = factories.provincial_officer(tree.province)
    return actions.list_directive(tree.province, **values, by=officer, at=AT)


def test_a_document_is_listed_once_a_year(tree):
    list_one(tree)

    with pytest.raises(Refused):
        list_one(tree)
    list_one(tree, year=2023, listed_on=date(2023, 1, 15))

    assert Directive.objects.count() == 2


def test_a_document_taken_off_may_come_back(tree):
    made = list_one(tree)
    officer = factories.provincial_officer(tree.province)
    actions.withdraw_directive(made, on=date(2024, 2, 1), by=officer, at=AT)

    back = list_one(tree, listed_on=date(2024, 3, 1))

    assert (back.pk, back.withdrawn_on) == (made.pk, None)


@pytest.mark.parametrize(
    "words",
    [
        {"number": " "},
        {"about": ""},
        {"listed_on": date(2024, 7, 1)},
        {"issued_on": date(2024, 2, 1)},
    ],
)
def test_an_incomplete_document_is_refused(tree, words):
    with pytest.raises(Refused):
        list_one(tree, **words)


def declare(tree, commune, directive, **words):
    values = {
        "count": 800,
        "source": "Danh sách hộ",
        "declared_on": date(2024, 2, 1),
    } | words
    clerk = factories.clerk(commune)
    return actions.declare_audience(directive, commune, **values, by=clerk, at=AT)


def test_an_audience_is_declared_and_then_amended(tree):
    directive = list_one(tree)

    declare(tree, tree.commune, directive)
    declare(tree, tree.commune, directive, count=900, version=1)

    assert Audience.objects.get().count == 900


def test_two_first_declarations_clash(tree):
    directive = list_one(tree)
    declare(tree, tree.commune, directive, version=0)

    with pytest.raises(Clash) as clash:
        declare(tree, tree.commune, directive, count=900, version=0)

    assert clash.value.theirs["count"] == "800"


@pytest.mark.parametrize(
    "words", [{"count": 0}, {"source": " "}, {"declared_on": date(2024, 7, 1)}]
)
def test_an_audience_without_figure_source_or_day_is_refused(tree, words):
    directive = list_one(tree)

    with pytest.raises(Refused):
        declare(tree, tree.commune, directive, **words)


def test_only_a_commune_declares(tree):
    directive = list_one(tree)
    officer = factories.district_officer(tree.districts[0])

    with pytest.raises(Refused):
        actions.declare_audience(
            directive,
            tree.districts[0],
            count=5,
            source="x",
            declared_on=date(2024, 2, 1),
            by=officer,
            at=AT,
        )


def test_a_list_of_an_abolished_province_still_binds_the_heirs_communes(tree):
    directive = factories.directive(tree.province, year=2024)
    merged = date(2025, 7, 1)
    heir = factories.unit("Thái Nguyên", kind=Kind.PROVINCE, valid_from=merged)
    new = factories.unit("Xã Mới", parent=heir)
    stranger = factories.unit("Nơi Khác", parent=factories.unit(kind=Kind.PROVINCE))
    officer = factories.provincial_officer(heir)
    words = {"kind": SuccessionKind.MERGED, "on": merged, "by": officer}
    succeed(tree.province, heir, **words, at=AT)

    assert (applies(directive, new), applies(directive, stranger)) == (True, False)


def test_a_list_of_the_province_applies_without_asking_the_lineage(
    tree, django_assert_num_queries
):
    directive = factories.directive(tree.province)

    with django_assert_num_queries(0):
        assert applies(directive, tree.commune)


def reach_on(tree, day):
    """(reached, meant) of the first commune, as a card of that day says."""
    card = Scorecard(Question(current(), 2024, day, tree.province))
    fact = card.figure("3", tree.commune).fact
    return fact.have, fact.need


THEN = date(2024, 4, 1)


def test_a_document_listed_again_leaves_the_figures_of_then_alone(tree):
    document = list_one(tree)
    factories.audience(document, tree.commune, count=100)
    officer = factories.provincial_officer(tree.province)
    actions.withdraw_directive(document, on=date(2024, 5, 2), by=officer, at=AT)

    list_one(tree, listed_on=date(2024, 6, 3))

    assert reach_on(tree, THEN) == (0, 100)


def test_a_document_listed_again_was_not_issued_after_its_first_day(tree):
    document = list_one(tree)
    officer = factories.provincial_officer(tree.province)
    actions.withdraw_directive(document, on=date(2024, 5, 2), by=officer, at=AT)

    with pytest.raises(Refused) as refused:
        list_one(tree, issued_on=date(2024, 6, 1), listed_on=date(2024, 6, 3))

    assert refused.value.field == "issued_on"


def test_an_audience_amended_later_holds_since_its_first_day(tree):
    document = list_one(tree)
    declare(tree, tree.commune, document, count=100)

    words = {"declared_on": date(2024, 6, 3), "source": "Danh sách mới"}
    declare(tree, tree.commune, document, count=120, **words)

    assert reach_on(tree, THEN) == (0, 120)


def meanwhile(table, act):
    """Runs `act` once somebody has looked into the table: a rival in a race."""
    waiting = [act]

    def step_in(execute, sql, *rest):
        found = execute(sql, *rest)
        if waiting and f'FROM "{table}"' in sql:
            waiting.pop()()
        return found

    return connection.execute_wrapper(step_in)


def test_a_document_that_two_people_list_at_once_is_refused_to_the_second(tree):
    def rival():
        factories.directive(tree.province, number="05-CT/TU")

    with (
        meanwhile("activities_directive", rival),
        pytest.raises(Refused, match="05-CT/TU"),
    ):
        list_one(tree)


def test_an_audience_that_two_people_declare_at_once_clashes(tree):
    document = list_one(tree)

    def rival():
        factories.audience(document, tree.commune, count=800)

    with (
        meanwhile("activities_audience", rival),
        pytest.raises(Clash) as clash,
    ):
        declare(tree, tree.commune, document, count=900, version=0)

    assert clash.value.theirs["count"] == "800"
