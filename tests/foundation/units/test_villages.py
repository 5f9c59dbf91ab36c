"""Which village a written name means, and which ones a form offers."""

from datetime import date

import pytest

from danvan.foundation.units.forms import VillageField
from danvan.foundation.units.models import Village
from danvan.foundation.units.rules import search_key
from danvan.foundation.units.villages import check_village, meant, same, spoken, twin
from danvan.shared.refusals import Refused
from danvan.shared.text import sort_key
from tests import factories

TODAY = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("thôn Bản Cải", "Bản Cải", True),
        ("Tổ dân phố 3", "TDP.3", True),
        ("3", "Tổ 3", True),
        ("Thôn 3", "Tổ 3", False),
        ("thôn Nà A", "bản Nà A", False),
        ("na thu", "Thôn Nà Thử", True),
        ("Nà Thử 1", "Nà Thử", False),
    ],
)
def test_two_names_of_one_village_are_known(one, other, agree):
    assert same(one, other) is agree
    assert same(other, one) is agree


def test_marks_decide_between_two_villages():
    low, high = Village(name="Nà Cà"), Village(name="Nà Cá")

    assert meant("nà cà", [low, high]) == [low]
    assert meant("na ca", [low, high]) == [low, high]
    assert meant("Nà Cả", [low]) == [low]


def test_old_and_new_places_of_a_tone_are_one_spelling():
    assert spoken("Hoà Bình") == spoken("Hòa bình") != spoken("Hoa Binh")
    assert twin("Hoà Bình", [Village(name="Thôn Hòa Bình")])
    assert twin("hoa binh", [Village(name="Hòa Bình")])
    assert twin("Hỏa Bình", [Village(name="Hòa Bình")]) is None


def village(unit, name, **dates):
    return Village.objects.create(
        unit=unit,
        name=name,
        name_fold=search_key(name),
        sort_key=sort_key(name),
        **{"valid_from": factories.START} | dates,
    )


@pytest.mark.django_db
def test_the_field_offers_the_villages_of_the_day_and_the_one_kept():
    place = factories.tree(districts=1, communes=2)
    here = village(place.commune, "Nà A")
    ended = village(place.commune, "Nà B", valid_to=date(2024, 1, 1))
    village(place.communes[1], "Nà C")

    now = VillageField(place.commune, on=TODAY)
    kept = VillageField(place.commune, on=TODAY, kept=ended.pk)

    assert list(now.queryset) == [here]
    assert list(kept.queryset) == [here, ended]
    assert now.clean("") is None
    assert VillageField(place.districts[0], on=TODAY).is_empty
    check_village(None, place.commune, on=TODAY)
    with pytest.raises(Refused) as refused:
        check_village(ended, place.commune, on=TODAY)
    assert refused.value.field == "village"
