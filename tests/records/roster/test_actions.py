"""What an applied file leaves in the tables, and that half a file never does."""

from datetime import date, timedelta

import pytest

from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.records.blocs.choices import SeatRole
from danvan.records.blocs.models import Bloc, Duty, Member, Qualification, Seat
from danvan.records.roster import actions
from danvan.shared.refusals import Refused
from tests import factories
from tests.records.roster.conftest import AT, ON, row, sheet


def counts() -> tuple[int, ...]:
    models = (Bloc, Member, Seat, Qualification, Duty, Entry)
    return tuple(model.objects.count() for model in models)


def test_apply_founds_the_bloc_and_seats_the_person(load, tree):
    outcome = load(sheet(row(tree.commune)))

    assert outcome == (1, 0, 0, 0, 1)
    seat = Seat.objects.select_related("bloc", "member").get()
    assert seat.bloc.unit_id == tree.commune.pk
    assert seat.bloc.valid_from == seat.valid_from == date(2023, 1, 15)
    assert (seat.role, seat.post) == (SeatRole.MEMBER, "chu_tich_hoi_nong_dan")
    assert (seat.body, seat.decision_no) == ("Hội Nông dân", "12-QĐ/ĐU")
    assert (seat.member.full_name, seat.member.name_fold) == (
        *("Nông Văn Thử", "nong van thu"),
    )
    levels = Qualification.objects.get()
    assert (levels.professional, levels.theory) == ("university", "intermediate")
    assert (levels.languages, levels.valid_from) == ("Tiếng Tày", date(2023, 1, 15))


def test_apply_writes_an_audit_entry_for_each_bloc_and_person(load, tree):
    clerk = factories.clerk(tree.commune)

    load(sheet(row(tree.commune), row(tree.commune, FULL_NAME="Lý Thị Hai")), by=clerk)

    entries = Entry.objects.order_by("pk")
    assert [entry.verb for entry in entries] == [
        *("establish_bloc", "seat_member", "seat_member"),
    ]
    assert {(entry.actor_id, entry.unit_id) for entry in entries} == {
        (clerk.pk, tree.commune.pk)
    }
    assert (entries[1].year_from, entries[1].year_to) == (2023, 2024)
    assert entries[1].changes["full_name"] == [None, "Nông Văn Thử"]


def test_apply_takes_the_body_of_the_post_when_none_is_stated(load, tree):
    load(sheet(row(tree.commune, BODY=None)))

    assert Seat.objects.get().body != ""


def test_the_same_file_twice_changes_nothing(load, check, tree):
    content = sheet(
        row(tree.commune, JOINED=None),
        row(tree.commune, FULL_NAME="Lý Thị Hai", BODY=None, PROFESSIONAL=None),
        row(tree.communes[1], FULL_NAME="NÔNG VĂN BA"),
    )
    load(content)
    before = counts()

    again = load(content, replace=True)

    assert again == (0, 0, 3, 0, 0)
    assert counts() == before


def test_a_file_with_one_fault_changes_nothing(check, tree):
    before = counts()
    plan = check(sheet(row(tree.commune), row(tree.commune, SEX="?", FULL_NAME="A B")))

    with pytest.raises(Refused):
        actions.apply(plan, by=CommandLine(), at=AT)

    assert counts() == before


def test_apply_refuses_when_the_roster_changed_since_the_check(check, load, tree):
    load(sheet(row(tree.commune)))
    plan = check(sheet(row(tree.commune, THEORY="Cao cấp")))
    Seat.objects.update(role=SeatRole.CLERK, version=2)
    before = counts()

    with pytest.raises(Refused):
        actions.apply(plan, by=CommandLine(), at=AT)

    assert counts() == before


def test_apply_refuses_when_the_person_lost_the_right_since_the_check(check, tree):
    clerk = factories.clerk(tree.commune)
    plan = check(sheet(row(tree.commune)), by=clerk)
    clerk.grants.update(valid_to=ON)

    with pytest.raises(Refused):
        actions.apply(plan, by=type(clerk).objects.get(pk=clerk.pk), at=AT)

    assert Seat.objects.count() == 0


def test_apply_updates_facts_and_versions(load, tree):
    load(sheet(row(tree.commune)))

    outcome = load(
        sheet(
            row(
                tree.commune,
                SEX="Nữ",
                ROLE="Giúp việc",
                BODY="Hội Nông dân xã",
                JOINED="01/02/2023",
            )
        )
    )

    seat = Seat.objects.select_related("member").get()
    assert outcome == (0, 1, 0, 0, 0)
    assert (seat.role, seat.body) == (SeatRole.CLERK, "Hội Nông dân xã")
    assert (seat.valid_from, seat.version) == (date(2023, 2, 1), 2)
    assert (seat.member.sex, seat.member.version) == ("female", 2)
    assert Qualification.objects.get().valid_from == date(2023, 2, 1)
    entry = Entry.objects.get(verb="correct_seat")
    assert entry.changes["role"] == ["member", "clerk"]


