from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry
from danvan.foundation.units import actions as units
from danvan.foundation.units.rules import Kind, SuccessionKind
from danvan.records.blocs import actions
from danvan.records.blocs.actions import DutyRow
from danvan.records.blocs.models import (
    NAME_KEYS,
    Bloc,
    Duty,
    Member,
    Qualification,
    Seat,
    name_keys,
)
from danvan.records.blocs.queries import past_members, satisfied_blocs
from danvan.shared.refusals import Clash, Refused
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 1)
AT = factories.noon(TODAY)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def commune():
    return factories.tree(districts=1, communes=2).commune


@pytest.fixture
def clerk(commune):
    return factories.clerk(commune)


@pytest.fixture
def bloc(commune):
    return factories.bloc(commune, valid_from=date(2023, 1, 1))


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def join(bloc: Bloc, by: Any, **values: Any) -> Seat:
    values = {
        "full_name": "Hoàng Văn Thử",
        "sex": "male",
        "role": "head",
        "post_title": "BT Đảng ủy",
        "valid_from": date(2023, 2, 1),
    } | values
    return actions.seat_member(bloc, by=by, at=AT, **values)


class TestEstablishBloc:
    def test_founds_and_logs(self, commune, clerk):
        bloc = actions.establish_bloc(
            commune, valid_from=date(2024, 1, 5), by=clerk, at=AT, decision_no="12-QĐ"
        )

        assert Bloc.objects.get().pk == bloc.pk
        assert verbs() == ["establish_bloc"]
        assert (Entry.objects.get().unit_id, Entry.objects.get().year_from) == (
            commune.pk,
            2024,
        )

    def test_second_open_bloc_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match=r"already exists since 01/01/2023"):
            actions.establish_bloc(
                bloc.unit, valid_from=date(2024, 1, 5), by=clerk, at=AT
            )

    def test_district_is_refused(self, commune):
        officer = factories.district_officer(commune.parent)

        with pytest.raises(Refused, match=r"not a commune"):
            actions.establish_bloc(commune.parent, valid_from=TODAY, by=officer, at=AT)

    def test_commune_no_longer_in_force_is_refused(self, commune):
        gone = factories.unit(
            "Nà Cũ", parent=commune.parent, valid_to=date(2024, 1, 1), kind=Kind.COMMUNE
        )
        officer = factories.district_officer(commune.parent)

        with pytest.raises(Refused, match=r"no longer in force since 01/01/2024"):
            actions.establish_bloc(gone, valid_from=TODAY, by=officer, at=AT)

    def test_clerk_of_another_commune_is_refused(self, commune):
        other = factories.clerk(factories.unit("Nà Khác", parent=commune.parent))

        with pytest.raises(Refused, match=r"does not cover"):
            actions.establish_bloc(commune, valid_from=TODAY, by=other, at=AT)

    def test_inspector_is_refused(self, commune):
        reader = factories.user((Role.INSPECTOR, commune))

        with pytest.raises(Refused, match=r"does not cover"):
            actions.establish_bloc(commune, valid_from=TODAY, by=reader, at=AT)


