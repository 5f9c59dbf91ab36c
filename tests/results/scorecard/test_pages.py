"""The pages of the scorecard as their readers meet them."""

import json
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from danvan.foundation.units.models import Unit
from tests import factories as make

pytestmark = pytest.mark.django_db


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_matrix_drills_from_the_province_to_the_record():
    tree = make.tree()
    held = make.activity(
        tree.commune, kind="dialogue", on=date(2024, 5, 6), title="Đối thoại đầu năm"
    )
    client = signed_in(make.provincial_officer(tree.province))
    year = {"year": 2024}

    province = text_of(client, "scorecard:unit", tree.province.pk, **year)
    district = text_of(client, "scorecard:target", tree.districts[0].pk, "4", **year)
    commune = text_of(client, "scorecard:target", tree.commune.pk, "4", **year)

    assert f"/scorecard/{tree.districts[0].pk}/targets/4/" in province
    assert "16,67%" in province
    assert f"/scorecard/{tree.commune.pk}/targets/4/" in district
    assert f'href="{reverse("activities:show", args=[held.pk])}"' in commune
    assert "Đối thoại đầu năm" in commune


@pytest.mark.parametrize(
    "query", [{"year": "1999"}, {"as_of": "31/02/2024"}, {"year": "x", "as_of": "y"}]
)
def test_unreadable_question_is_answered_with_the_default(query: dict[str, str]):
    tree = make.tree()
    client = signed_in(make.provincial_officer(tree.province))
    answer = client.get(reverse("scorecard:unit", args=[tree.province.pk]), query)

    assert answer.status_code == 200
    assert answer.context["question"].year == 2025
    assert answer.context["filter_form"].errors


def test_day_before_the_year_is_said_to_be_too_early():
    tree = make.tree()
    client = signed_in(make.provincial_officer(tree.province))
    query = {"year": "2024", "as_of": "01/05/2023"}
    answer = client.get(reverse("scorecard:unit", args=[tree.province.pk]), query)

    assert answer.context["question"].as_of == date(2024, 12, 31)
    assert "Ngày xem phải từ 01/01/2024" in answer.content.decode()


def test_district_shows_the_pilot_it_was_counted_for():
    tree = make.tree()
    make.activity(
        tree.commune, kind="pilot_bloc", criteria="Mười tiêu chí", title="Làm điểm"
    )
    client = signed_in(make.district_officer(tree.districts[0]))
    page = text_of(client, "scorecard:target", tree.districts[0].pk, "5", year=2024)

    assert "Làm điểm" in page


def test_tile_says_how_many_communes_cannot_be_measured():
    tree = make.tree()
    document = make.directive(tree.province)
    make.audience(document, tree.commune)
    client = signed_in(make.provincial_officer(tree.province))
    page = text_of(client, "scorecard:unit", tree.province.pk, year=2024)

    assert "chưa đo được ở 5 đơn vị" in page


def test_unit_page_costs_the_same_for_one_and_for_many_communes():
    tree = make.tree(districts=1, communes=1)
    client = signed_in(make.provincial_officer(tree.province))
    address = reverse("scorecard:unit", args=[tree.province.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as read:
            client.get(address, {"year": 2024})
        return len(read)

    def fill(commune: Unit) -> None:
        make.complete_bloc(commune, ruled=True, assigned=True)
        make.activity(commune, kind="dialogue")

    fill(tree.commune)
    before = cost()
    for _ in range(5):
        fill(make.unit(parent=tree.districts[0]))

    assert (before, cost()) == (15, 15)


def test_workbook_holds_every_unit_with_exact_numbers():
    tree = make.tree()
    make.activity(tree.commune, kind="dialogue", on=date(2024, 5, 6))
    client = signed_in(make.provincial_officer(tree.province))
    answer = client.get(
        reverse("scorecard:export", args=[tree.province.pk]), {"year": 2024}
    )

    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    heads = {head: place for place, head in enumerate(rows[0])}
    by_code = {row[0]: row for row in rows[1:]}
    have = heads["Đối thoại – đã có"]
    assert len(rows) == 1 + 9
    assert by_code["06"][have : have + 2] == (1, 6)
    assert by_code[tree.commune.code][have : have + 2] == (1, 1)


def test_place_is_found_without_marks():
    tree = make.tree()
    client = signed_in(make.provincial_officer(tree.province))
    page = text_of(client, "scorecard:places", q="bang lung")

    assert escape(tree.commune.full_name) in page


def test_profile_shows_the_place_and_its_latest_records():
    tree = make.tree()
    make.activity(tree.commune, kind="dialogue", title="Đối thoại đầu năm")
    page = text_of(
        signed_in(make.clerk(tree.commune)), "scorecard:place", tree.commune.pk
    )

    assert tree.commune.code in page
    assert "Đối thoại đầu năm" in page


# The command


def scorecard_of(unit: Unit, **words: object) -> dict[str, object]:
    out = StringIO()
    call_command("scorecard", unit=unit.code, json=True, stdout=out, **words)
    return json.loads(out.getvalue())


def test_command_prints_the_agreed_json():
    tree = make.tree()
    make.activity(tree.commune, kind="dialogue", on=date(2024, 5, 6))
    printed = scorecard_of(tree.province, year=2024)

    assert list(printed) == ["programme", "unit", "year", "as_of", "targets"]
    assert printed["unit"] == {"code": "06", "name": "Tỉnh Bắc Kạn"}
    assert (printed["year"], printed["as_of"]) == (2024, "2024-12-31")
    dialogue = printed["targets"][3]
    assert dialogue == {
        "id": "4",
        "have": 1,
        "need": 6,
        "percent": 16.67,
        "threshold": 100,
        "met": False,
        "measures": [{"id": "dialogue_held", "have": 1, "need": 6}],
    }


def test_command_prints_null_for_what_cannot_be_measured():
    tree = make.tree()
    reach = scorecard_of(tree.province, year=2024)["targets"][2]

    assert (reach["percent"], reach["met"], reach["need"]) == (None, None, 0)


@pytest.mark.parametrize(
    ("code", "words"), [("99999", {}), ("06", {"year": 1999})], ids=["code", "year"]
)
def test_command_refuses_what_does_not_exist(code: str, words: dict[str, int]):
    make.tree()

    with pytest.raises(CommandError):
        call_command("scorecard", unit=code, json=True, **words)
