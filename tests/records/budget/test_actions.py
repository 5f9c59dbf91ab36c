"""Money never runs over what was allocated, nor that over what was approved."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from danvan.foundation.audit.models import Entry
from danvan.foundation.documents.models import Attachment
from danvan.records.budget import actions, queries
from danvan.records.budget.models import Expense, Line
from danvan.shared.refusals import Clash, Refused
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2024, 5, 6)
AT = factories.noon(TODAY)


@pytest.fixture
def place():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def officer(place):
    return factories.provincial_officer(place.province)


def line(unit, by, **words):
    given = {
        "year": 2024,
        "source": "state",
        "text": "Tập huấn kỹ năng dân vận",
        "estimate": 12_000_000,
    } | words
    return actions.add_line(unit, **given, by=by, at=AT)


def approve(row, amount, *, by, version=None, number="5/QĐ-UBND"):
    actions.approve(
        row,
        amount=amount,
        number=number,
        version=version or row.version,
        by=by,
        at=AT,
    )


def allocate(row, amount, *, by):
    actions.allocate(
        row, amount=amount, number="6/QĐ", version=row.version, by=by, at=AT
    )


def spend(row, amount, *, by, on=date(2024, 3, 1), uid=None, **words):
    given = {"text": "Thuê hội trường", "voucher_no": "PC 1"} | words
    return actions.spend(row, on=on, amount=amount, **given, by=by, at=AT, uid=uid)


@pytest.fixture
def funded(place, officer):
    """10 triệu approved, 8 allocated, 3 spent."""
    row = line(place.commune, officer)
    approve(row, 10_000_000, by=officer)
    allocate(row, 8_000_000, by=officer)
    spend(row, 3_000_000, by=officer)
    return row


def refused(act, *figures, field="amount"):
    with pytest.raises(Refused) as caught:
        act()
    assert all(figure in str(caught.value) for figure in figures), str(caught.value)
    assert caught.value.field == field


def test_allocation_is_refused_beyond_what_is_approved(funded, officer):
    refused(
        lambda: allocate(funded, 10_000_001, by=officer),
        *("10.000.000 đồng", "10.000.001 đồng"),
    )


def test_allocation_is_refused_below_what_is_spent(funded, officer):
    refused(
        lambda: allocate(funded, 2_999_999, by=officer),
        *("3.000.000 đồng", "2.999.999 đồng"),
    )
    allocate(funded, 3_000_000, by=officer)
    assert Line.objects.get().allocated == 3_000_000


def test_approval_is_refused_below_what_is_allocated(funded, officer):
    refused(
        lambda: approve(funded, 7_000_000, by=officer),
        *("8.000.000 đồng", "7.000.000 đồng"),
    )


def test_spending_is_refused_beyond_what_is_left(funded, officer):
    refused(
        lambda: spend(funded, 5_000_001, by=officer),
        *("8.000.001 đồng", "8.000.000 đồng", "5.000.000 đồng"),
    )
    spend(funded, 5_000_000, by=officer)
    assert actions.spent_of(funded) == 8_000_000


def test_steps_are_taken_in_order(place, officer):
    row = line(place.commune, officer)

    refused(lambda: allocate(row, 1, by=officer), field=None)
    approve(row, 5_000_000, by=officer)
    refused(lambda: spend(row, 1, by=officer), field=None)


def test_no_paper_no_approval(place, officer):
    row = line(place.commune, officer)

    refused(lambda: approve(row, 5, by=officer, number=" "), field="number")
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.update(approved=5)


def test_more_than_the_estimate_may_be_approved(place, officer):
    row = line(place.commune, officer)
    approve(row, 20_000_000, by=officer)

    assert Line.objects.get().approved == 20_000_000


@pytest.mark.parametrize(
    "day", [date(2023, 12, 31), date(2025, 1, 15), date(2024, 5, 7)]
)
def test_money_is_spent_within_its_year_and_not_ahead(funded, officer, day):
    refused(lambda: spend(funded, 1, by=officer, on=day), field="on")


def test_last_years_money_is_still_booked_in_january(place, officer):
    row = line(place.commune, officer, year=2023)
    approve(row, 5, by=officer)
    allocate(row, 5, by=officer)

    assert spend(row, 5, by=officer, on=date(2024, 1, 31)).pk
    refused(lambda: spend(row, 5, by=officer, on=date(2024, 2, 1)), field="on")


def test_a_form_sent_twice_spends_once_even_when_nothing_is_left(funded, officer):
    uid = uuid.uuid4()
    first = spend(funded, 5_000_000, by=officer, uid=uid)

    assert spend(funded, 5_000_000, by=officer, uid=uid) == first
    refused(lambda: spend(funded, 4, by=officer, uid=uid), field=None)
    assert Expense.objects.count() == 2


def test_a_line_sent_twice_is_one_line(place, officer):
    uid = uuid.uuid4()

    assert line(place.commune, officer, uid=uid) == line(
        place.commune, officer, uid=uid
    )
    with pytest.raises(Refused):
        line(place.commune, officer, uid=uid, estimate=1)
    assert Entry.objects.filter(verb="add_line").count() == 1


def test_a_withdrawn_expense_frees_its_money_once(funded, officer):
    expense = Expense.objects.get()
    actions.withdraw_expense(expense, reason="Ghi nhầm", by=officer, at=AT)

    assert actions.spent_of(funded) == 0
    again = Expense.objects.get()
    refused(
        lambda: actions.withdraw_expense(again, reason="x", by=officer, at=AT),
        field=None,
    )
    assert Entry.objects.get(verb="withdraw_expense").reason == "Ghi nhầm"


def test_a_line_with_spending_is_not_withdrawn(funded, officer):
    words = {"reason": "Nhập nhầm", "by": officer, "at": AT}

    refused(
        lambda: actions.withdraw_line(funded, version=funded.version, **words),
        "3.000.000 đồng",
        field=None,
    )
    actions.withdraw_expense(Expense.objects.get(), **words)
    actions.withdraw_line(funded, version=funded.version, **words)
    refused(lambda: spend(funded, 1, by=officer), field=None)
    assert not Line.objects.standing().exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"source": "xổ số"}, "source"),
        ({"programme_task": "99.9"}, "programme_task"),
        ({"text": " "}, "text"),
        ({"text": "Bà Tư 0912345678"}, "text"),
        ({"estimate": 0}, "estimate"),
        ({"estimate": 10**15 + 1}, "estimate"),
        ({"year": 2019}, "year"),
    ],
)
def test_a_bad_line_is_refused_at_its_field(place, officer, words, field):
    refused(lambda: line(place.commune, officer, **words), field=field)
    assert not Line.objects.exists()


def test_two_approvals_of_one_version_clash(place, officer):
    row = line(place.commune, officer)
    other = Line.objects.get()
    approve(row, 5_000_000, by=officer)

    with pytest.raises(Clash) as clash:
        approve(other, 6_000_000, by=officer, version=1)
    assert clash.value.theirs == {"approved": "5000000", "approved_no": "5/QĐ-UBND"}


def test_nobody_writes_outside_their_area(place, funded):
    stranger = factories.clerk_and_head(place.communes[1])

    for act in (
        lambda: line(place.commune, stranger),
        lambda: approve(funded, 11_000_000, by=stranger),
        lambda: allocate(funded, 9_000_000, by=stranger),
        lambda: spend(funded, 1, by=stranger),
        lambda: actions.withdraw_expense(
            Expense.objects.get(), reason="x", by=stranger, at=AT
        ),
    ):
        refused(act, place.commune.name, field=None)


def test_a_bad_file_leaves_no_expense_behind(funded, officer):
    bad = SimpleUploadedFile("hoa-don.pdf", b"MZ nothing")

    refused(lambda: spend(funded, 1, by=officer, files=[bad]), field="files")
    assert Expense.objects.count() == 1
    good = SimpleUploadedFile("hoa-don.pdf", b"%PDF-1.7 phieu chi")
    made = spend(funded, 1, by=officer, files=[good])
    assert Attachment.objects.of(made).count() == 1


def test_the_sums_count_every_line_once(place, officer):
    for unit, amount in (
        (place.province, 1),
        (place.districts[0], 10),
        (place.communes[0], 100),
        (place.communes[1], 1000),
        (place.communes[2], 10_000),
    ):
        row = line(unit, officer, estimate=amount)
        approve(row, amount, by=officer)
        allocate(row, amount, by=officer)
        spend(row, amount, by=officer)
        spend(line_of(place, officer), 1, by=officer)
    rows = Line.objects.filter(source="state")

    split = queries.split(rows, place.province, on=TODAY)
    below = {unit.pk: figures.spent for unit, figures in split.below.items()}
    assert (split.own.spent, split.all_below.spent) == (1, 11_110)
    assert below == {place.districts[0].pk: 1110, place.districts[1].pk: 10_000}
    assert split.whole == queries.totals(rows)
    district = queries.split(rows, place.districts[0], on=TODAY)
    assert (district.own.estimate, district.all_below.estimate) == (10, 1100)
    assert queries.by_group(rows)[0].lines == 5


def line_of(place, officer):
    """A line from another source, so that sums which mix them are caught."""
    row = line(
        place.province, officer, source="party", text=f"Khác {Line.objects.count()}"
    )
    approve(row, 5, by=officer)
    allocate(row, 5, by=officer)
    return row
