import uuid
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.foundation.audit.models import Entry
from danvan.foundation.documents.models import Attachment
from danvan.records.activities import actions
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.factories import noon

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 30)
AT = noon(TODAY)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(tree):
    return factories.clerk(tree.commune)


def record(tree, by, **words):
    values = {"kind": "briefing", "on": date(2024, 3, 5), "chair": "party_head"} | words
    return actions.record_activity(tree.commune, **values, by=by, at=AT)


def test_recording_names_itself_after_its_kind(tree, clerk):
    made = record(tree, clerk)

    assert (made.title, made.year, made.status) == ("Giao ban định kỳ", 2024, "held")


def test_recording_writes_who_for_which_unit_and_year(tree, clerk):
    made = record(tree, clerk)

    entry = Entry.objects.get(subject_type="activities.activity")
    assert entry.subject_id == str(made.pk)
    assert (entry.verb, entry.actor_id) == ("record_activity", clerk.pk)
    assert (entry.unit_id, entry.year_from) == (tree.commune.pk, 2024)


def test_a_training_touches_the_years_up_to_the_end_of_the_programme(tree, clerk):
    member = factories.member(tree.commune)

    record(tree, clerk, kind="training", chair="", attendees=[member])

    entry = Entry.objects.get(subject_type="activities.activity")
    assert (entry.year_from, entry.year_to) == (2024, 2025)


def test_sending_one_form_twice_keeps_one_record(tree, clerk):
    uid = uuid.uuid4()
    first = record(tree, clerk, uid=uid, summary="Bàn việc tháng 3")

    again = record(tree, clerk, uid=uid, summary="Bàn việc tháng 3")

    assert again.pk == first.pk
    assert (Activity.objects.count(), Entry.objects.count()) == (1, 1)


def test_one_form_number_with_other_content_is_refused(tree, clerk):
    uid = uuid.uuid4()
    record(tree, clerk, uid=uid, summary="Bàn việc tháng 3")

    with pytest.raises(Refused):
        record(tree, clerk, uid=uid, summary="Bàn việc tháng 4")

    assert Activity.objects.get().summary == "Bàn việc tháng 3"


def test_one_form_number_with_other_attendees_is_refused(tree, clerk):
    uid, kept, other = uuid.uuid4(), *[factories.member(tree.commune) for _ in "ab"]
    words = {"uid": uid, "kind": "training", "chair": ""}
    made = record(tree, clerk, **words, attendees=[kept])

    with pytest.raises(Refused):
        record(tree, clerk, **words, attendees=[other])

    assert [row.member for row in made.attendances.all()] == [kept]