class TestSeatMember:
    def test_recognises_the_post_and_its_body_and_keeps_the_title(self, bloc, clerk):
        seat = join(bloc, clerk)

        assert (seat.post, seat.post_title, seat.body) == (
            "bi_thu_dang_uy",
            "BT Đảng ủy",
            "Đảng ủy",
        )
        assert verbs() == ["seat_member"]

    def test_of_two_posts_in_one_title_the_role_decides(self, bloc, clerk):
        title = "Phó Bí thư Đảng ủy, Chủ tịch UBND"
        seat = join(bloc, clerk, role="deputy", post_title=title)

        assert seat.post == "chu_tich_ubnd"

    def test_levels_hold_from_the_day_of_joining(self, bloc, clerk):
        seat = join(bloc, clerk, professional="university", theory="intermediate")

        row = Qualification.objects.get(member=seat.member)
        assert (row.professional, row.theory, row.valid_from) == (
            "university",
            "intermediate",
            date(2023, 2, 1),
        )

    def test_same_entry_sent_twice_makes_one_seat(self, bloc, clerk):
        join(bloc, clerk)

        with pytest.raises(Refused, match=r"already sits in the bloc as Head"):
            join(bloc, clerk)
        assert (Member.objects.count(), Seat.objects.count()) == (1, 1)

    def test_two_people_of_one_name_may_sit(self, bloc, clerk):
        join(bloc, clerk)
        join(bloc, clerk, role="member", post_title="Trưởng Công an")

        assert Seat.objects.count() == 2

    def test_returning_member_keeps_the_person(self, bloc, clerk):
        seat = join(bloc, clerk)
        actions.end_seat(seat, on=date(2023, 6, 1), by=clerk, at=AT)

        again = join(bloc, clerk, member=seat.member, valid_from=date(2024, 1, 1))

        assert again.member_id == seat.member_id
        assert Member.objects.count() == 1

    def test_returning_before_leaving_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)
        actions.end_seat(seat, on=date(2023, 6, 1), by=clerk, at=AT)

        with pytest.raises(Refused, match=r"already sits"):
            join(bloc, clerk, member=seat.member, valid_from=date(2023, 5, 1))

    def test_member_of_a_merged_commune_keeps_the_person(self, commune, bloc, clerk):
        """Entered anew, the person would lose the trainings attended."""
        member = join(bloc, clerk).member
        day = date(2024, 3, 1)
        new = factories.unit("Hợp Nhất", parent=commune.parent, valid_from=day)
        words = {"kind": SuccessionKind.MERGED, "on": day, "by": clerk}
        units.succeed(commune, new, **words, at=AT)
        heir = factories.bloc(new, valid_from=day)
        by = factories.clerk(new)

        assert list(past_members(heir)) == [member]
        joined = join(heir, by, valid_from=day, member=member, full_name="", sex="")

        assert joined.member == member
        assert list(past_members(heir)) == []

    def test_member_of_another_commune_is_refused(self, commune, bloc, clerk):
        other = factories.member(factories.unit("Nà Khác", parent=commune.parent))

        with pytest.raises(Refused, match="belongs to another commune"):
            join(bloc, clerk, member=other)

    @pytest.mark.parametrize("name", ["body", "post_title", "languages"])
    def test_number_of_a_private_person_is_refused(self, bloc, clerk, name):
        with pytest.raises(Refused, match="0912 345 678") as refused:
            join(bloc, clerk, **{name: "Ông Ba 0912 345 678"})

        assert refused.value.field == name

    def test_joining_before_the_bloc_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match=r"founded on 01/01/2023"):
            join(bloc, clerk, valid_from=date(2022, 12, 31))

    def test_slip_of_the_year_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match=r"more than a year ahead"):
            join(bloc, clerk, valid_from=date(2042, 1, 1))

    def test_closed_bloc_is_refused(self, bloc, clerk):
        Bloc.objects.update(valid_to=date(2024, 1, 1))

        with pytest.raises(Refused, match=r"can no longer change"):
            join(bloc, clerk)


class TestCorrectSeat:
    def test_title_is_recognised_anew_and_the_name_sorted_anew(self, bloc, clerk):
        seat = join(bloc, clerk)

        actions.correct_seat(
            seat,
            {"post_title": "Phó Bí thư TT Đảng ủy", "full_name": "Hoàng Văn Ân"},
            version=1,
            by=clerk,
            at=AT,
        )

        seat.refresh_from_db()
        assert seat.post == "pho_bi_thu_thuong_truc"
        assert seat.member.name_fold == "hoang van an"
        changes = Entry.objects.get(verb="correct_seat").changes
        assert changes["full_name"] == ["Hoàng Văn Thử", "Hoàng Văn Ân"]

    def test_old_version_clashes_and_changes_nothing(self, bloc, clerk):
        seat = join(bloc, clerk)
        actions.correct_seat(seat, {"body": "Đảng bộ"}, version=1, by=clerk, at=AT)

        with pytest.raises(Clash) as caught:
            actions.correct_seat(seat, {"body": "Cấp ủy"}, version=1, by=clerk, at=AT)
        assert caught.value.theirs == {"body": "Đảng bộ"}
        assert Seat.objects.get().body == "Đảng bộ"

    def test_earlier_start_takes_the_levels_along(self, bloc, clerk):
        seat = join(bloc, clerk, professional="college")
        start = date(2023, 1, 5)

        actions.correct_seat(seat, {"valid_from": start}, version=1, by=clerk, at=AT)

        assert Qualification.objects.get().valid_from == start

    def test_start_after_a_duty_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)
        day = date(2023, 3, 1)
        actions.assign_duty(seat, task="Nà Thử", valid_from=day, by=clerk, at=AT)

        with pytest.raises(Refused, match=r"A duty was given on 01/3/2023"):
            actions.correct_seat(
                seat, {"valid_from": date(2023, 4, 1)}, version=1, by=clerk, at=AT
            )


