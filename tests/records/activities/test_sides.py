"""Who holds it and with whom; who wants which language: refusals and what is kept."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from danvan.foundation.audit.models import Entry
from danvan.records.activities import actions
from danvan.records.activities.models import Activity, Need
from danvan.shared.refusals import Refused
from tests import factories
from tests.factories import noon

pytestmark = pytest.mark.django_db

AT = noon(date(2024, 6, 30))
SUPERVISION = {
    "kind": "supervision",
    "host": "nong_dan",
    "counterpart": "Ủy ban nhân dân xã",
}
SURVEY = {
    "kind": "language_needs_survey",
    "attended": 20,
    "needs": {"mong": 7, "dao": 0},
}
LESSON = {"kind": "language_class", "language": "mong"}


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(tree):
    return factories.clerk(tree.commune)


def record(tree, by, **words):
    values = {"on": date(2024, 3, 5)} | words
    return actions.record_activity(tree.commune, **values, by=by, at=AT)


@pytest.mark.parametrize("kind", ["supervision", "social_criticism"])
def test_both_sides_are_kept(tree, clerk, kind):
    made = record(tree, clerk, **SUPERVISION | {"kind": kind})

    kept = Activity.objects.get(pk=made.pk)
    assert (kept.host, kept.counterpart) == ("nong_dan", "Ủy ban nhân dân xã")


REFUSED = {
    "nobody supervises": (SUPERVISION | {"host": ""}, "host"),
    "an organisation of no programme": (SUPERVISION | {"host": "hoi_khac"}, "host"),
    "nobody is supervised": (SUPERVISION | {"counterpart": " "}, "counterpart"),
    "a person's number as the other side": (
        SUPERVISION | {"counterpart": "Bà A, 0912 345 678"},
        "counterpart",
    ),
    "a host on a briefing": (
        {"kind": "briefing", "chair": "party_head", "host": "nong_dan"},
        "host",
    ),
    "another side of a briefing": (
        {"kind": "briefing", "chair": "party_head", "counterpart": "UBND"},
        "counterpart",
    ),
    "a language on a training": ({"kind": "training", "language": "mong"}, "language"),
    "a class in no language": ({"kind": "language_class"}, "language"),
    "a class in an unknown language": (LESSON | {"language": "tay"}, "language"),
    "a survey of nobody": (SURVEY | {"attended": None}, "attended"),
    "a survey that left a language out": (SURVEY | {"needs": {"mong": 7}}, "need_dao"),
    "more who want than were asked": (
        SURVEY | {"needs": {"mong": 21, "dao": 0}},
        "need_mong",
    ),
    "fewer than nobody wants it": (
        SURVEY | {"needs": {"mong": -1, "dao": 0}},
        "need_mong",
    ),
    "a language nobody teaches": (
        SURVEY | {"needs": {"mong": 1, "dao": 0, "tay": 2}},
        "",
    ),
    "needs counted in a conference": (
        {"kind": "conference", "needs": {"mong": 1}},
        "",
    ),
}


@pytest.mark.parametrize(("words", "field"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing_behind(tree, clerk, words, field):
    with pytest.raises(Refused) as refused:
        record(tree, clerk, **words)

    assert (refused.value.field or "") == field
    assert (Activity.objects.count(), Need.objects.count()) == (0, 0)
    assert Entry.objects.count() == 0


def test_a_planned_supervision_names_its_organisation_but_not_yet_the_other_side(
    tree, clerk
):
    planned = SUPERVISION | {"status": "planned", "counterpart": ""}

    assert record(tree, clerk, **planned).host == "nong_dan"
    with pytest.raises(Refused):
        record(tree, clerk, **planned | {"host": ""})


def test_an_inspection_may_name_who_came_along(tree, clerk):
    words = {"kind": "programme_inspection", "counterpart": "Ủy ban Kiểm tra Đảng ủy"}

    made = record(tree, clerk, **words)
    alone = record(tree, clerk, kind="programme_inspection")

    assert (made.counterpart, alone.counterpart) == ("Ủy ban Kiểm tra Đảng ủy", "")


def test_the_table_itself_refuses_a_held_supervision_of_nobody(tree):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.activity(tree.commune, kind="supervision", host="nong_dan")


def test_a_survey_keeps_numbers_only(tree, clerk):
    made = record(tree, clerk, **SURVEY)

    assert dict(made.needs.values_list("language", "wanting")) == {"mong": 7, "dao": 0}
    assert {field.name for field in Need._meta.get_fields()} == {
        "id",
        "activity",
        "language",
        "wanting",
    }


def test_amending_a_survey_says_which_number_changed(tree, clerk):
    made = record(tree, clerk, **SURVEY)

    actions.amend_activity(
        made, {}, version=1, by=clerk, at=AT, needs={"mong": 9, "dao": 0}
    )

    assert dict(made.needs.values_list("language", "wanting")) == {"mong": 9, "dao": 0}
    assert Entry.objects.get(verb="amend_activity").changes == {"need_mong": [7, 9]}


def test_fewer_asked_than_want_it_is_refused_later_too(tree, clerk):
    made = record(tree, clerk, **SURVEY)

    with pytest.raises(Refused):
        actions.amend_activity(made, {"attended": 5}, version=1, by=clerk, at=AT)

    assert Activity.objects.get().attended == 20


def test_a_survey_sent_twice_is_one_and_with_other_numbers_is_refused(tree, clerk):
    uid = uuid.uuid4()
    first = record(tree, clerk, **SURVEY, uid=uid)

    assert record(tree, clerk, **SURVEY, uid=uid).pk == first.pk
    with pytest.raises(Refused):
        record(tree, clerk, **SURVEY | {"needs": {"mong": 8, "dao": 0}}, uid=uid)
    assert Need.objects.count() == 2


def test_a_language_class_takes_its_attendance_by_member(tree, clerk):
    member = factories.member(tree.commune)

    made = record(tree, clerk, **LESSON, attendees=[member])

    assert [row.member for row in made.attendances.all()] == [member]
    with pytest.raises(Refused):
        record(tree, clerk, **LESSON)
