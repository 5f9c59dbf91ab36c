from datetime import date

import pytest
from django.urls import reverse

from danvan.records.activities.models import Audience, Directive
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/activities/directives/"


@pytest.fixture
def tree():
    return factories.tree()


def text_of(response):
    return response.content.decode()


def audience_url(directive, commune):
    return reverse("activities:audience", args=[directive.pk, commune.pk])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_a_constant_number_of_queries(
    client, tree, django_assert_num_queries, rows
):
    client.force_login(factories.provincial_officer(tree.province))
    for _ in range(rows):
        document = factories.directive(tree.province)
        factories.audience(document, tree.commune)

    with django_assert_num_queries(9):
        client.get(f"{LIST}?year=2024")


def test_a_commune_sees_the_lists_above_it_and_only_its_own_figures(client, tree):
    above = factories.directive(tree.province, number="05-CT/TU")
    factories.directive(tree.districts[1], number="99-KH/HU")
    factories.audience(above, tree.communes[1], count=4321)
    client.force_login(factories.clerk(tree.commune))

    page = text_of(client.get(f"{LIST}?year=2024"))

    seen = [text in page for text in ("05-CT/TU", "99-KH/HU", "4.321")]
    assert seen == [True, False, False]


def test_reach_above_the_audience_says_how_much_counts(client, tree):
    listed = factories.directive(tree.province)
    factories.audience(listed, tree.commune, count=2082)
    factories.activity(
        tree.commune, kind="dissemination", directive=listed, reached=2500
    )
    client.force_login(factories.clerk(tree.commune))

    page = text_of(client.get("/activities/directives/?year=2024"))

    assert "(tính tối đa 2.082)" in page


def test_a_province_sees_how_many_communes_declared(client, tree):
    document = factories.directive(tree.province)
    for commune in tree.communes[:2]:
        factories.audience(document, commune, count=500)
    client.force_login(factories.provincial_officer(tree.province))

    page = text_of(client.get(f"{LIST}?year=2024"))

    assert ("2/6" in page, "1.000" in page) == (True, True)


def test_an_officer_lists_a_document(client, tree):
    client.force_login(factories.district_officer(tree.districts[0]))
    form = {
        "unit": tree.districts[0].pk,
        "year": "2024",
        "number": "12-KH/HU",
        "about": "Dân chủ ở cơ sở",
        "listed_on": "15/01/2024",
    }

    response = client.post(f"{LIST}new/", form)

    assert response["Location"] == f"{LIST}?year=2024"
    assert Directive.objects.get().number == "12-KH/HU"


def test_nobody_lists_for_a_unit_above(client, tree):
    client.force_login(factories.clerk(tree.commune))
    form = {
        "unit": tree.province.pk,
        "year": "2024",
        "number": "12-KH/HU",
        "about": "Dân chủ ở cơ sở",
        "listed_on": "15/01/2024",
    }

    assert client.post(f"{LIST}new/", form).status_code == 422
    assert Directive.objects.count() == 0


def test_a_commune_takes_nothing_off_the_province_s_list(client, tree):
    document = factories.directive(tree.province)
    client.force_login(factories.clerk(tree.commune))
    url = reverse("activities:directive_withdraw", args=[document.pk])

    assert client.post(url, {"on": "01/02/2024"}).status_code == 404


def test_an_officer_takes_a_document_off(client, tree):
    document = factories.directive(tree.province)
    client.force_login(factories.provincial_officer(tree.province))
    url = reverse("activities:directive_withdraw", args=[document.pk])

    client.post(url, {"on": "01/02/2024"})

    document.refresh_from_db()
    assert document.withdrawn_on == date(2024, 2, 1)


def declared(count="800", version="0"):
    return {
        "count": count,
        "source": "Danh sách hộ",
        "declared_on": "01/02/2024",
        "version": version,
    }


def test_a_commune_declares_and_finds_its_figure_again(client, tree):
    document = factories.directive(tree.province)
    client.force_login(factories.clerk(tree.commune))
    url = audience_url(document, tree.commune)

    response = client.post(url, declared("1.240"))

    assert response.status_code == 302
    assert Audience.objects.get().count == 1240
    assert 'value="Danh sách hộ"' in text_of(client.get(url))


def test_two_declarations_show_both_and_lose_neither(client, tree):
    document = factories.directive(tree.province)
    client.force_login(factories.clerk(tree.commune))
    url = audience_url(document, tree.commune)
    client.post(url, declared("800"))

    clash = client.post(url, declared("950"))

    assert (clash.status_code, Audience.objects.get().count) == (422, 800)
    assert ("800" in text_of(clash), "950" in text_of(clash)) == (True, True)
    assert client.post(url, declared("950", version="1")).status_code == 302
    assert Audience.objects.get().count == 950


def test_another_commune_s_audience_is_not_found(client, tree):
    document = factories.directive(tree.province)
    client.force_login(factories.clerk(tree.commune))

    assert client.get(audience_url(document, tree.communes[1])).status_code == 404