class TestRequalify:
    def test_without_a_day_corrects_in_place(self, bloc, clerk):
        seat = join(bloc, clerk, professional="college")
        words = {"professional": "university", "theory": "", "languages": "Tày"}

        actions.requalify(seat.member, **words, by=clerk, at=AT)

        row = Qualification.objects.get()
        assert (row.professional, row.languages) == ("university", "Tày")
        assert verbs() == ["seat_member", "requalify"]

    def test_with_a_day_keeps_what_was_true_before(self, bloc, clerk):
        seat = join(bloc, clerk, professional="college")
        words = {"professional": "university", "theory": "", "languages": ""}

        day = date(2024, 1, 1)
        actions.requalify(seat.member, **words, on=day, by=clerk, at=AT)

        rows = Qualification.objects.order_by("valid_from")
        assert [(row.professional, row.valid_to) for row in rows] == [
            ("college", day),
            ("university", None),
        ]

    def test_same_levels_write_nothing(self, bloc, clerk):
        seat = join(bloc, clerk, professional="college")
        words = {"professional": "college", "theory": "", "languages": ""}

        actions.requalify(seat.member, **words, on=TODAY, by=clerk, at=AT)

        assert verbs() == ["seat_member"]

    def test_years_in_the_log_are_those_of_vietnam(self, bloc, clerk):
        """Half past midnight on 1 January in Vietnam is still 31 December in UTC."""
        seat = join(bloc, clerk)
        words = {"professional": "master", "theory": "", "languages": ""}
        at = datetime(2024, 12, 31, 17, 30, tzinfo=UTC)

        actions.requalify(seat.member, **words, by=clerk, at=at)

        assert Entry.objects.get(verb="requalify").year_to == 2025

    def test_levels_are_of_the_persons_version(self, bloc, clerk):
        seat = join(bloc, clerk)
        words = {"professional": "master", "theory": "", "languages": ""}

        actions.requalify(seat.member, **words, by=clerk, at=AT)

        with pytest.raises(Clash):
            actions.correct_seat(
                seat, {"sex": "female"}, version=1, member_version=1, by=clerk, at=AT
            )


class TestEndSeat:
    def test_ends_the_duties_too(self, bloc, clerk):
        seat = join(bloc, clerk)
        factories.duty(seat)

        actions.end_seat(seat, on=TODAY, by=clerk, at=AT, reason="Nghỉ hưu")

        assert Duty.objects.get().valid_to == TODAY
        assert Seat.objects.get().left_reason == "Nghỉ hưu"

    def test_before_it_began_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match=r"joined on 01/02/2023"):
            actions.end_seat(join(bloc, clerk), on=date(2023, 1, 31), by=clerk, at=AT)

    def test_twice_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)
        actions.end_seat(seat, on=TODAY, by=clerk, at=AT)

        with pytest.raises(Refused, match=r"already left the bloc on 01/6/2024"):
            actions.end_seat(seat, on=TODAY, by=clerk, at=AT)

    def test_every_duty_that_ends_has_its_entry(self, bloc, clerk):
        seat = join(bloc, clerk)
        duties = [factories.duty(seat), factories.duty(seat, task="Khác")]

        actions.end_seat(seat, on=TODAY, by=clerk, at=AT)

        entries = Entry.objects.filter(verb="end_duty").order_by("pk")
        assert [entry.subject_id for entry in entries] == [str(d.pk) for d in duties]
        assert entries[0].changes == {"valid_to": [None, "2024-06-01"]}

    def test_reason_keeps_no_number_of_a_private_person(self, bloc, clerk):
        seat = join(bloc, clerk)

        with pytest.raises(Refused, match="0912 345 678") as refused:
            actions.end_seat(
                seat, on=TODAY, reason="Hỏi ông Ba 0912 345 678", by=clerk, at=AT
            )

        assert refused.value.field == "reason"


