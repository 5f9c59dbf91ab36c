"""Whatever lies elsewhere changes no list, count, total, export, search or calendar."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.access.rules import Role
from danvan.foundation.notices import actions as notices
from danvan.foundation.units.rules import Level
from tests import factories
from tests.house.door import Place
from tests.house.doors import DOORS, MORE, furnished, text_of, user
from tests.house.test_scope import signed_in

pytestmark = pytest.mark.django_db

ASKED: tuple[dict[str, Any], ...] = ({}, {"export": "csv"}, {"q": "Khe", "unit": "Khe"})
"""Each list as it opens, as its file, and searched."""
FRESH = re.compile(
    r'name="(csrfmiddlewaretoken|uid|[a-z0-9_-]*-uid)" value="[^"]*"'
    r"|<dcterms:(created|modified)[^>]*>[^<]*"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
"""What differs each time a page is opened."""


def lists(role: Role) -> list[str]:
    """Doors that belong to no unit: what they show is chosen by the scope alone."""
    doors = [*DOORS.items(), *MORE]
    return sorted({n for n, d in doors if d.reads and not d.at and d.opens_to(role)})


def shown(client: Client, role: Role) -> dict[tuple[str, str], str]:
    return {
        (name, str(asked)): FRESH.sub("", text_of(client.get(reverse(name), asked)))
        for name in lists(role)
        for asked in ASKED
    }


def at_home(client: Client, place: Place, role: Role) -> dict[tuple[str, str], str]:
    """The pages and totals of one's own unit."""
    found = {}
    for name, door in DOORS.items():
        if door.at and door.reads and door.opens_to(role) and not door.owned:
            words = door.at(place)
            if words is not None:
                answer = client.get(reverse(name, kwargs=words), door.query(place))
                found[name, "own unit"] = FRESH.sub("", text_of(answer))
    return found


def calendar(secret: str) -> str:
    text = Client().get(reverse("agenda:feed", args=[secret])).text
    return "\n".join(line for line in text.splitlines() if "DTSTAMP" not in line)


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.ADMINISTRATOR])
def test_what_lies_elsewhere_changes_nothing_that_is_shown(role, places):
    home = next(p for p in places if p.unit.level == Level.DISTRICT)
    away = [p.unit for p in places if p.unit.level == Level.DISTRICT and p is not home]
    person = user("nguoi-xem", (role, home.unit))
    client = signed_in(person)
    secret = notices.new_feed(person, at=factories.noon(factories.START))
    before = shown(client, role) | at_home(client, home, role)
    feed = calendar(secret)

    for number, district in enumerate(away):
        furnished(factories.unit(f"Khe Giấu {number}", parent=district))

    after = shown(client, role) | at_home(client, home, role)
    assert [door for door in before if before[door] != after[door]] == []
    assert calendar(secret) == feed


def test_the_hidden_records_would_be_seen_from_above(places):
    """Otherwise the test above would pass on rows that nobody could see."""
    client = signed_in(user("tinh-xem", (Role.PROVINCE, places[0].unit)))
    lists_of_rows = ("activities:index", "matters:index", "budget:index", "plans:tasks")
    before = [text_of(client.get(reverse(n), {"unit": "Khe"})) for n in lists_of_rows]
    cousin = [p.unit for p in places if p.unit.level == Level.DISTRICT][1]

    furnished(factories.unit("Khe Giấu", parent=cousin))

    after = [text_of(client.get(reverse(n), {"unit": "Khe"})) for n in lists_of_rows]
    assert all(old != new for old, new in zip(before, after, strict=True))
