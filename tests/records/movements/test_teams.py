"""A mobilisation team from its decision to its outcome, without a citizen's name."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.actions import succeed
from danvan.foundation.units.models import Village
from danvan.foundation.units.rules import SuccessionKind
from danvan.records.movements import actions
from danvan.records.movements.actions.teams import settled_of
from danvan.records.movements.models import Session, Team, TeamSeat
from danvan.records.villages import actions as villages
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.house.rooms.movements import OFFICIAL, SESSION, TEAM

pytestmark = pytest.mark.django_db

TODAY = date(2024, 5, 6)
AT = factories.noon(TODAY)
FORMED = date(2024, 2, 1)


@pytest.fixture
def place():
    return factories.tree(districts=1, communes=2)


@pytest.fixture
def clerk(place):
    return factories.clerk(place.commune)


@pytest.fixture
def team(place, clerk):
    return form(place.commune, clerk)


def form(unit, by, **words):
    given = {
        "field": "clearance",
        "name": "Tổ Dân vận giải phóng mặt bằng",
        "valid_from": FORMED,
        "cases": 10,
    } | words
    return actions.form_team(unit, **given, by=by, at=AT)


def seat(team, by, **words):
    given = {
        "full_name": "Lê Thị Thử",
        "post_title": "Chủ tịch Hội Nông dân",
        "valid_from": FORMED,
    } | words
    return actions.seat_official(team, **given, by=by, at=AT)


def session(team, by, **words):
    given = {"on": date(2024, 3, 1), "text": "Vận động bàn giao", "settled": 4} | words
    return actions.record_session(team, **given, by=by, at=AT)


def close(team, by, **words):
    given = {
        "on": date(2024, 5, 1),
        "outcome": "Đã bàn giao xong",
        "settled": 9,
        "version": team.version,
    } | words
    actions.close_team(team, **given, by=by, at=AT)


def refused(act, *pieces, field):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.field == field, str(caught.value)
    assert all(piece in str(caught.value) for piece in pieces), str(caught.value)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"field": "khac-nua"}, "field"),
        ({"name": " "}, "name"),
        ({"purpose": "Hộ bà Tư, số 012345678901"}, "purpose"),
        ({"valid_from": date(2024, 5, 7)}, "valid_from"),
        ({"cases": -1}, "cases"),
    ],
)
def test_a_bad_team_is_refused_at_its_field(place, clerk, words, field):
    refused(lambda: form(place.commune, clerk, **words), field=field)
    assert not Team.objects.exists()


def test_one_official_heads_the_team(team, clerk):
    head = seat(team, clerk, is_head=True)
    other = {"full_name": "Trần Văn Hai", "is_head": True}

    refused(lambda: seat(team, clerk, **other), "Lê Thị Thử", field="is_head")
    refused(lambda: seat(team, clerk), field="full_name")
    actions.end_seat(head, on=date(2024, 4, 1), by=clerk, at=AT)
    assert seat(team, clerk, **other).is_head
    refused(
        lambda: actions.end_seat(head, on=date(2024, 4, 2), by=clerk, at=AT), field=None
    )


def test_a_member_of_the_bloc_joins_with_name_and_post(team, clerk, place):
    held = factories.seat(factories.bloc(place.commune))
    made = seat(team, clerk, seat=held, full_name="", post_title="")

    assert (made.member, made.full_name) == (held.member, held.member.full_name)
    foreign = factories.seat(factories.bloc(place.communes[1]))
    refused(lambda: seat(team, clerk, seat=foreign), field="seat")


def test_cases_settled_never_exceed_the_cases(team, clerk):
    session(team, clerk)
    refused(lambda: session(team, clerk, settled=7), "11", "10", field="settled")
    session(team, clerk, settled=6)

    assert settled_of(team) == 10
    refused(
        lambda: actions.amend_team(team, {"cases": 9}, version=1, by=clerk, at=AT),
        *("10", "9"),
        field="cases",
    )
    refused(lambda: close(team, clerk, settled=11), "11", field="settled")


def test_a_session_sent_twice_is_one_even_when_all_is_settled(team, clerk):
    uid = uuid.uuid4()
    first = session(team, clerk, settled=10, uid=uid)

    assert session(team, clerk, settled=10, uid=uid) == first
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"on": date(2024, 1, 31)}, "on"),
        ({"on": date(2024, 5, 7)}, "on"),
        ({"text": ""}, "text"),
        ({"text": "Gọi 0912345678"}, "text"),
        ({"settled": -1}, "settled"),
    ],
)
def test_a_bad_session_is_refused_at_its_field(team, clerk, words, field):
    refused(lambda: session(team, clerk, **words), field=field)
    assert not Session.objects.exists()


def test_a_withdrawn_session_settles_nothing(team, clerk):
    made = session(team, clerk)
    actions.withdraw_session(made, reason="Ghi nhầm", by=clerk, at=AT)

    assert settled_of(team) == 0
    refused(
        lambda: actions.withdraw_session(made, reason="x", by=clerk, at=AT), field=None
    )


def test_a_closed_team_takes_nothing_more(team, clerk):
    seat(team, clerk)
    made = session(team, clerk)
    refused(lambda: close(team, clerk, on=date(2024, 2, 15)), field="on")
    refused(lambda: close(team, clerk, outcome=" "), field="outcome")
    close(team, clerk)

    assert TeamSeat.objects.get().valid_to == date(2024, 5, 1)
    for act in (
        lambda: session(team, clerk),
        lambda: seat(team, clerk, full_name="Ai Đó"),
        lambda: actions.amend_team(team, {"name": "x"}, version=2, by=clerk, at=AT),
        lambda: actions.withdraw_session(made, reason="x", by=clerk, at=AT),
        lambda: close(team, clerk),
    ):
        refused(act, field=None)
    assert Entry.objects.filter(verb="close_team").count() == 1


def test_two_who_change_a_team_clash(team, clerk):
    stale = Team.objects.get()
    words = {"version": 1, "by": clerk, "at": AT}
    actions.amend_team(team, {"name": "Tổ thứ nhất"}, **words)

    with pytest.raises(Clash):
        actions.amend_team(stale, {"name": "Tổ thứ hai"}, **words)


def test_nobody_writes_outside_their_area(place, team):
    stranger = factories.clerk(place.communes[1])

    for act in (
        lambda: form(place.commune, stranger),
        lambda: seat(team, stranger),
        lambda: session(team, stranger),
        lambda: close(team, stranger),
        lambda: actions.withdraw_team(team, reason="x", version=1, by=stranger, at=AT),
    ):
        refused(act, place.commune.name, field=None)


def test_a_clerk_takes_a_team_to_its_outcome(clerk):
    client = Client()
    client.force_login(clerk)
    client.post("/movements/teams/new/", TEAM)
    to = {
        name: reverse(f"movements:{name}", args=[Team.objects.get().pk])
        for name in ("team", "seat_new", "session_new", "team_close")
    }
    lone = client.post(to["seat_new"], OFFICIAL | {"full_name": ""})
    assert lone.status_code == 422
    client.post(to["seat_new"], OFFICIAL | {"is_head": "on"})
    client.post(to["session_new"], SESSION)

    page = client.get(to["team"]).text
    assert "3/15 (20%)" in page
    assert "Tổ trưởng" in page
    first = client.get(to["team_close"]).text
    assert 'value="3"' in first
    closing = {
        "on": "1/5/2024",
        "outcome": "Xong 12 vụ",
        "settled": "12",
        "version": "1",
    }
    client.post(to["team_close"], closing)
    listed = client.get("/movements/teams/", {"state": "closed"}).text
    assert "12/15 (80%)" in listed
    book = client.get("/movements/teams/", {"export": "csv"}).content.decode()
    assert ",12,15,80" in book


def test_sessions_that_count_are_shown_apart_from_those_withdrawn(team, clerk):
    session(team, clerk, text="Buổi thứ nhất")
    session(team, clerk, text="Buổi ghi nhầm")
    Session.objects.filter(text="Buổi ghi nhầm").update(withdrawn_at=AT, reason="Nhầm")
    client = Client()
    client.force_login(clerk)

    def texts(state: str) -> list[str]:
        answer = client.get(reverse("movements:team", args=[team.pk]), {"state": state})
        return [row.text for row in answer.context["listing"].rows]

    assert texts("standing") == ["Buổi thứ nhất"]
    assert texts("withdrawn") == ["Buổi ghi nhầm"]
    assert len(texts("")) == 2


def test_the_cost_does_not_grow_with_the_teams(
    place, clerk, django_assert_max_num_queries
):
    for number in range(20):
        made = form(place.commune, clerk, name=f"Tổ {number}")
        session(made, clerk)
    client = Client()
    client.force_login(clerk)

    with django_assert_max_num_queries(9):
        client.get("/movements/teams/")
    for number in range(20):
        seat(made, clerk, full_name=f"Cán bộ {number}")
        session(made, clerk, settled=0)
    with django_assert_max_num_queries(12):
        client.get(reverse("movements:team", args=[made.pk]))


def test_after_a_merger_officials_of_the_new_bloc_take_the_team_over(place, team):
    """Villages of the new commune too: the old one is no more."""
    day = date(2024, 4, 1)
    new = factories.unit("Hợp Nhất", parent=place.districts[0], valid_from=day)
    for old in place.communes:
        succeed(
            *(old, new),
            kind=SuccessionKind.MERGED,
            on=day,
            by=CommandLine(),
            at=factories.noon(day),
        )
    by = factories.clerk(new)
    held = factories.seat(factories.bloc(new, valid_from=day))
    villages.add_villages(new, ["Thôn Mới"], by=CommandLine(), at=AT, valid_from=day)
    team = Team.objects.get(pk=team.pk)

    actions.seat_official(team, seat=held, valid_from=day, by=by, at=AT)
    made = session(
        team, by, on=date(2024, 4, 2), village=Village.objects.get(), settled=1
    )

    assert TeamSeat.objects.get().member == held.member
    assert (made.team, made.village.name) == (team, "Thôn Mới")
