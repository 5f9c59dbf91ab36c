"""A result is recorded once, whoever counts it, and every sum says so."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from danvan.foundation.audit.models import Entry
from danvan.records.movements import actions, queries
from danvan.records.movements.models import Claim, Result
from danvan.records.villages.actions import add_villages
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.house.rooms.movements import RESULT

pytestmark = pytest.mark.django_db

TODAY = date(2024, 5, 6)
AT = factories.noon(TODAY)


@pytest.fixture
def place():
    return factories.tree(districts=1, communes=2)


@pytest.fixture
def clerk(place):
    return factories.clerk(place.commune)


def record(unit, by, *, organisations=("nong_dan",), **words):
    given = {
        "movement": "new_countryside",
        "title": "Mở đường Nà Thử",
        "on": date(2024, 3, 5),
        "labour_days": 120,
    } | words
    return actions.record_result(
        unit, **given, organisations=organisations, by=by, at=AT
    )


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"labour_days": 0}, "labour_days"),
        ({"labour_days": -1}, "labour_days"),
        ({"organisations": []}, "organisations"),
        ({"organisations": ["khac"]}, "organisations"),
        ({"movement": "khac"}, "movement"),
        ({"title": " "}, "title"),
        ({"title": "Nhà ông 0912345678"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"on": date(2024, 5, 7)}, "on"),
        ({"on": date(2020, 1, 1)}, "on"),
        ({"money": 10**15 + 1}, "money"),
    ],
)
def test_a_bad_result_is_refused_at_its_field(place, clerk, words, field):
    with pytest.raises(Refused) as refused:
        record(place.commune, clerk, **words)

    assert refused.value.field == field
    assert not Result.objects.exists()


def test_a_result_of_nothing_cannot_be_stored(place, clerk):
    record(place.commune, clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.update(labour_days=0)


def test_a_village_of_another_commune_is_refused(place, clerk):
    officer = factories.district_officer(place.districts[0])
    [foreign] = add_villages(
        place.communes[1], ["Nà A"], by=officer, at=AT, valid_from=factories.START
    ).villages

    with pytest.raises(Refused) as refused:
        record(place.commune, clerk, village=foreign)
    assert refused.value.field == "village"


def test_nobody_writes_outside_their_area(place, clerk):
    made = record(place.commune, clerk)
    stranger = factories.clerk(place.communes[1])
    words = {"by": stranger, "at": AT}

    for act in (
        lambda: record(place.commune, stranger),
        lambda: actions.claim(made, ["phu_nu"], **words),
        lambda: actions.amend_result(made, {"houses": 1}, version=1, **words),
        lambda: actions.withdraw_result(made, reason="x", version=1, **words),
    ):
        with pytest.raises(Refused, match=place.commune.name):
            act()
    assert Claim.objects.count() == 1


def test_a_form_sent_twice_makes_one_result_and_is_not_alike_itself(place, clerk):
    uid = uuid.uuid4()
    first = record(place.commune, clerk, uid=uid)

    assert record(place.commune, clerk, uid=uid) == first
    with pytest.raises(Refused, match="nội dung khác"):
        record(place.commune, clerk, uid=uid, houses=3)


@pytest.mark.parametrize(
    ("words", "is_alike"),
    [
        ({"on": date(2024, 3, 8)}, True),
        ({"on": date(2024, 3, 2), "title": "Khác hẳn"}, True),
        ({"on": date(2024, 3, 9)}, False),
        ({"movement": "poverty"}, False),
        ({"village": True}, False),
    ],
)
def test_a_result_like_one_that_stands_is_said_first(place, clerk, words, is_alike):
    [village] = add_villages(
        place.commune, ["Nà A"], by=clerk, at=AT, valid_from=factories.START
    ).villages
    first = record(place.commune, clerk)
    words = words | ({"village": village} if "village" in words else {})

    if is_alike:
        with pytest.raises(actions.Alike) as alike:
            record(place.commune, clerk, **words)
        assert alike.value.results == [first]
        assert record(place.commune, clerk, **words, separate=True)
    else:
        assert record(place.commune, clerk, **words)


def test_a_withdrawn_result_is_like_nothing_and_counts_nowhere(place, clerk):
    made = record(place.commune, clerk)
    actions.withdraw_result(made, reason="Nhập nhầm", version=1, by=clerk, at=AT)

    assert record(place.commune, clerk).pk != made.pk
    assert queries.totals(Result.objects.standing())["labour_days"] == 120
    with pytest.raises(Refused):
        actions.claim(made, ["phu_nu"], by=clerk, at=AT)


def test_an_organisation_added_counts_the_result_but_no_sum_twice(place, clerk):
    made = record(place.commune, clerk)
    actions.claim(made, ["phu_nu", "nong_dan"], by=clerk, at=AT)
    actions.claim(made, ["phu_nu"], by=clerk, at=AT)

    assert made.claims.count() == 2
    assert queries.totals(Result.objects.all())["labour_days"] == 120
    entry = Entry.objects.get(verb="claim")
    assert entry.changes["organisations"][0] == "Hội Nông dân"


def test_an_organisation_added_meanwhile_is_not_lost_by_an_edit(place, clerk):
    made = record(place.commune, clerk)
    seen = Result.objects.get()
    actions.claim(made, ["phu_nu"], by=clerk, at=AT)

    with pytest.raises(Clash):
        actions.amend_result(
            seen,
            {"labour_days": 90},
            organisations=["nong_dan"],
            version=1,
            by=clerk,
            at=AT,
        )
    assert made.claims.count() == 2


def test_the_year_follows_the_date(place, clerk):
    made = record(place.commune, clerk)
    actions.amend_result(made, {"on": date(2023, 12, 30)}, version=1, by=clerk, at=AT)

    assert Result.objects.get().year == 2023
    entry = Entry.objects.get(verb="amend_result")
    assert (entry.year_from, entry.year_to) == (2023, 2024)


def test_the_overlap_is_named_and_the_foot_counts_once(place):
    officer = factories.district_officer(place.districts[0])
    record(place.commune, officer, organisations=["nong_dan", "phu_nu"])
    record(place.communes[1], officer, organisations=["nong_dan"], houses=3)
    record(
        place.communes[1],
        officer,
        organisations=["nong_dan", "phu_nu", "doan_thanh_nien"],
        movement="poverty",
        labour_days=0,
        money=7_000_000,
    )

    found = queries.overlap(Result.objects.standing())
    shares = {s.organisation: (s.results, s.shared) for s in found.shares}

    assert shares == {"nong_dan": (3, 2), "phu_nu": (2, 2), "doan_thanh_nien": (1, 1)}
    assert found.once == {
        "labour_days": 240,
        "land_m2": 0,
        "roads_m": 0,
        "houses": 3,
        "money": 7_000_000,
    }
    assert queries.difference(found.excess) == {
        "labour_days": 120,
        "money": 14_000_000,
    }
    page = client_of(officer).get("/movements/overlap/", {"year": "2024"}).text
    sentence = "Tính trùng nếu cộng từng tổ chức: 120 ngày công, 14.000.000 đồng."
    assert sentence in page


def test_the_overlap_stays_within_the_filter(place):
    officer = factories.district_officer(place.districts[0])
    record(place.commune, officer, organisations=["nong_dan", "phu_nu"])
    record(place.communes[1], officer, labour_days=7)

    rows = queries.results(
        officer, queries.Wanted(unit=place.communes[1].code), on=TODAY
    )
    found = queries.overlap(rows)

    assert (found.results, found.shared, found.once["labour_days"]) == (1, 0, 7)


def test_the_page_asks_before_the_same_is_recorded_again(place, clerk):
    client = client_of(clerk)
    client.post("/movements/new/", RESULT | {"organisations": ["nong_dan"]})
    again = RESULT | {"uid": str(uuid.uuid4())}

    asked = client.post("/movements/new/", again)
    assert asked.status_code == 422
    assert "thêm Hội Liên hiệp Phụ nữ vào đó" in asked.text
    assert 'value="120"' in asked.text
    made = Result.objects.get()
    client.post(reverse("movements:claim", args=[made.pk]), {"organisations": "phu_nu"})
    assert made.claims.count() == 2
    client.post("/movements/new/", again | {"separate": "on"})
    assert Result.objects.count() == 2


def test_two_edits_show_both_texts(place, clerk):
    made = record(place.commune, clerk)
    client, to = client_of(clerk), reverse("movements:edit", args=[made.pk])
    client.post(to, RESULT | {"title": "Chữ thứ nhất"})

    sent = client.post(to, RESULT | {"title": "Chữ thứ hai", "labour_days": "99"})

    assert sent.status_code == 422
    for text in ("Chữ thứ nhất", "Chữ thứ hai", 'value="2"'):
        assert text in sent.text
    assert Result.objects.get().title == "Chữ thứ nhất"


def test_the_list_sums_all_pages_once_and_hands_out_names(place):
    officer = factories.district_officer(place.districts[0])
    for number in range(55):
        record(
            place.communes[number % 2],
            officer,
            title=f"Việc {number}",
            organisations=["nong_dan", "phu_nu"],
            separate=True,
        )
    client = client_of(officer)

    assert "6.600" in client.get("/movements/", {"year": "2024"}).text
    book = client.get("/movements/", {"year": "2024", "export": "csv"}).content.decode()
    assert "Hội Nông dân, Hội Liên hiệp Phụ nữ" in book
    assert len(book.splitlines()) == 56


@pytest.mark.parametrize("path", ["/movements/", "/movements/overlap/"])
def test_the_cost_does_not_grow_with_the_results(
    place, path, django_assert_max_num_queries
):
    officer = factories.district_officer(place.districts[0])
    for number in range(20):
        record(place.commune, officer, title=f"Việc {number}", separate=True)
    client = client_of(officer)

    with django_assert_max_num_queries(14):
        client.get(path, {"year": "2024"})
