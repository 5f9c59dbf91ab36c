from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override


def drawn(source, **values):
    with override("en"):
        return Template("{% load figures %}" + source).render(Context(values))


def test_dates_are_drawn_in_both_lengths():
    day = date(2023, 3, 5)

    assert drawn("{{ d|vidate }}", d=day) == "05/3/2023"
    assert drawn("{{ d|vilongdate }}", d=day) == "ngày 05 tháng 3 năm 2023"


def test_a_moment_is_drawn_as_the_day_it_is_in_vietnam():
    late = datetime(2023, 3, 4, 18, 0, tzinfo=UTC)

    assert drawn("{{ d|vidate }}", d=late) == "05/3/2023"


@pytest.mark.parametrize("name", ["vidate", "vilongdate", "vinumber", "vipercent"])
def test_nothing_is_drawn_as_nothing(name):
    assert drawn("{{ d|" + name + " }}", d=None) == ""


def test_numbers_are_drawn_with_comma():
    assert drawn("{{ n|vinumber }}", n=1234.5) == "1.234,5"
    assert drawn("{{ n|vinumber:2 }}", n=1234) == "1.234,00"
    assert drawn("{{ n|vipercent }}", n=Decimal("98.15")) == "98,15%"


def test_figure_shows_its_fraction():
    assert drawn("{% figure 106 108 %}") == "98,15% (106/108)"
    assert drawn("{% figure a b %}", a=1265, b=1265) == "100% (1.265/1.265)"


@pytest.mark.parametrize("need", [0, None])
def test_figure_without_need_is_not_measurable(need):
    assert drawn("{% figure 0 need %}", need=need) == "Not measurable yet"
