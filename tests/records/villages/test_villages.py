"""Entering, renaming and ending villages, and who is in charge of which."""

from datetime import date

import pytest
from django.test import Client

from danvan.foundation.audit.models import Entry
from danvan.foundation.units.actions import succeed
from danvan.foundation.units.models import Village
from danvan.foundation.units.rules import SuccessionKind
from danvan.foundation.units.villages import check_village, villages_of
from danvan.records.villages import actions, queries
from danvan.records.villages.rules import names_in, one_a_line
from danvan.shared.refusals import Clash, Refused
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2024, 5, 6)
AT = factories.noon(TODAY)


@pytest.fixture
def place():
    return factories.tree(districts=1, communes=2)


@pytest.fixture
def clerk(place):
    return factories.clerk(place.commune)


def add(unit, *names, by, valid_from=factories.START):
    return actions.add_villages(unit, names, by=by, at=AT, valid_from=valid_from)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nà A, Nà B và Nà C", ["Nà A", "Nà B", "Nà C"]),
        ("các thôn: Nà A; Nà B.", ["Nà A", "Nà B"]),
        ("Phụ trách thôn Nà A", ["thôn Nà A"]),
        ("Khuổi Vàng", ["Khuổi Vàng"]),
        (" , ;", []),
    ],
)
def test_names_are_found_in_the_text_of_a_duty(text, names):
    assert list(names_in(text)) == names


def test_a_pasted_list_loses_its_bullets_and_numbers():
    assert one_a_line("1. Nà A\r\n- Nà B\n\n12) Thôn 12\n3") == [
        *("Nà A", "Nà B", "Thôn 12", "3"),
    ]


def test_names_that_are_there_already_are_told_and_not_entered_again(place, clerk):
    add(place.commune, "Thôn Nà Thử", "Hoà Bình", by=clerk)

    added = add(place.commune, "nà thử", "Hòa Bình", "Nà Mới", "Nà Mới", by=clerk)

    assert [village.name for village in added.villages] == ["Nà Mới"]
    assert added.known == ["nà thử", "Hòa Bình", "Nà Mới"]
    assert villages_of(place.commune).count() == 3
    assert (
        Entry.objects.filter(verb="add_village", unit_id=place.commune.pk).count() == 3
    )


def test_villages_are_entered_for_a_commune_in_reach(place, clerk):
    with pytest.raises(Refused, match="không"):
        add(place.communes[1], "Nà A", by=clerk)
    officer = factories.district_officer(place.districts[0])
    with pytest.raises(Refused) as refused:
        add(place.districts[0], "Nà A", by=officer)
    assert refused.value.field == "unit"


@pytest.mark.parametrize(
    ("names", "valid_from", "field"),
    [
        ([" "], factories.START, "names"),
        (["Nà" * 60], factories.START, "names"),
        (["Nà A 0912345678"], factories.START, "names"),
        (["Nà A"], date(2024, 5, 7), "valid_from"),
        (["Nà A"], date(2022, 9, 30), "valid_from"),
        (["Nà"] * 301, factories.START, "names"),
    ],
)
def test_a_bad_list_is_refused_at_its_field(place, clerk, names, valid_from, field):
    with pytest.raises(Refused) as refused:
        add(place.commune, *names, by=clerk, valid_from=valid_from)

    assert refused.value.field == field
    assert not Village.objects.exists()


def test_an_ended_village_keeps_its_place_and_its_name_is_free_again(place, clerk):
    [old] = add(place.commune, "Nà A", by=clerk).villages
    day = date(2024, 3, 1)
    actions.end_village(old, on=day, reason="Sáp nhập", version=1, by=clerk, at=AT)

    check_village(old, place.commune, on=date(2024, 2, 29))
    with pytest.raises(Refused):
        check_village(old, place.commune, on=day)
    with pytest.raises(Refused):
        actions.end_village(old, on=day, reason="Lại", version=2, by=clerk, at=AT)
    assert add(place.commune, "Nà A", by=clerk, valid_from=day).known == []


@pytest.mark.parametrize("day", [date(2022, 9, 1), date(2024, 5, 7)])
def test_a_village_ends_within_its_life(place, clerk, day):
    [village] = add(place.commune, "Nà A", by=clerk).villages

    with pytest.raises(Refused) as refused:
        actions.end_village(village, on=day, reason="x", version=1, by=clerk, at=AT)

    assert refused.value.field == "on"


def test_renaming_keeps_the_old_name_in_the_log_and_refuses_a_taken_one(place, clerk):
    [village, other] = add(place.commune, "Nà A", "Nà B", by=clerk).villages
    actions.rename_village(village, "Nà Á", version=1, by=clerk, at=AT)

    entry = Entry.objects.get(verb="rename_village")
    assert entry.changes == {"name": ["Nà A", "Nà Á"]}
    with pytest.raises(Refused, match="Nà B"):
        actions.rename_village(village, "thôn nà b", version=2, by=clerk, at=AT)
    with pytest.raises(Clash):
        actions.rename_village(
            Village.objects.get(pk=village.pk), "Nà X", version=1, by=clerk, at=AT
        )
    assert other.name == "Nà B"