class TestReportPostChange:
    def test_flags_the_seat_and_unmeets_the_composition(self, commune, clerk):
        bloc = factories.complete_bloc(commune)
        head = bloc.seats.get(role="head")

        actions.report_post_change(head, on=date(2024, 5, 1), by=clerk, at=AT)

        assert satisfied_blocs(date(2024, 4, 30)) == {bloc.pk: True}
        assert satisfied_blocs(date(2024, 5, 1)) == {bloc.pk: False}

    def test_twice_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)
        actions.report_post_change(seat, on=TODAY, by=clerk, at=AT)

        with pytest.raises(Refused, match=r"already recorded for 01/6/2024"):
            actions.report_post_change(seat, on=TODAY, by=clerk, at=AT)


class TestHandOver:
    def hand_over(self, seat, clerk, **values):
        values = {
            "full_name": "Bàn Thị Kế",
            "sex": "female",
            "post_title": "Bí thư Đảng ủy",
            "on": TODAY,
        } | values
        return actions.hand_over(seat, by=clerk, at=AT, **values)

    def test_one_act_moves_the_seat_and_the_open_duties(self, bloc, clerk):
        seat = join(bloc, clerk)
        factories.duty(seat, task="Nà Thử", villages="Nà Thử, Khuổi Thử")
        factories.duty(seat, task="Cũ", valid_to=date(2024, 1, 1))

        heir = self.hand_over(seat, clerk)

        assert (heir.role, heir.valid_from, heir.post) == (
            "head",
            TODAY,
            "bi_thu_dang_uy",
        )
        assert Seat.objects.get(pk=seat.pk).valid_to == TODAY
        assert [(d.task, d.villages, d.valid_from) for d in heir.duties.all()] == [
            ("Nà Thử", "Nà Thử, Khuổi Thử", TODAY)
        ]
        assert not Duty.objects.open().filter(seat=seat).exists()
        assert verbs() == ["seat_member", "end_duty", "assign_duty", "hand_over"]

    def test_nobody_is_seated_twice_or_never_on_the_day(self, commune, clerk):
        bloc = factories.complete_bloc(commune)

        self.hand_over(bloc.seats.get(role="head"), clerk)

        assert satisfied_blocs(date(2024, 5, 31)) == {bloc.pk: True}
        assert satisfied_blocs(TODAY) == {bloc.pk: True}

    def test_successor_who_is_the_leaver_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)

        with pytest.raises(Refused, match=r"somebody other than Hoàng Văn Thử"):
            self.hand_over(seat, clerk, full_name="Hoàng  Văn Thử")
        assert Seat.objects.get().valid_to is None

    def test_successor_who_sits_already_is_refused_and_nothing_moves(self, bloc, clerk):
        seat = join(bloc, clerk)
        other = join(
            bloc, clerk, full_name="Bàn Thị Kế", role="member", post_title="Công an"
        )

        with pytest.raises(Refused, match=r"already sits in the bloc as Member"):
            self.hand_over(seat, clerk, member=other.member)
        assert Seat.objects.get(pk=seat.pk).valid_to is None

    def test_sent_twice_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)
        self.hand_over(seat, clerk)

        with pytest.raises(Refused, match=r"already left the bloc"):
            self.hand_over(seat, clerk)
        assert Seat.objects.count() == 2


