from datetime import date
from typing import get_args

import pytest

from danvan.foundation import programme
from danvan.foundation.programme.schema import Form
from danvan.foundation.units.rules import Level
from danvan.records.activities import rules
from danvan.records.activities.choices import Status
from danvan.records.activities.forms.activity import LAYOUT
from danvan.records.activities.models import Activity

STARTS, ENDS = date(2023, 1, 1), date(2025, 12, 31)
TERM = {"starts": STARTS, "ends": ENDS}


def reasons(kind_id="dialogue", **words):
    values = {
        "status": Status.HELD,
        "chair": "party_head",
        "level": Level.COMMUNE,
        "on": date(2024, 3, 5),
        "year": 2024,
        "period": "year",
    } | words
    kind = programme.current().kind(kind_id)
    return list(rules.why_not_counted(kind, **values, **TERM, chairs="A, B"))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ({}, 0),
        ({"status": Status.PLANNED}, 1),
        ({"status": Status.WITHDRAWN}, 1),
        ({"chair": "government_deputy"}, 1),
        ({"level": Level.DISTRICT}, 1),
        ({"on": date(2022, 12, 31), "year": 2022}, 1),
        ({"kind_id": "yearly_plan", "on": date(2022, 12, 20), "year": 2023}, 0),
        ({"kind_id": "pilot_bloc", "on": date(2022, 12, 20), "period": "programme"}, 1),
        ({"on": date(2026, 1, 10), "year": 2025}, 0),
        ({"on": date(2026, 1, 10), "year": 2026}, 1),
        ({"on": date(2022, 12, 31), "year": 2022, "chair": "other"}, 2),
        ({"kind_id": "language_class"}, 1),
        ({"kind_id": "training", "level": Level.PROVINCE, "chair": ""}, 0),
        ({"kind_id": "pilot_bloc", "level": Level.DISTRICT, "chair": ""}, 1),
    ],
)
def test_each_reason_not_to_count_is_said(words, number):
    assert len(reasons(**words)) == number


def test_a_kind_that_the_programme_forgot_counts_for_nothing():
    words = {"status": Status.HELD, "chair": "", "level": 3, "on": STARTS, "year": 2023}
    words |= {"period": ""}

    assert len(list(rules.why_not_counted(None, **words, **TERM, chairs=""))) == 1


def test_every_status_says_what_may_follow_it():
    assert set(rules.NEXT) == set(Status)
    assert Status.WITHDRAWN not in set().union(*rules.NEXT.values())


def test_every_form_of_a_programme_has_its_layout():
    assert set(LAYOUT) == set(get_args(Form.__value__))


def test_every_fact_of_a_form_is_asked_by_its_layout():
    for form, facts in rules.OWN_FACTS.items():
        when, what = LAYOUT[form]
        assert set(facts) <= {*when, *what}


def test_every_guarded_text_is_a_column():
    columns = {field.name for field in Activity._meta.get_fields()}

    assert set(rules.GUARDED) <= columns