def charged(seat, text):
    return factories.duty(seat, villages=text)


def test_coverage_is_read_from_the_duties_in_force(place, clerk):
    add(place.commune, "Thôn Nà A", "Nà B", "Nà C", by=clerk)
    team = factories.bloc(place.commune)
    seat = factories.seat(team)
    charged(seat, "Nà A, Nà Lạ")
    ended = charged(seat, "Nà B")
    ended.valid_to = TODAY
    ended.save()
    left = factories.seat(team, valid_to=TODAY)
    charged(left, "Nà C")

    found = queries.coverage(place.commune, on=TODAY)

    named = {v.name for v in found.villages if v.pk in found.duties}
    assert (named, found.covered, found.total) == ({"Thôn Nà A"}, 1, 3)
    assert [(s.name, s.several) for s in found.strays] == [("Nà Lạ", False)]


def test_the_whole_commune_covers_every_village(place, clerk):
    add(place.commune, "Nà A", "Nà B", by=clerk)
    charged(factories.seat(factories.bloc(place.commune)), "toàn xã")

    assert queries.coverage(place.commune, on=TODAY).covered == 2


def test_a_merged_commune_goes_on_with_the_villages(place, clerk):
    add(place.commune, "Nà A", by=clerk)
    day = date(2024, 4, 1)
    new = factories.unit("Hợp Nhất", parent=place.districts[0], valid_from=day)
    succeed(place.commune, new, kind=SuccessionKind.MERGED, on=day, by=clerk, at=AT)
    village = Village.objects.get()

    check_village(village, new, on=TODAY)
    found = queries.coverage_of(type(new).objects.filter(pk=new.pk), on=TODAY)
    assert found[new.pk].total == 1


def page(client, **query):
    return client.get("/villages/", query)


def test_a_clerk_pastes_a_list_and_sees_who_is_missing(place, clerk):
    charged(factories.seat(factories.bloc(place.commune)), "Nà A")
    client = Client()
    client.force_login(clerk)

    assert "Nhập thôn, tổ dân phố" in page(client).text
    sent = client.post(
        "/villages/new/", {"names": "1. Nà A\n2. Nà B\nnà a", "valid_from": "1/2/2023"}
    )
    shown = client.get(sent.headers["Location"]).text

    assert "nà a" in shown
    assert shown.index(">Nà B<") < shown.index(">Nà A<")
    assert "1/2" in shown


def test_bad_lines_keep_what_was_pasted(place, clerk):
    client = Client()
    client.force_login(clerk)

    sent = client.post(
        "/villages/new/", {"names": "Nà A\n0912345678", "valid_from": ""}
    )

    assert sent.status_code == 422
    assert "Nà A\n0912345678" in sent.text


def test_above_the_communes_the_table_sums_and_filters(place):
    officer = factories.district_officer(place.districts[0])
    add(place.communes[0], "Nà A", "Nà B", by=officer)
    charged(factories.seat(factories.bloc(place.communes[0])), "Nà A")
    client = Client()
    client.force_login(officer)

    assert "1/2" in page(client).text
    kept = page(client, state="none").text
    assert place.communes[1].name in kept
    assert place.communes[0].full_name not in kept
    book = page(client, export="csv", sort="-share").content.decode("utf-8-sig")
    assert [row.split(",")[2:] for row in book.split()[-2:]] or book
    assert ",2,1,1,50" in book


def test_villages_are_narrowed_to_a_person_or_to_nobody(place, clerk):
    add(place.commune, "Nà A", "Nà B", "Nà C", by=clerk)
    seat = factories.seat(factories.bloc(place.commune))
    charged(seat, "Nà A, Nà B")
    client = Client()
    client.force_login(clerk)

    def named(**asked: object) -> list[str]:
        return [
            str(village) for village in page(client, **asked).context["listing"].rows
        ]

    assert sorted(named(who=seat.pk)) == ["Nà A", "Nà B"]
    assert named(who="nobody") == ["Nà C"]
    assert len(named(who="999")) == 3
    assert "Không có thôn" not in page(client).text
    charged(seat, "Nà C")
    assert "Không có thôn" in page(client, who="nobody").text


def test_the_cost_does_not_grow_with_the_villages(place, django_assert_max_num_queries):
    officer = factories.district_officer(place.districts[0])
    for commune in place.communes:
        names = [f"Nà {number}" for number in range(20)]
        add(commune, *names, by=officer)
        team = factories.bloc(commune)
        for name in names[:10]:
            charged(factories.seat(team), name)
    client = Client()
    client.force_login(officer)

    with django_assert_max_num_queries(14):
        page(client)
    with django_assert_max_num_queries(14):
        page(client, unit=place.commune.pk)