def test_apply_lets_new_levels_begin_on_the_day(load, tree):
    load(sheet(row(tree.commune)))

    load(sheet(row(tree.commune, THEORY="Cao cấp", LANGUAGES=None)))

    old, new = Qualification.objects.order_by("valid_from")
    assert (old.theory, old.valid_to) == ("intermediate", ON)
    assert (new.theory, new.valid_from, new.valid_to) == ("senior", ON, None)
    assert (new.professional, new.languages) == ("university", "Tiếng Tày")


def test_apply_corrects_levels_stated_on_the_same_day(load, tree):
    load(sheet(row(tree.commune, JOINED=None)))

    load(sheet(row(tree.commune, JOINED=None, THEORY="Cao cấp")))

    assert Qualification.objects.get().theory == "senior"


def test_apply_corrects_a_name_and_its_keys(load, tree):
    load(sheet(row(tree.commune, FULL_NAME="nong van thu")))

    load(sheet(row(tree.commune)))

    member = Member.objects.get()
    assert member.full_name == "Nông Văn Thử"
    assert member.sort_key.startswith("thu{ ")


def test_a_new_title_is_recognised_and_ends_the_watch(load, tree):
    load(sheet(row(tree.commune)))
    Seat.objects.update(post_ended_on=date(2024, 3, 1))

    load(sheet(row(tree.commune, POST="Trưởng Công an")))

    seat = Seat.objects.get()
    assert (seat.post, seat.post_ended_on) == ("truong_cong_an", None)


def test_an_earlier_member_moves_the_start_of_the_bloc_back(load, tree):
    load(sheet(row(tree.commune)))

    load(sheet(row(tree.commune, FULL_NAME="Lý Thị Hai", JOINED="01/12/2022")))

    assert Bloc.objects.get().valid_from == date(2022, 12, 1)
    assert Entry.objects.filter(verb="correct_bloc").count() == 1


def test_replace_ends_seats_and_their_duties_on_the_day(load, tree):
    load(sheet(row(tree.commune), row(tree.commune, FULL_NAME="Lý Thị Hai")))
    leaver = Seat.objects.get(member__full_name="Lý Thị Hai")
    duty = factories.duty(leaver, valid_from=date(2023, 2, 1))

    outcome = load(sheet(row(tree.commune)), replace=True)

    leaver.refresh_from_db()
    duty.refresh_from_db()
    assert outcome == (0, 0, 1, 1, 0)
    assert leaver.valid_to == duty.valid_to == ON
    assert Seat.objects.in_force(ON).count() == 1
    assert Entry.objects.get(verb="end_seat").changes["duties_ended"] == [None, 1]
    entry = Entry.objects.get(verb="end_duty")
    assert (entry.subject_id, entry.subject) == (str(duty.pk), str(duty))
    assert entry.changes == {"valid_to": [None, ON.isoformat()]}


def test_nobody_leaves_without_replace(load, tree):
    load(sheet(row(tree.commune), row(tree.commune, FULL_NAME="Lý Thị Hai")))

    load(sheet(row(tree.commune)))

    assert Seat.objects.open().count() == 2


def test_who_comes_back_keeps_the_old_record(load, tree):
    both = sheet(row(tree.commune), row(tree.commune, FULL_NAME="Lý Thị Hai"))
    load(both)
    load(sheet(row(tree.commune)), replace=True)
    later = ON + timedelta(days=30)

    load(both, on=later)

    seats = Seat.objects.filter(member__full_name="Lý Thị Hai").order_by("valid_from")
    assert Member.objects.count() == 2
    assert [(seat.valid_from, seat.valid_to) for seat in seats] == [
        (date(2023, 1, 15), ON),
        (ON, None),
    ]
    assert load(both, on=later) == (0, 0, 2, 0, 0)


def test_a_day_of_joining_after_a_duty_is_a_fault(load, check, tree):
    load(sheet(row(tree.commune)))
    factories.duty(Seat.objects.get(), valid_from=date(2023, 2, 1))

    plan = check(sheet(row(tree.commune, JOINED="01/03/2023")))

    assert [fault.place for fault in plan.faults] == ["K2"]


def test_a_second_bloc_begins_after_the_first(load, check, tree):
    Bloc.objects.create(
        unit=tree.commune, valid_from=date(2022, 11, 1), valid_to=date(2023, 6, 1)
    )

    refused = check(sheet(row(tree.commune)))
    load(sheet(row(tree.commune, JOINED="01/06/2023")))

    assert [fault.place for fault in refused.faults] == ["K2"]
    assert Bloc.objects.open().get().valid_from == date(2023, 6, 1)


def test_apply_is_a_handful_of_queries(check, tree, django_assert_max_num_queries):
    rows = [
        row(commune, FULL_NAME=f"Nông Văn {name}")
        for commune in tree.communes
        for name in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín")
    ]
    plan = check(sheet(*rows))

    with django_assert_max_num_queries(25):
        actions.apply(plan, by=CommandLine(), at=AT)

    assert Seat.objects.count() == 27
