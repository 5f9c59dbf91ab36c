"""What erasure takes, what it leaves, and who may order it."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from danvan.foundation import programme
from danvan.foundation.access.actions import amend_account
from danvan.foundation.access.erasing import note_closed
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry
from danvan.foundation.notices.actions import new_feed
from danvan.foundation.notices.models import Feed, Mailing, Mute
from danvan.records.blocs.actions import end_seat, forget_members
from danvan.records.blocs.models import Member
from danvan.records.blocs.queries import figures, roster
from danvan.results.personal import actions
from danvan.results.scorecard.baseline import baseline
from danvan.shared.refusals import Refused
from tests import factories

DAY = date(2024, 3, 5)
NOON = factories.noon(DAY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=1)


@pytest.fixture
def keeper(tree):
    return factories.administrator(tree.districts[0])


@pytest.fixture
def clerk(tree):
    made = factories.clerk(
        tree.commune, username="le-thi-hoa", full_name="Lê Thị Hoa", email="hoa@x.vn"
    )
    Mailing.objects.create(
        user=made, key="digest:1", subject="Việc", claimed_until=NOON, sent_at=NOON
    )
    Mute.objects.create(user=made, topic="task")
    new_feed(made, at=NOON)
    return made


def leave(user: User, on: date = DAY) -> User:
    user.grants.update(valid_to=on)
    user.forget_grants()
    return user


def erase(user: User, keeper: User) -> User:
    actions.erase_account(user, reason="Đơn số 12", by=keeper, at=NOON)
    return User.objects.get(pk=user.pk)


def test_an_erased_account_keeps_its_name_and_nothing_to_reach_or_enter_by(
    clerk, keeper
):
    erased = erase(leave(clerk), keeper)

    assert (erased.full_name, erased.email) == ("Lê Thị Hoa", "")
    assert erased.username == f"da-xoa-{erased.pk}"
    assert not erased.is_active
    assert not erased.has_usable_password()
    assert erased.erased_on == DAY


def test_an_erased_account_leaves_no_mail_no_topic_no_calendar(clerk, keeper):
    erase(leave(clerk), keeper)

    for model in (Mailing, Mute, Feed):
        assert not model.objects.filter(user=clerk).exists()


def test_the_log_of_an_erasure_holds_no_erased_value(clerk, keeper):
    erase(leave(clerk), keeper)

    entry = Entry.objects.get(verb="erase_account")
    told = f"{entry.subject} {entry.changes} {entry.reason}"
    assert entry.reason == "Đơn số 12"
    assert entry.actor == keeper.full_name
    assert "hoa@x.vn" not in told
    assert "le-thi-hoa" not in told


def test_no_entry_at_all_holds_the_whole_address(clerk, keeper):
    values = {"email": "moi@x.vn"}
    amend_account(clerk, values, version=clerk.version, by=keeper, at=NOON)

    entry = Entry.objects.get(verb="amend_account")
    assert entry.changes == {"email": ["h…@x.vn", "m…@x.vn"]}


def test_an_account_in_use_is_not_erased(clerk, keeper):
    with pytest.raises(Refused, match="Lê Thị Hoa"):
        erase(clerk, keeper)

    assert User.objects.get(pk=clerk.pk).email == "hoa@x.vn"
    assert Feed.objects.filter(user=clerk).exists()


def test_a_closed_account_is_erased_and_its_roles_end(clerk, keeper):
    values = {"is_active": False}
    amend_account(clerk, values, version=clerk.version, by=keeper, at=NOON)

    erase(clerk, keeper)

    assert Grant.objects.get(user=clerk).valid_to == DAY
    assert Entry.objects.filter(verb="end_grant", actor_id=keeper.pk).count() == 1


def test_an_administrator_elsewhere_erases_nothing(clerk, tree):
    elsewhere = factories.administrator(tree.districts[1])

    with pytest.raises(Refused):
        erase(leave(clerk), elsewhere)

    assert User.objects.get(pk=clerk.pk).email == "hoa@x.vn"


@pytest.mark.parametrize("reason", ["", "  ", "Gọi 0912345678"])
def test_an_erasure_says_why_and_names_no_number(clerk, keeper, reason):
    with pytest.raises(Refused):
        actions.erase_account(leave(clerk), reason=reason, by=keeper, at=NOON)

    assert User.objects.get(pk=clerk.pk).erased_on is None


def test_an_erased_account_is_out_of_reach(clerk, keeper):
    erased = erase(leave(clerk), keeper)

    assert not User.objects.visible_to(keeper, on=DAY).filter(pk=erased.pk).exists()
    with pytest.raises(Refused):
        erase(erased, keeper)


def test_the_job_erases_what_was_closed_long_enough_ago(clerk, keeper, settings):
    late = NOON + settings.DANVAN_KEEP["account"]
    place = keeper.grants.get().unit
    leave(clerk, DAY)
    recent = leave(factories.inspector(place, email="b@x.vn"), DAY + timedelta(days=1))
    using = factories.inspector(place, email="c@x.vn")

    said = actions.erase_accounts(late), actions.erase_accounts(late)

    assert said == (
        "Đã xóa dữ liệu của 1 tài khoản",
        "Đã xóa dữ liệu của 0 tài khoản",
    )
    assert User.objects.get(pk=clerk.pk).email == ""
    assert User.objects.get(pk=recent.pk).email == "b@x.vn"
    assert User.objects.get(pk=using.pk).email == "c@x.vn"


def test_an_account_closed_in_no_known_way_counts_from_today(clerk):
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    note_closed(DAY)

    assert User.objects.get(pk=clerk.pk).closed_on == DAY


def test_opening_an_account_again_stops_its_time(clerk, keeper):
    closing = {"is_active": False}
    amend_account(clerk, closing, version=clerk.version, by=keeper, at=NOON)
    amend_account(clerk, {"is_active": True}, version=clerk.version, by=keeper, at=NOON)

    assert User.objects.get(pk=clerk.pk).closed_on is None


@pytest.fixture
def bloc(tree):
    return factories.complete_bloc(tree.commune)


@pytest.fixture
def officer(tree):
    return factories.district_officer(tree.districts[0])


@pytest.fixture
def leaver(bloc, officer) -> Member:
    seat = bloc.seats.order_by("pk").last()
    seat.member.qualifications.update(
        languages="Tiếng Tày", professional="university", theory="intermediate"
    )
    end_seat(seat, on=DAY, by=officer, at=NOON, reason="Nghỉ vì sức khỏe")
    return Member.objects.get(pk=seat.member_id)


def private(member: Member) -> list[str]:
    spoken = member.qualifications.values_list("languages", flat=True)
    left = member.seats.values_list("left_reason", flat=True)
    return sorted({*spoken, *left})


def test_a_member_who_left_loses_what_no_figure_needs(leaver, officer):
    actions.erase_member(leaver, reason="Đơn số 3", by=officer, at=NOON)

    assert private(leaver) == [""]
    kept = leaver.qualifications.get()
    assert (kept.professional, kept.theory) == ("university", "intermediate")
    entry = Entry.objects.get(verb="erase_member")
    assert "Tày" not in str(entry.changes)
    assert "sức khỏe" not in str(entry.changes)


def test_the_history_of_a_seat_tells_nothing_that_was_erased(leaver, officer, client):
    client.force_login(officer)
    page = leaver.seats.get().get_absolute_url()
    before = client.get(page).text
    actions.erase_member(leaver, reason="Đơn số 3", by=officer, at=NOON)
    after = client.get(page).text

    assert before.count("sức khỏe") == 1, "beside the seat, not in its history"
    assert "sức khỏe" not in after
    assert "Tày" not in after


def test_a_member_who_sits_is_not_erased(bloc, officer):
    member = bloc.seats.order_by("pk").first().member
    member.qualifications.update(languages="Tiếng Tày")

    with pytest.raises(Refused, match=member.full_name):
        actions.erase_member(member, reason="Đơn số 3", by=officer, at=NOON)

    assert "Tiếng Tày" in private(member)


def test_an_officer_elsewhere_erases_no_member(leaver, tree):
    elsewhere = factories.district_officer(tree.districts[1])

    with pytest.raises(Refused):
        actions.erase_member(leaver, reason="Đơn số 3", by=elsewhere, at=NOON)

    assert "Tiếng Tày" in private(leaver)


def told(tree, bloc):
    """Figures of the programme's first day and of a day when all still sat."""
    before = DAY - timedelta(days=30)
    start = baseline(programme.current(), tree.province)
    return start, figures(roster(bloc, before))


