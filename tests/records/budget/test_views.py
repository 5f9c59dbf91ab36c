"""The pages of the budget as a clerk and an officer meet them."""

import pytest
from django.test import Client
from django.urls import reverse

from danvan.records.budget.models import Expense, Line
from tests import factories
from tests.house.rooms.budget import AMOUNT, LINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.tree(districts=1, communes=2)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk(place):
    return signed_in(factories.clerk_and_head(place.commune))


def make(unit, *, spent=0, **words):
    given = {
        "year": 2024,
        "source": "state",
        "text": f"In tài liệu {unit.name}",
        "estimate": 10_000_000,
        "approved": 10_000_000,
        "approved_no": "1/QĐ",
        "allocated": 8_000_000,
        "allocated_no": "2/QĐ",
    } | words
    row = Line.objects.create(unit=unit, **given)
    if spent:
        Expense.objects.create(
            line=row, on="2024-02-01", amount=spent, text="In", voucher_no="PC 1"
        )
    return row


def address(name, row):
    return reverse(f"budget:{name}", args=[row.pk])


def test_a_clerk_takes_a_line_from_estimate_to_spending(clerk):
    shown = clerk.get("/budget/new/?year=2024")
    assert 'name="unit"' not in shown.text
    clerk.post("/budget/new/", LINE)
    row = Line.objects.get()
    over = clerk.post(
        address("approve", row), AMOUNT | {"amount": "15 triệu"}, follow=True
    )
    assert "12.000.000 đồng" in over.text
    clerk.post(address("allocate", row), AMOUNT | {"version": "2"})
    spending = {
        "on": "1/3/2024",
        "amount": "1,5 triệu",
        "text": "Thuê hội trường",
        "voucher_no": "PC 2",
        "uid": LINE["uid"],
    }
    page = clerk.post(address("expense_new", row), spending, follow=True).text

    assert "Một triệu năm trăm nghìn đồng" in page
    assert "16,67%" in page
    assert "1.500.000/9.000.000" in page


def test_too_much_spending_keeps_the_form_and_says_both_figures(clerk, place):
    row = make(place.commune, spent=3_000_000)

    sent = clerk.post(
        address("expense_new", row),
        {
            "on": "1/3/2024",
            "amount": "6 triệu",
            "text": "Mua loa",
            "voucher_no": "PC 9",
            "uid": LINE["uid"],
        },
    )

    assert sent.status_code == 422
    assert "8.000.000 đồng" in sent.text
    assert "5.000.000 đồng" in sent.text
    assert "Mua loa" in sent.text


def test_two_edits_show_both_texts(clerk, place):
    row = make(place.commune)
    first = LINE | {"version": "1", "text": "Chữ của người thứ nhất"}
    clerk.post(address("edit", row), first)

    sent = clerk.post(address("edit", row), first | {"text": "Chữ của người thứ hai"})

    assert sent.status_code == 422
    assert "Chữ của người thứ nhất" in sent.text
    assert "Chữ của người thứ hai" in sent.text
    assert 'value="2"' in sent.text
    row.refresh_from_db()
    assert row.text == "Chữ của người thứ nhất"


def test_the_foot_sums_every_line_of_the_filter_not_of_the_page(place):
    officer = signed_in(factories.provincial_officer(place.province))
    for number in range(55):
        make(place.commune, text=f"Khoản {number}", spent=100_000)
    make(place.communes[1], source="party", spent=7)
    make(place.commune, year=2023, spent=9)

    page = officer.get("/budget/", {"year": "2024", "source": "state"}).text

    assert "440.000.000" in page
    assert "5.500.000" in page
    assert "Năm triệu năm trăm nghìn đồng" in page


def test_own_lines_and_those_below_are_told_apart(place):
    officer = signed_in(factories.district_officer(place.districts[0]))
    make(place.districts[0], estimate=10_000_001, text="Của huyện")
    make(place.commune, estimate=10_000_020, text="Của xã")
    query = {"year": "2024", "unit": place.districts[0].code}

    own = officer.get("/budget/", query | {"reach": "own"}).text
    below = officer.get("/budget/", query | {"reach": "below"}).text
    sums = officer.get("/budget/sums/", {"year": "2024"}).text

    assert "Của huyện" in own
    assert "Của xã" not in own
    assert "Của xã" in below
    assert "Của huyện" not in below
    assert "20.000.021" in sums


def test_the_file_holds_the_amounts_as_numbers(clerk, place):
    make(place.commune, spent=2_000_000)

    got = clerk.get("/budget/", {"year": "2024", "export": "csv"})

    assert ",10000000,10000000,1/QĐ,8000000,2/QĐ,2000000,25" in got.content.decode()


@pytest.mark.parametrize("path", ["/budget/", "/budget/sums/"])
def test_the_cost_does_not_grow_with_the_lines(
    place, path, django_assert_max_num_queries
):
    officer = signed_in(factories.provincial_officer(place.province))
    for number in range(20):
        make(place.communes[number % 2], spent=number + 1, source="state")

    with django_assert_max_num_queries(24):
        officer.get(path, {"year": "2024"})


def test_expenses_that_count_are_shown_apart_from_those_withdrawn(clerk, place):
    row = make(place.commune, spent=3_000_000)
    gone = {"text": "Nhầm", "withdrawn_at": "2024-03-01T00:00Z", "reason": "Nhầm"}
    Expense.objects.create(
        line=row, on="2024-02-02", amount=1, voucher_no="PC 2", **gone
    )

    def texts(state: str) -> list[str]:
        answer = clerk.get(address("show", row), {"state": state})
        return [expense.text for expense in answer.context["listing"].rows]

    assert (texts("standing"), texts("withdrawn")) == (["In"], ["Nhầm"])
    assert len(texts("")) == 2


def test_the_page_of_a_line_costs_the_same_with_many_expenses(
    place, clerk, django_assert_max_num_queries
):
    row = make(place.commune)
    for number in range(20):
        Expense.objects.create(
            line=row, on="2024-02-01", amount=1, text=f"Lần {number}", voucher_no="PC"
        )

    with django_assert_max_num_queries(14):
        clerk.get(address("show", row))
