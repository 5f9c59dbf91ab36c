"""What a record says it counts for."""

from datetime import date

import pytest
from django.utils import translation

from danvan.records.activities import wording
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "ending"),
    [
        (date(2024, 12, 20), "năm 2024"),
        (date(2025, 1, 15), "trong số liệu tính đến từ ngày 15/01/2025"),
    ],
)
def test_what_was_decided_after_its_year_names_the_day_of_its_figures(on, ending):
    commune = factories.tree(districts=1, communes=1).commune
    made = factories.activity(commune, kind="evaluation", on=on, year=2024, chair="")

    with translation.override("vi"):
        assert wording.counted_sentence(made).endswith(ending)


def test_a_plan_issued_before_the_programme_counts_for_its_first_year():
    commune = factories.tree(districts=1, communes=1).commune
    plan = {"kind": "yearly_plan", "chair": "", "on": date(2022, 12, 20)}

    made = factories.activity(commune, **plan, year=2023)

    assert list(wording.why_not_counted(made)) == []