class TestAdoptRegulation:
    def adopt(self, bloc, clerk, day, **values):
        return actions.adopt_regulation(bloc, adopted_on=day, by=clerk, at=AT, **values)

    def test_new_version_ends_the_one_before(self, bloc, clerk):
        first = self.adopt(bloc, clerk, date(2023, 3, 1))

        second = self.adopt(bloc, clerk, date(2024, 3, 1), cadence="month")

        ended = Entry.objects.get(verb="end_regulation")
        assert ended.subject_id == str(first.pk)
        assert ended.changes == {"valid_to": [None, "2024-03-01"]}

        first.refresh_from_db()
        assert (first.valid_to, second.number, second.cadence) == (
            date(2024, 3, 1),
            2,
            "month",
        )

    def test_same_day_again_is_refused(self, bloc, clerk):
        self.adopt(bloc, clerk, date(2023, 3, 1))

        with pytest.raises(Refused, match=r"already in force since 01/3/2023"):
            self.adopt(bloc, clerk, date(2023, 3, 1))

    def test_number_of_a_private_person_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match="0912 345 678"):
            self.adopt(bloc, clerk, TODAY, text="Đầu mối: ông Ba, 0912 345 678")

    def test_of_tomorrow_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match=r"once it is adopted"):
            self.adopt(bloc, clerk, date(2024, 6, 2))


class TestCorrectRegulation:
    def versions(self, bloc):
        start, second = date(2023, 3, 1), date(2024, 3, 1)
        return (
            factories.regulation(bloc, valid_from=start, valid_to=second),
            factories.regulation(bloc, number=2, valid_from=second),
        )

    def correct(self, regulation, clerk, day, **values):
        values = {"adopted_on": day, "valid_from": day} | values
        actions.correct_regulation(regulation, values, version=1, by=clerk, at=AT)
        regulation.refresh_from_db()

    def test_moves_the_end_of_the_version_before_and_logs_both(self, bloc, clerk):
        first, second = self.versions(bloc)

        self.correct(second, clerk, date(2024, 2, 1), text="Điều  1")

        first.refresh_from_db()
        assert first.valid_to == second.valid_from == date(2024, 2, 1)
        assert second.text == "Điều 1"
        assert verbs() == ["correct_regulation"] * 2

    @pytest.mark.parametrize(
        ("place", "day", "told"),
        [
            (1, date(2023, 3, 1), r"version before holds since 01/3/2023"),
            (0, date(2024, 3, 1), r"ended on 01/3/2024"),
            (0, date(2022, 12, 31), r"founded on 01/01/2023"),
            (1, date(2024, 6, 2), r"once it is adopted"),
        ],
    )
    def test_day_that_another_version_or_the_bloc_contradicts_is_refused(
        self, bloc, clerk, place, day, told
    ):
        with pytest.raises(Refused, match=told):
            self.correct(self.versions(bloc)[place], clerk, day)

    def test_unchanged_entry_leaves_no_trace(self, bloc, clerk):
        _first, second = self.versions(bloc)

        self.correct(second, clerk, second.adopted_on)

        assert verbs() == []

    def test_clerk_of_another_commune_is_refused(self, commune, bloc):
        other = factories.clerk(factories.unit("Nà Khác", parent=commune.parent))

        with pytest.raises(Refused):
            self.correct(self.versions(bloc)[1], other, date(2024, 2, 1))


class TestCorrectBloc:
    def correct(self, bloc, by, **values):
        actions.correct_bloc(bloc, values, version=1, by=by, at=AT)

    def test_names_the_decision_and_logs(self, bloc, clerk):
        self.correct(bloc, clerk, decision_no=" 12-QĐ/ĐU ")

        assert Bloc.objects.get().decision_no == "12-QĐ/ĐU"
        assert Entry.objects.get().changes == {"decision_no": ["", "12-QĐ/ĐU"]}

    def test_day_after_somebody_joined_is_refused(self, bloc, clerk):
        factories.seat(bloc, valid_from=date(2023, 2, 1))

        with pytest.raises(Refused, match=r"joined on 01/02/2023"):
            self.correct(bloc, clerk, valid_from=date(2023, 2, 2))

    def test_day_after_a_regulation_is_refused(self, bloc, clerk):
        factories.regulation(bloc)

        with pytest.raises(Refused, match=r"holds since 01/01/2023"):
            self.correct(bloc, clerk, valid_from=date(2023, 2, 2))

    def test_day_inside_the_bloc_before_is_refused(self, bloc, clerk):
        factories.bloc(bloc.unit, valid_to=date(2022, 12, 1))

        with pytest.raises(Refused, match=r"ended on 01/12/2022"):
            self.correct(bloc, clerk, valid_from=date(2022, 11, 30))
        self.correct(bloc, clerk, valid_from=date(2022, 12, 1))
        assert bloc.unit.blocs.open().get().valid_from == date(2022, 12, 1)

    def test_clerk_of_another_commune_is_refused(self, commune, bloc):
        other = factories.clerk(factories.unit("Nà Khác", parent=commune.parent))

        with pytest.raises(Refused):
            self.correct(bloc, other, decision_no="12-QĐ/ĐU")


