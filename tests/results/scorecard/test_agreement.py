"""Figure, proof, missing and the record's own page say the same, after mergers too."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.access.system import CommandLine
from danvan.foundation.programme import current
from danvan.foundation.units import actions as units
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import SuccessionKind
from danvan.records.activities import wording
from danvan.results.scorecard.baseline import baseline
from danvan.results.scorecard.commune import Commune
from danvan.results.scorecard.measures import MEASURES
from danvan.results.scorecard.missing import missing
from danvan.results.scorecard.proofs import proofs
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import Scorecard
from tests import factories

pytestmark = pytest.mark.django_db

MERGER = date(2024, 7, 1)


def card(root: Unit, *, year: int = 2024, as_of: date = date(2024, 12, 31)):
    return Scorecard(Question(current(), year, as_of, root))


def merged(tree: factories.Tree, *old: Unit, on: date = MERGER) -> Unit:
    """The communes become one new commune of the first district on that day."""
    new = factories.unit("Hợp Nhất", parent=tree.districts[0], valid_from=on)
    for each in old:
        units.succeed(
            each,
            new,
            kind=SuccessionKind.MERGED,
            on=on,
            by=CommandLine(),
            at=factories.noon(on),
        )
    return Unit.objects.get(pk=new.pk)


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_evaluation_decided_in_january_is_told_on_the_card_of_december():
    """The evaluation of 2024 is decided in January 2025, as everywhere."""
    tree = factories.tree(districts=1, communes=1)
    decided = date(2025, 1, 15)
    made = factories.activity(
        tree.commune, kind="evaluation", on=decided, year=2024, grade="good"
    )
    december = Commune(card(tree.province).desk, tree.commune)
    january = Commune(card(tree.province, as_of=decided).desk, tree.commune)

    told = missing(december, "bloc_evaluated")
    assert [item.url for item in told] == [reverse("activities:show", args=[made.pk])]
    assert missing(january, "bloc_evaluated") == []


def test_plan_issued_before_the_programme_is_judged_alike_by_record_and_figure():
    """The plan of 2023 is issued in December 2022."""
    tree = factories.tree(districts=1, communes=1)
    made = factories.activity(
        tree.commune, kind="yearly_plan", on=date(2022, 12, 20), year=2023
    )
    told_to_count = not list(wording.why_not_counted(made))
    desk = card(tree.province, year=2023, as_of=date(2023, 12, 31)).desk
    counted = MEASURES["plan_issued"](desk)[tree.commune.pk].have == 1
    assert told_to_count == counted


def test_bloc_at_fault_beside_another_of_the_merged_commune_is_told():
    tree = factories.tree(districts=1, communes=2)
    first, second = tree.communes
    factories.complete_bloc(first)
    factories.seat(factories.bloc(second))
    new = merged(tree, first, second)
    found = card(new)
    fact = MEASURES["composition_satisfied"](found.desk)[new.pk]
    gaps = missing(Commune(found.desk, new), "composition_satisfied")
    assert fact.complete == (not gaps)


def test_session_after_the_merger_counts_for_the_audience_declared_before():
    tree = factories.tree(districts=1, communes=2)
    old = tree.communes[0]
    document = factories.directive(tree.province)
    factories.audience(document, old, count=100)
    new = merged(tree, old)
    factories.activity(
        new,
        kind="dissemination",
        chair="",
        on=date(2024, 9, 1),
        directive=document,
        reached=100,
    )
    found = card(new)
    fact = MEASURES["people_reached"](found.desk)[new.pk]
    shown = proofs(Commune(found.desk, new), "people_reached")
    assert (fact.have, fact.need, len(shown)) == (100, 100, 1)


def test_document_short_in_one_predecessor_is_missing_in_the_merged_commune():
    tree = factories.tree(districts=1, communes=2)
    first, second = tree.communes
    document = factories.directive(tree.province)
    for place, reached in ((first, 10), (second, 100)):
        factories.audience(document, place, count=100)
        factories.activity(
            place,
            kind="dissemination",
            chair="",
            directive=document,
            reached=reached,
        )
    new = merged(tree, first, second)
    found = card(new)
    fact = MEASURES["people_reached"](found.desk)[new.pk]
    assert (fact.have, fact.need) == (110, 200)
    assert missing(Commune(found.desk, new), "people_reached")


def test_session_without_a_declared_audience_is_no_proof():
    tree = factories.tree(districts=1, communes=1)
    document = factories.directive(tree.province)
    factories.activity(
        tree.commune, kind="dissemination", chair="", directive=document, reached=50
    )
    found = card(tree.commune)
    fact = MEASURES["people_reached"](found.desk)[tree.commune.pk]
    shown = proofs(Commune(found.desk, tree.commune), "people_reached")
    assert (fact.have, shown) == (0, [])


def test_bloc_without_seats_is_told_what_duties_are_missing():
    tree = factories.tree(districts=1, communes=1)
    factories.bloc(tree.commune)
    found = card(tree.commune)
    fact = MEASURES["duties_assigned"](found.desk)[tree.commune.pk]
    gaps = missing(Commune(found.desk, tree.commune), "duties_assigned")
    assert fact.complete == (not gaps)


def test_seats_of_a_bloc_that_ended_are_neither_proof_nor_missing():
    """The bloc is founded anew; open seats of the old one must not linger."""
    tree = factories.tree(districts=1, communes=1)
    old = factories.bloc(tree.commune)
    factories.seat(old)
    old.valid_to = date(2024, 6, 1)
    old.save()
    new = factories.bloc(tree.commune, valid_from=date(2024, 6, 1))
    trained = factories.seat(new)
    factories.activity(
        tree.commune, kind="training", chair="", attendees=(trained.member,)
    )
    found = card(tree.commune)
    fact = MEASURES["members_trained"](found.desk)[tree.commune.pk]
    gaps = missing(Commune(found.desk, tree.commune), "members_trained")
    assert (fact.have, fact.need, gaps) == (1, 1, [])
    assert len(proofs(Commune(found.desk, tree.commune), "composition_satisfied")) == 1


def test_baseline_leaves_out_seats_of_places_that_did_not_exist_yet():
    """The roster of a merged commune states the days people first joined."""
    tree = factories.tree(districts=1, communes=1)
    factories.seat(factories.bloc(tree.commune))
    new = merged(tree, tree.commune)
    factories.seat(factories.bloc(new, valid_from=date(2022, 11, 1)))
    assert baseline(current()).members == 1


def test_clerk_whose_commune_was_merged_opens_the_scorecard():
    """The grant still names the ended commune; the menu must not lead to 404."""
    tree = factories.tree(districts=1, communes=2)
    clerk = factories.clerk(tree.communes[0])
    merged(tree, *tree.communes)
    client = signed_in(clerk)
    assert client.get(reverse("scorecard:index"), follow=True).status_code == 200


def test_proof_out_of_reach_is_named_without_a_link():
    """Districts hold the trainings; the commune's clerk cannot open their records."""
    tree = factories.tree(districts=1, communes=1)
    seat = factories.seat(factories.bloc(tree.commune))
    held = factories.activity(
        tree.districts[0],
        kind="training",
        chair="",
        title="Lớp tập huấn của huyện",
        attendees=(seat.member,),
    )
    address = reverse("scorecard:target", args=[tree.commune.pk, "2"])
    link = reverse("activities:show", args=[held.pk])

    def page(person: object) -> str:
        return signed_in(person).get(address, {"year": 2024}).content.decode()

    clerk = page(factories.clerk(tree.commune))
    officer = page(factories.district_officer(tree.districts[0]))
    assert "Lớp tập huấn của huyện" in clerk
    assert link not in clerk
    assert link in officer


def test_district_that_inherited_another_shows_no_commune_that_went_elsewhere():
    """Old district: main heir A, but one commune moved to B. A must not read it."""
    tree = factories.tree(districts=3, communes=1)
    old, heir, other = tree.districts
    mine = tree.communes[0]
    moved = factories.unit("Chuyển Đi", parent=other, valid_from=MERGER)
    new = factories.unit(
        "Huyện Mới", kind=heir.kind, parent=tree.province, valid_from=MERGER
    )
    words = {"on": MERGER, "by": CommandLine(), "at": factories.noon(MERGER)}
    units.succeed(mine, moved, kind=SuccessionKind.MOVED, **words)
    units.succeed(old, new, kind=SuccessionKind.CONTINUED, **words)
    factories.activity(
        mine, kind="dialogue", title="Việc của xã khác", on=date(2024, 3, 1)
    )
    officer = factories.district_officer(new)
    client = signed_in(officer)
    assert (
        client.get(reverse("activities:index"), {"year": 2024})
        .content.decode()
        .count("Việc của xã khác")
        == 0
    )
    page = client.get(reverse("scorecard:place", args=[old.pk])).content.decode()
    assert "Việc của xã khác" not in page
