"""A role handed over during leave: to whom, how long, how it ends, what is signed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.access import actions
from danvan.foundation.access.delegation import delegate, take_back
from danvan.foundation.access.guard import can
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Permission, Role
from danvan.foundation.audit.models import Entry
from danvan.records.activities.actions import record_activity
from danvan.shared.refusals import Refused
from tests import factories

DAY = date(2024, 3, 5)
AT = factories.noon(DAY)
BACK = DAY + timedelta(days=14)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def giver(tree):
    return factories.clerk(tree.commune, full_name="Bà Giao")


@pytest.fixture
def stand_in(tree):
    return factories.leader(tree.commune, full_name="Ông Nhận")


def hand_over(giver: User, to: User, *, by: User | None = None, **words) -> Grant:
    values = {"valid_from": DAY, "valid_to": BACK, "by": by or giver, "at": AT} | words
    return delegate(giver.grants.get(delegated_by=None), to, **values)


def fresh(user: User) -> User:
    """Without the roles read before."""
    return User.objects.get(pk=user.pk)


def writes(user: User, unit, on: date) -> bool:
    return can(fresh(user), Permission.WRITE, unit, on=on)


def test_both_hold_the_role_until_the_day(tree, giver, stand_in):
    hand_over(giver, stand_in)

    held = [writes(stand_in, tree.commune, on) for on in (DAY, BACK)]
    assert held == [True, False]
    assert writes(giver, tree.commune, DAY)
    assert not writes(stand_in, tree.communes[1], DAY)


def test_acts_done_by_it_alone_are_signed_in_the_givers_place(tree, giver, stand_in):
    hand_over(giver, stand_in)
    facts = {"kind": "conference", "on": DAY, "at": AT}

    record_activity(tree.commune, by=fresh(stand_in), title="Một", **facts)
    record_activity(tree.commune, by=fresh(giver), title="Hai", **facts)

    signed = Entry.objects.filter(verb="record_activity").order_by("pk")
    names = list(signed.values_list("actor_id", "actor"))
    assert names == [
        (stand_in.pk, "Ông Nhận (thay Bà Giao)"),
        (giver.pk, "Bà Giao"),
    ]


def test_what_one_may_do_by_ones_own_role_is_signed_by_ones_own_name(tree, giver):
    officer = factories.district_officer(tree.districts[0], full_name="Ông Huyện")
    hand_over(giver, officer)

    by = fresh(officer)
    record_activity(tree.commune, kind="conference", on=DAY, by=by, at=AT)

    assert Entry.objects.get(verb="record_activity").actor == "Ông Huyện"


def test_is_kept_in_the_log(tree, giver, stand_in):
    made = hand_over(giver, stand_in)

    entry = Entry.objects.get(verb="delegate")
    assert (entry.actor, entry.unit_id) == ("Bà Giao", tree.commune.pk)
    assert entry.subject == str(made)
    assert entry.changes["valid_to"] == [None, BACK.isoformat()]


@pytest.mark.parametrize("days", [60, 61])
def test_lasts_sixty_days_at_most(tree, giver, stand_in, days):
    words = {"valid_to": DAY + timedelta(days=days)}
    if days == 60:
        assert hand_over(giver, stand_in, **words).valid_to == words["valid_to"]
    else:
        with pytest.raises(Refused, match="60 ngày"):
            hand_over(giver, stand_in, **words)


def test_never_lasts_longer_than_the_role_itself(tree, giver, stand_in):
    giver.grants.update(valid_to=BACK - timedelta(days=1))
    with pytest.raises(Refused, match="kết thúc"):
        hand_over(giver, stand_in)


@pytest.mark.parametrize("start", [-1, 14])
def test_begins_today_or_later_and_before_it_ends(giver, stand_in, start):
    with pytest.raises(Refused):
        hand_over(giver, stand_in, valid_from=DAY + timedelta(days=start))


def test_is_not_handed_on(tree, giver, stand_in):
    lent = hand_over(giver, stand_in)
    third = factories.inspector(tree.commune)
    with pytest.raises(Refused, match="giao tiếp"):
        delegate(lent, third, valid_from=DAY, valid_to=BACK, by=stand_in, at=AT)


def test_an_administrator_hands_nothing_over(tree):
    admin = factories.administrator(tree.commune)
    other = factories.clerk(tree.commune)
    with pytest.raises(Refused, match="quản trị"):
        hand_over(admin, other)


def test_nobody_hands_over_for_somebody_else(giver, stand_in):
    with pytest.raises(Refused):
        hand_over(giver, stand_in, by=stand_in)


def test_goes_to_the_same_unit_or_one_above_only(tree, giver):
    above = [
        factories.district_officer(tree.districts[0]),
        factories.provincial_officer(tree.province),
    ]
    elsewhere = [
        factories.clerk(tree.communes[1]),
        factories.district_officer(tree.districts[1]),
        factories.administrator(tree.commune),
        factories.leader(tree.commune, is_active=False),
    ]
    for person in elsewhere:
        with pytest.raises(Refused):
            hand_over(giver, person)
    for number, person in enumerate(above):
        start = BACK + timedelta(days=20 * number)
        end = start + timedelta(days=10)
        made = hand_over(giver, person, valid_from=start, valid_to=end)
        assert made.user == person


def test_one_at_a_time(tree, giver, stand_in):
    hand_over(giver, stand_in)
    with pytest.raises(Refused):
        hand_over(giver, factories.inspector(tree.commune))


def test_taken_back_it_ends_at_once(tree, giver, stand_in):
    lent = hand_over(giver, stand_in)
    later = DAY + timedelta(days=3)

    take_back(lent, by=giver, at=factories.noon(later))

    assert not writes(stand_in, tree.commune, later)
    assert Entry.objects.filter(verb="take_back").count() == 1


def test_only_the_giver_takes_it_back(giver, stand_in):
    lent = hand_over(giver, stand_in)
    with pytest.raises(Refused):
        take_back(lent, by=stand_in, at=AT)


def test_ends_with_the_givers_role(tree, giver, stand_in):
    hand_over(giver, stand_in)
    admin = factories.administrator(tree.province)
    own = giver.grants.get()

    actions.end_grant(own, on=DAY, by=admin, at=AT)

    assert not writes(stand_in, tree.commune, DAY)
    assert Entry.objects.filter(verb="take_back", actor=str(admin)).count() == 1


def test_ends_with_the_givers_account(tree, giver, stand_in):
    hand_over(giver, stand_in)
    admin = factories.administrator(tree.province)
    values = {"is_active": False}

    actions.amend_account(giver, values, version=giver.version, by=admin, at=AT)

    assert not writes(stand_in, tree.commune, DAY)


def test_a_giver_whose_role_ended_by_another_way_lends_nothing(tree, giver, stand_in):
    hand_over(giver, stand_in)

    giver.grants.update(valid_to=DAY)

    assert not writes(stand_in, tree.commune, DAY)


def test_by_the_pages(client, tree, giver, stand_in):
    today = timezone.localdate()
    own = giver.grants.get()
    client.force_login(giver)
    words = {
        "user": stand_in.pk,
        "valid_from": f"{today:%d/%m/%Y}",
        "valid_to": f"{today + timedelta(days=7):%d/%m/%Y}",
    }
    client.post(reverse("access:delegate", args=[own.pk]), words)
    lent = own.lent.get()

    assert "Ông Nhận" in client.get(reverse("access:roles")).text
    client.force_login(stand_in)
    assert "thay Bà Giao" in client.get(reverse("access:roles")).text
    assert client.post(reverse("access:take_back", args=[lent.pk])).status_code == 404
    client.force_login(factories.administrator(tree.province))
    page = client.get(reverse("access:account_edit", args=[giver.pk])).text
    assert "Ông Nhận" in page
    page = client.get(reverse("access:account_edit", args=[stand_in.pk])).text
    assert "thay Bà Giao" in page
    client.force_login(giver)
    client.post(reverse("access:take_back", args=[lent.pk]))
    lent.refresh_from_db()
    assert lent.valid_to == today


def test_somebody_elses_role_has_no_page(client, giver, stand_in):
    client.force_login(stand_in)
    address = reverse("access:delegate", args=[giver.grants.get().pk])
    assert client.get(address).status_code == 404


def test_an_administrators_role_shows_no_button(client, tree):
    admin = factories.administrator(tree.province)
    client.force_login(admin)

    page = client.get(reverse("access:roles")).text

    assert str(Role.ADMINISTRATOR.label) in page
    assert "Ủy quyền" not in page