class TestDuties:
    def test_one_sitting_writes_amends_and_ends(self, bloc, clerk):
        seat = join(bloc, clerk)
        kept, reworded, ended = (factories.duty(seat, task=t) for t in "ABC")

        count = actions.assign_duties(
            bloc,
            [
                DutyRow(seat, "A", "", kept, kept.version),
                DutyRow(seat, "B", "Nà Thử", reworded, reworded.version),
                DutyRow(seat, "", "", ended, ended.version),
                DutyRow(seat, "D", ""),
                DutyRow(seat, "", ""),
            ],
            on=TODAY,
            by=clerk,
            at=AT,
        )

        assert count == 3
        rows = Duty.objects.order_by("pk").values_list("task", "villages", "valid_to")
        assert list(rows) == [
            ("A", "", None),
            ("B", "Nà Thử", None),
            ("C", "", TODAY),
            ("D", "", None),
        ]
        assert verbs()[1:] == ["amend_duty", "end_duty", "assign_duty"]

    def test_clash_in_one_line_saves_none(self, bloc, clerk):
        seat = join(bloc, clerk)
        duty = factories.duty(seat, task="A", version=2)

        with pytest.raises(Clash):
            actions.assign_duties(
                bloc,
                [DutyRow(seat, "B", ""), DutyRow(seat, "C", "", duty, 1)],
                on=TODAY,
                by=clerk,
                at=AT,
            )
        assert list(Duty.objects.values_list("task", flat=True)) == ["A"]

    def test_a_line_cleared_after_somebody_reworded_it_clashes(self, bloc, clerk):
        duty = factories.duty(join(bloc, clerk))
        actions.amend_duty(duty, {"task": "Việc mới"}, version=1, by=clerk, at=AT)
        rows = [DutyRow(duty.seat, "", "", duty=duty, version=1)]

        with pytest.raises(Clash):
            actions.assign_duties(bloc, rows, on=TODAY, by=clerk, at=AT)

        assert Duty.objects.get().valid_to is None

    @pytest.mark.parametrize("column", ["task", "villages"])
    def test_number_of_a_private_person_is_refused(self, bloc, clerk, column):
        duty = factories.duty(join(bloc, clerk))
        words = {"task": "Vận động", "villages": "Nà Thử"}
        words[column] += ", ông Ba, CCCD 006123456789"

        with pytest.raises(Refused):
            actions.assign_duty(duty.seat, **words, valid_from=TODAY, by=clerk, at=AT)
        with pytest.raises(Refused) as refused:
            actions.amend_duty(duty, words, version=1, by=clerk, at=AT)

        assert refused.value.field == column

    def test_same_duty_twice_is_refused(self, bloc, clerk):
        seat = join(bloc, clerk)
        words = {"task": "A", "valid_from": TODAY, "by": clerk, "at": AT}
        actions.assign_duty(seat, **words)

        with pytest.raises(Refused, match=r"already has this duty"):
            actions.assign_duty(seat, **words)

    def test_duty_before_joining_is_refused(self, bloc, clerk):
        with pytest.raises(Refused, match=r"joined on 01/02/2023"):
            actions.assign_duty(
                join(bloc, clerk),
                task="A",
                valid_from=date(2023, 1, 1),
                by=clerk,
                at=AT,
            )


@pytest.mark.parametrize("letter", ["ế", "ﬃ", "ß"])
def test_the_keys_of_a_name_fit_their_columns(letter):
    for name, key in name_keys(letter * 100).items():
        assert len(key) <= NAME_KEYS[name]
