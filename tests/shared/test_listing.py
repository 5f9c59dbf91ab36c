"""One list for every room: sorting, pages and files, whatever the address says."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date

import pytest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import expect

from danvan.foundation.units.models import Unit
from danvan.shared.listing import Column, Listing, is_filled, rank
from tests import factories
from tests.factories import noon

AT = noon(date(2024, 6, 30))


@dataclass(frozen=True)
class Row:
    name: str
    score: int | None = None


def columns():
    return [
        Column("code", "Mã", lambda row: row.code, width=8, order=("code",)),
        Column("name", "Tên", lambda row: row.name, order=("sort_key",)),
        Column(
            "people",
            "Dân số",
            lambda row: row.population,
            "integer",
            10,
            ("population",),
        ),
        Column("kind", "Loại", lambda row: row.kind),
    ]


def listing(address="/", rows=None, **words):
    rows = Unit.objects.all() if rows is None else rows
    words = {"title": "Địa bàn", "sort": "name"} | words
    cols = words.pop("columns", None) or columns()
    return Listing(RequestFactory().get(address), rows, cols, **words)


def names(shown):
    return [row.name for row in shown.page]


@pytest.fixture
def places(db):
    for name, code, population in (
        ("Đồn Phong", "00123", 900),
        ("An Thắng", "00124", None),
        ("Ân Tình", "=1+1", 1200),
        ("Bằng Lũng", "00126", 900),
    ):
        made = factories.unit(name, code=code)
        Unit.objects.filter(pk=made.pk).update(population=population)


def test_it_sorts_as_vietnamese_does_and_not_by_code_points(places):
    assert names(listing()) == ["An Thắng", "Ân Tình", "Bằng Lũng", "Đồn Phong"]


@pytest.mark.parametrize("sort", ["people", "-people"])
def test_what_is_empty_comes_last_either_way(places, sort):
    assert names(listing(f"/?sort={sort}"))[-1] == "An Thắng"


def test_equal_rows_turn_round_with_the_rest(places):
    upwards, downwards = (
        names(listing(f"/?sort={sort}")) for sort in ("people", "-people")
    )

    assert upwards[:3] == list(reversed(downwards[:3]))


@pytest.mark.parametrize(
    "sort",
    ["kind", "password", "--name", "-", "name,code", "%00", "pk", "sort_key", "'"],
)
def test_a_column_that_does_not_sort_leaves_the_usual_order(places, sort):
    assert names(listing(f"/?sort={sort}")) == names(listing())


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "%00", "1.5", ""])
def test_a_page_that_is_none_shows_one_that_is(places, page):
    assert len(names(listing(f"/?page={page}", per_page=3))) in {1, 3}


def test_a_fixed_list_keeps_its_order_until_a_heading_is_pressed():
    rows = [Row("b", 2), Row("a"), Row("c", 1)]
    cols: list[Column[Row]] = [
        Column("name", "Tên", lambda row: row.name, by=lambda row: row.name),
        Column("score", "Điểm", lambda row: row.score, by=lambda row: row.score),
        Column("order", "Khác", lambda row: "", order=("name",)),
    ]
    shown = {
        sort: names(listing(f"/?sort={sort}", rows, columns=cols, sort=""))
        for sort in ("", "name", "-name", "score", "-score", "order")
    }

    assert shown == {
        "": ["b", "a", "c"],
        "name": ["a", "b", "c"],
        "-name": ["c", "b", "a"],
        "score": ["c", "b", "a"],
        "-score": ["b", "c", "a"],
        "order": ["b", "a", "c"],
    }


def test_a_rank_sorts_by_the_place_in_a_list(places):
    order = (rank("code", ["00126", "00124"]),)
    cols = [*columns(), Column("rank", "Thứ tự", lambda row: "", order=order)]

    shown = names(listing("/?sort=rank", columns=cols))

    assert shown[:2] == ["Bằng Lũng", "An Thắng"]


def test_only_what_may_be_empty_asks_for_it_last():
    """NULLS LAST on a full column would keep PostgreSQL from using the index."""
    found = {path: is_filled(Unit, path) for path in ("code", "pk", "population")}
    found |= {path: is_filled(Unit, path) for path in ("parent__name", "no_such")}

    assert found == {
        "code": True,
        "pk": True,
        "population": False,
        "parent__name": False,
        "no_such": False,
    }


class TestHead:
    def test_pressing_turns_the_order_round_and_goes_back_to_the_first_page(self, db):
        head = listing("/?q=x&page=3&sort=name&export=csv").head("name")

        assert (head.url, head.sorted) == ("?q=x&sort=-name", "ascending")

    def test_a_column_that_does_not_sort_has_no_link(self, db):
        assert listing().head("kind").url == ""

    def test_numbers_say_so(self, db):
        assert listing().head("people").is_number


@pytest.mark.parametrize(
    ("address", "filtered"),
    [("/?sort=name&page=2&export=csv", False), ("/?q=", False), ("/?q=x", True)],
)
def test_sorting_and_paging_are_no_filter(db, address, filtered):
    assert listing(address).is_filtered is filtered


@pytest.mark.parametrize("ending", ["", "pdf", "XLSX", "../x", "%00"])
def test_an_unknown_file_is_not_made(places, ending):
    assert listing(f"/?export={ending}").export(at=AT) is None


class TestCsv:
    def rows(self, address="/?export=csv"):
        response = listing(address, per_page=2).export(at=AT)
        assert response.content.startswith(b"\xef\xbb\xbf")
        text = response.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_it_holds_every_row_in_the_order_asked_for(self, places):
        rows = self.rows("/?export=csv&sort=-name&page=2")

        assert [row[1] for row in rows] == [
            "Tên",
            "Đồn Phong",
            "Bằng Lũng",
            "Ân Tình",
            "An Thắng",
        ]

    def test_codes_keep_their_zeros_and_formulas_do_nothing(self, places):
        codes = {row[1]: row[0] for row in self.rows()}

        assert (codes["An Thắng"], codes["Ân Tình"]) == ("00124", "'=1+1")

    def test_it_is_named_after_the_list_and_the_day(self, places):
        response = listing("/?export=csv").export(at=AT)

        assert "2024-06-30.csv" in response.headers["Content-Disposition"]


def test_a_workbook_holds_codes_as_text_and_no_formula(places):
    response = listing("/?export=xlsx").export(at=AT)

    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert ">00124<" in texts
    assert ">=1+1<" in texts


@pytest.mark.parametrize("rows", [2, 20])
def test_a_file_costs_one_query_however_many_rows(db, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.unit(lineage=False)

    with django_assert_num_queries(1):
        listing("/?export=csv").export(at=AT)


PAGE = """{% load face %}
{% datatable caption="Địa bàn" classes="table--stack" %}
<thead><tr>{% heading listing "name" %}{% heading listing "kind" %}</tr></thead>
<tbody>{% for row in listing.page %}<tr><td>{{ row.name }}</td></tr>{% endfor %}</tbody>
{% enddatatable %}{% include "components/listing_foot.html" %}"""


def test_headings_say_which_way_it_is_sorted(places):
    request = RequestFactory().get("/?sort=-name")
    template = engines["django"].from_string(PAGE)
    drawn = template.render({"listing": listing("/?sort=-name")}, request)

    assert 'aria-sort="descending"' in drawn
    assert 'href="?sort=name"' in drawn
    assert 'href="?sort=-name&amp;export=xlsx"' in drawn


def test_a_phone_sorts_by_buttons_over_the_cards(page, live_server):
    tree = factories.tree()
    for commune in tree.communes[:2]:
        factories.bloc(commune)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/accounts/sign-in/")
    officer = factories.provincial_officer(tree.province)
    page.get_by_label("Tên đăng nhập").fill(officer.username)
    page.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/blocs/")
    button = page.locator("thead a.sort", has_text="Thành viên")

    expect(button).to_be_visible()
    assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    button.click()

    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Thành viên")