REFUSED = {
    "unknown kind": {"kind": "picnic"},
    "held in the future": {"on": date(2024, 7, 1)},
    "before the unit": {"on": date(2020, 3, 5)},
    "year where the kind allows none": {"year": 2023},
    "no chair": {"chair": ""},
    "unknown chair": {"chair": "king"},
    "withdrawn from the start": {"status": "withdrawn"},
    "postponed without a reason": {"status": "postponed"},
    "evidence of no grade": {"evidence": 9},
    "fewer than nobody": {"attended": -1},
    "grade on a briefing": {"grade": "good"},
    "criteria on a briefing": {"criteria": "Đủ hồ sơ"},
    "phone in the title": {"title": "Gọi 0912 345 678"},
    "card in the summary": {"summary": "CCCD 006085001234"},
    "dissemination of nothing": {"kind": "dissemination", "reached": 40},
    "training of nobody": {"kind": "training"},
    "evaluation without a grade": {"kind": "evaluation"},
    "evaluation with an unknown grade": {"kind": "evaluation", "grade": "superb"},
    "pilot without criteria": {"kind": "pilot_bloc"},
    "year two away": {"kind": "evaluation", "grade": "good", "year": 2022},
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing_behind(tree, clerk, words):
    with pytest.raises(Refused):
        record(tree, clerk, **words)

    assert (Activity.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_pilot_of_a_district_is_refused(tree):
    officer = factories.district_officer(tree.districts[0])

    with pytest.raises(Refused, match="có Khối được chọn"):
        actions.record_activity(
            tree.districts[0],
            kind="pilot_bloc",
            on=date(2024, 3, 5),
            criteria="Mười tiêu chí",
            by=officer,
            at=AT,
        )


def test_an_evaluation_may_count_for_the_year_before(tree, clerk):
    made = record(tree, clerk, kind="evaluation", chair="", grade="good", year=2023)

    assert (made.year, made.on.year) == (2023, 2024)


def test_what_is_planned_may_lie_ahead(tree, clerk):
    made = record(tree, clerk, on=date(2024, 9, 2), status="planned", chair="")

    assert made.status == Status.PLANNED


def test_today_is_the_day_in_vietnam(tree, clerk):
    evening_in_utc = noon(date(2024, 3, 4)).replace(hour=20)

    made = actions.record_activity(
        tree.commune,
        kind="briefing",
        on=date(2024, 3, 5),
        chair="party_head",
        by=clerk,
        at=evening_in_utc,
    )

    assert made.on == date(2024, 3, 5)


def test_a_briefing_under_another_chair_is_kept_as_it_was(tree, clerk):
    assert record(tree, clerk, chair="bloc_head").chair == "bloc_head"


def test_a_clerk_cannot_record_for_another_commune(tree):
    stranger = factories.clerk(tree.communes[1])

    with pytest.raises(Refused):
        record(tree, stranger)


def test_an_inspector_cannot_record(tree):
    with pytest.raises(Refused):
        record(tree, factories.inspector(tree.province))


@pytest.mark.parametrize("place", ["commune", "district", "province"])
def test_a_list_covers_the_unit_itself_and_those_below(tree, clerk, place):
    places = {
        "commune": tree.commune,
        "district": tree.districts[0],
        "province": tree.province,
    }
    directive = factories.directive(places[place])

    made = record(
        tree, clerk, kind="dissemination", chair="", directive=directive, reached=9
    )

    assert made.directive == directive


def test_a_list_of_another_district_is_refused(tree, clerk):
    directive = factories.directive(tree.districts[1])

    with pytest.raises(Refused):
        record(tree, clerk, kind="dissemination", directive=directive, reached=9)


def test_a_document_of_another_year_is_refused(tree, clerk):
    directive = factories.directive(tree.province, year=2023)

    with pytest.raises(Refused):
        record(tree, clerk, kind="dissemination", directive=directive, reached=9)


def test_a_document_off_the_list_is_refused_from_that_day(tree, clerk):
    directive = factories.directive(tree.province, withdrawn_on=date(2024, 3, 5))
    words = {"kind": "dissemination", "chair": "", "directive": directive}

    record(tree, clerk, **words, reached=9, on=date(2024, 3, 4))
    with pytest.raises(Refused):
        record(tree, clerk, **words, reached=9, on=date(2024, 3, 5))


def test_a_district_trains_members_of_its_communes(tree):
    officer = factories.district_officer(tree.districts[0])
    members = [factories.member(commune) for commune in tree.communes[:2]]

    made = actions.record_activity(
        tree.districts[0],
        kind="training",
        on=date(2024, 3, 5),
        attendees=members,
        by=officer,
        at=AT,
    )

    assert made.attendances.count() == 2


def test_a_member_of_another_commune_cannot_be_named(tree, clerk):
    other = factories.member(tree.communes[1])

    with pytest.raises(Refused):
        record(tree, clerk, kind="training", attendees=[other])


def test_amending_keeps_what_was_there_in_the_log(tree, clerk):
    made = record(tree, clerk, summary="Cũ")

    actions.amend_activity(made, {"summary": "Mới"}, version=1, by=clerk, at=AT)

    made.refresh_from_db()
    assert (made.summary, made.version) == ("Mới", 2)
    assert Entry.objects.get(verb="amend_activity").changes == {
        "summary": ["Cũ", "Mới"]
    }


def test_two_editors_keep_both_texts(tree, clerk):
    made = record(tree, clerk)
    theirs, mine = Activity.objects.get(), Activity.objects.get()
    actions.amend_activity(theirs, {"summary": "Của họ"}, version=1, by=clerk, at=AT)

    with pytest.raises(Clash) as clash:
        actions.amend_activity(mine, {"summary": "Của tôi"}, version=1, by=clerk, at=AT)

    assert clash.value.theirs["summary"] == "Của họ"
    made.refresh_from_db()
    assert made.summary == "Của họ"


def test_amending_replaces_the_attendance(tree, clerk):
    before, after = factories.member(tree.commune), factories.member(tree.commune)
    made = record(tree, clerk, kind="training", attendees=[before])

    actions.amend_activity(made, {}, version=1, by=clerk, at=AT, attendees=[after])

    assert [row.member for row in made.attendances.all()] == [after]
    assert Entry.objects.get(verb="amend_activity").changes == {"attendees": [1, 1]}


def test_moving_the_date_moves_the_year_it_counts_for(tree, clerk):
    made = record(tree, clerk)

    actions.amend_activity(made, {"on": date(2023, 12, 28)}, version=1, by=clerk, at=AT)

    entry = Entry.objects.get(verb="amend_activity")
    assert (made.year, entry.year_from, entry.year_to) == (2023, 2023, 2024)


def test_a_planned_training_is_held_only_with_its_attendance(tree, clerk):
    made = record(tree, clerk, kind="training", status="planned", chair="")

    with pytest.raises(Refused):
        actions.amend_activity(made, {"status": "held"}, version=1, by=clerk, at=AT)


def test_what_was_held_cannot_become_planned(tree, clerk):
    made = record(tree, clerk)

    with pytest.raises(Refused):
        actions.amend_activity(made, {"status": "planned"}, version=1, by=clerk, at=AT)


def test_a_withdrawn_record_stays_readable_and_is_never_counted(tree, clerk):
    made = record(tree, clerk)

    actions.withdraw_activity(made, reason="Ghi nhầm", version=1, by=clerk, at=AT)

    kept = Activity.objects.get()
    assert (kept.status, kept.status_reason) == ("withdrawn", "Ghi nhầm")
    assert list(Activity.objects.held()) == []
    assert Entry.objects.get(verb="withdraw_activity").reason == "Ghi nhầm"


def test_a_withdrawn_record_is_not_edited(tree, clerk):
    made = record(tree, clerk)
    actions.withdraw_activity(made, reason="Ghi nhầm", version=1, by=clerk, at=AT)

    with pytest.raises(Refused):
        actions.amend_activity(made, {"summary": "x"}, version=2, by=clerk, at=AT)


def test_a_withdrawal_names_its_reason(tree, clerk):
    made = record(tree, clerk)

    with pytest.raises(Refused):
        actions.withdraw_activity(made, reason=" ", version=1, by=clerk, at=AT)


def test_a_refused_file_keeps_neither_record_nor_file(tree, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    good = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7 bien ban")
    bad = SimpleUploadedFile("ke-hoach.pdf", b"MZ\x90\x00")

    with pytest.raises(Refused) as refused:
        record(tree, clerk, files=[good, bad])

    assert (refused.value.field, Activity.objects.count()) == ("files", 0)
    assert Attachment.objects.count() == 0
    folders = default_storage.listdir("attachments")[0]
    assert [
        f for d in folders for f in default_storage.listdir(f"attachments/{d}")[1]
    ] == []
