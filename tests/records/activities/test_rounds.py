"""What every organisation owes each year: counted by commune, prefilled, handed out."""

import csv
import io
from datetime import date

import pytest

from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Succession
from danvan.records.activities import rounds
from danvan.records.activities.choices import Status
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/activities/coverage/"
ON = date(2024, 12, 31)
HOSTS = ["mat_tran", "nong_dan", "phu_nu", "cuu_chien_binh", "doan_thanh_nien"]


@pytest.fixture
def tree():
    return factories.tree()


def supervise(unit, host="nong_dan", kind="supervision", **words):
    values = {"host": host, "counterpart": "Ủy ban nhân dân xã", "chair": ""} | words
    return factories.activity(unit, kind=kind, **values)


def owed(unit, year=2024, on=ON):
    found = rounds.round_missing(unit, year, on)
    return [(row.kind.id, row.host and row.host.id) for row in found]


EVERYTHING = [
    *[("supervision", host) for host in HOSTS],
    *[("social_criticism", host) for host in HOSTS],
]


def test_a_year_begins_with_everything_owed(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert owed(tree.commune) == EVERYTHING


def test_what_an_organisation_did_is_owed_no_more_by_it_alone(tree):
    supervise(tree.commune)
    supervise(tree.communes[1], "phu_nu")

    left = owed(tree.commune)

    assert left == [row for row in EVERYTHING if row != ("supervision", "nong_dan")]


@pytest.mark.parametrize(
    "words",
    [
        {"status": Status.PLANNED},
        {"status": Status.WITHDRAWN},
        {"on": date(2023, 3, 5)},
        {"on": date(2025, 1, 1), "year": 2024},
    ],
)
def test_only_what_was_held_in_the_year_by_the_day_counts(tree, words):
    supervise(tree.commune, **words)

    assert owed(tree.commune) == EVERYTHING


def test_a_commune_goes_on_with_what_it_took_over(tree):
    old = tree.commune
    supervise(old)
    new = factories.unit("Mới", parent=tree.districts[0], valid_from=date(2024, 7, 1))
    type(old).objects.filter(pk=old.pk).update(valid_to=date(2024, 7, 1))
    Succession.objects.create(old=old, new=new, kind="merge", on=date(2024, 7, 1))
    rebuild_lineage()

    assert ("supervision", "nong_dan") not in owed(new)


def test_a_district_owes_nothing_for_the_organisations_of_communes(tree):
    assert owed(tree.districts[0]) == [("programme_inspection", None)]


def test_a_district_that_inspected_the_programme_owes_nothing_more(tree):
    factories.activity(tree.districts[0], kind="programme_inspection", chair="")

    assert owed(tree.districts[0]) == []


def test_the_form_opens_with_kind_organisation_and_commune(client, tree):
    client.force_login(factories.clerk(tree.commune))
    row = rounds.round_missing(tree.commune, 2024, ON)[1]

    form = client.get(row.url).context["form"]

    assert (form.kind.id, form.unit) == ("supervision", tree.commune)
    assert form["host"].value() == "nong_dan"


class TestCoverage:
    @pytest.fixture
    def officer(self, client, tree):
        user = factories.provincial_officer(tree.province)
        client.force_login(user)
        return user

    def cells(self, response):
        return {
            row["unit"].name: [cell["times"] for cell in row["cells"]]
            for row in response.context["rows"]
        }

    def test_it_counts_by_commune_and_organisation(self, client, tree, officer):
        supervise(tree.commune)
        supervise(tree.commune, on=date(2024, 9, 1))
        supervise(tree.communes[1], "phu_nu")
        supervise(tree.commune, kind="social_criticism")
        supervise(tree.commune, on=date(2023, 9, 1))

        shown = self.cells(client.get(f"{PAGE}?year=2024"))

        assert shown[tree.commune.name] == [0, 2, 0, 0, 0]
        assert shown[tree.communes[1].name] == [0, 0, 1, 0, 0]
        assert len(shown) == 6

    def test_a_clerk_sees_the_own_commune_alone(self, client, tree):
        client.force_login(factories.clerk(tree.commune))
        supervise(tree.communes[1])

        assert list(self.cells(client.get(PAGE))) == [tree.commune.name]

    def test_it_costs_as_much_for_one_as_for_many(
        self, client, tree, officer, django_assert_num_queries
    ):
        for commune in tree.communes:
            for host in HOSTS:
                supervise(commune, host)

        with django_assert_num_queries(5):
            client.get(f"{PAGE}?year=2024")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("lacking=on", 5),
            ("unit=bang lung", 1),
            ("unit=Thử Nghiệm 2", 3),
            ("unit=không đâu", 0),
            ("kind=briefing&year=1999", 6),
        ],
    )
    def test_it_is_narrowed(self, client, tree, officer, query, found):
        for host in HOSTS:
            supervise(tree.commune, host)

        assert len(self.cells(client.get(f"{PAGE}?year=2024&{query}"))) == found

    def test_it_sorts_by_an_organisation(self, client, tree, officer):
        supervise(tree.communes[4])

        shown = self.cells(client.get(f"{PAGE}?year=2024&sort=-by_nong_dan"))

        assert next(iter(shown)) == tree.communes[4].name

    def test_it_is_handed_out(self, client, tree, officer):
        supervise(tree.commune)

        response = client.get(f"{PAGE}?year=2024&export=csv")

        text = response.content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        assert head[3:8] == [
            host.name for host in rounds.organisations(rounds.hosted()[0])
        ]
        assert len(rows) == 6
        own = next(row for row in rows if row[1] == str(tree.commune))
        assert own[3:] == ["0", "1", "0", "0", "0", "1"]

    def test_a_number_leads_to_the_records_behind_it(self, client, tree, officer):
        supervise(tree.commune, title="Giám sát đường thôn")
        supervise(tree.communes[1], title="Nơi khác")
        supervise(tree.commune, "phu_nu", title="Hội khác")

        response = client.get(f"{PAGE}?year=2024&unit=bang lung")
        cell = response.context["rows"][0]["cells"][1]
        page = client.get(cell["read"]).content.decode()

        shown = [t in page for t in ("Giám sát đường thôn", "Nơi khác", "Hội khác")]
        assert shown == [True, False, False]