def test_figures_of_past_days_stay_when_the_job_has_run(tree, bloc, leaver, settings):
    before = told(tree, bloc)
    late = NOON + settings.DANVAN_KEEP["member"]

    said = forget_members(late), forget_members(late)

    assert said == ("1 thành viên đã thôi tham gia", "0 thành viên đã thôi tham gia")
    assert private(leaver) == [""]
    assert told(tree, bloc) == before
    assert before[1].university == 1


def test_the_day_before_its_time_a_member_stays(leaver, settings):
    forget_members(NOON + settings.DANVAN_KEEP["member"] - timedelta(days=1))

    assert "Tiếng Tày" in private(leaver)


def test_the_command_shows_first_and_erases_with_a_reason(clerk, capsys):
    leave(clerk, date(2024, 1, 1))

    with pytest.raises(CommandError):
        call_command("personal", "erase", "--user", "le-thi-hoa")
    shown = capsys.readouterr().out
    assert "hoa@x.vn" in shown
    assert User.objects.get(pk=clerk.pk).email == "hoa@x.vn"

    call_command("personal", "erase", "--user", "le-thi-hoa", "--reason", "Đơn số 12")
    assert User.objects.get(pk=clerk.pk).email == ""


def test_a_role_that_begins_later_keeps_an_account(clerk, keeper, tree):
    leave(clerk)
    later = DAY + timedelta(days=10)
    factories.grant(clerk, Role.COMMUNE, tree.commune, valid_from=later)

    with pytest.raises(Refused):
        erase(clerk, keeper)
