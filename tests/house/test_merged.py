"""Two communes are made one: every page and form of theirs goes on at the new one."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from danvan.foundation.access.rules import PERMISSIONS, Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.actions import succeed
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import SuccessionKind
from tests import factories
from tests.house.doors import DOORS, Door, Place, text_of, user
from tests.house.test_scope import listed, post, signed_in, url

pytestmark = pytest.mark.django_db

MERGED = date(2025, 7, 1)
FOR_THE_NEW_ONE = {
    *("activities:directive_new", "activities:postpone", "matters:transfer"),
    *("meetings:dialogue_new", "meetings:held", "meetings:postpone"),
}
"""What these forms name lies after the merger, where the old one is no more; they say
so in words."""


def merged(olds: list[Unit]) -> Unit:
    new = factories.unit("Khe Hợp Nhất", parent=olds[0].parent, valid_from=MERGED)
    for old in olds:
        succeed(
            old,
            new,
            kind=SuccessionKind.MERGED,
            on=MERGED,
            by=CommandLine(),
            at=factories.noon(MERGED),
        )
    return new


def doors(place: Place) -> list[tuple[str, Door, str]]:
    """Those of records at the place that its clerk may open."""
    may = PERMISSIONS[Role.COMMUNE]
    found = [
        (name, door, url(name, door, place))
        for name, door in DOORS.items()
        if {door.permission, door.needs or door.permission} <= may
        and door.at
        and not door.owned
    ]
    return [(name, door, address) for name, door, address in found if address]


def answers(client: Client, place: Place) -> dict[str, tuple[Any, Any]]:
    """{door: (the page's status, that of its form)}; nothing stays changed."""
    found = {}
    for name, door, address in doors(place):
        shown = sent = None
        if door.reads:
            response = client.get(address, door.query(place))
            text_of(response)  # a file that is handed out is closed once it is read
            shown = response.status_code
        if door.form:
            with transaction.atomic():
                sent = post(client, door, place, address).status_code
                transaction.set_rollback(True)
        found[name] = shown, sent
    return found


def test_whatever_the_old_clerk_could_do_the_new_one_can(places):
    places = [place for place in places if place.bloc]
    old, beside, other = places[:3]
    assert old.unit.parent == beside.unit.parent != other.unit.parent
    was = answers(signed_in(user("xa-cu", (Role.COMMUNE, old.unit))), old)
    new = merged([old.unit, beside.unit])

    now = answers(signed_in(user("xa-moi", (Role.COMMUNE, new))), old)

    differ = {name for name in was if was[name] != now[name]}
    faults = [
        (name, str(was[name]), str(now[name])) for name in differ - FOR_THE_NEW_ONE
    ]
    assert not faults, listed(faults)
    assert {now[name] for name in FOR_THE_NEW_ONE} == {(200, 422)}


def test_nobody_beside_it_gets_in(places):
    places = [place for place in places if place.bloc]
    old, beside, other = places[:3]
    merged([old.unit, beside.unit])

    stranger = signed_in(user("xa-khac", (Role.COMMUNE, other.unit)))

    for name, statuses in answers(stranger, old).items():
        picks = DOORS[name].picks
        allowed = {200, 302, 422} if picks else {403, 404, 405}
        assert set(statuses) <= allowed | {None}, name
