"""Every URL × every role × own, child, sibling and parent unit × signed out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.models import Session, User
from danvan.foundation.access.rules import PERMISSIONS, Permission, Role
from danvan.foundation.audit.models import Entry, Origin
from danvan.foundation.identity.models import Attempt
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.blocs.models import Bloc
from tests import factories
from tests.house.doors import (
    DEVELOPERS,
    DOORS,
    MORE,
    PUBLIC,
    Door,
    Place,
    text_of,
    user,
    walk,
)

HOME = {
    Role.PROVINCE: Level.PROVINCE,
    Role.DISTRICT: Level.DISTRICT,
    Role.LEADER: Level.PROVINCE,
    Role.HEAD: Level.COMMUNE,
    Role.COMMUNE: Level.COMMUNE,
    Role.FRONT: Level.COMMUNE,
    Role.AGENCY: Level.DISTRICT,
    Role.INSPECTOR: Level.DISTRICT,
    Role.ADMINISTRATOR: Level.DISTRICT,
}
OPENS, SHUT = {200, 302}, {403, 404}
SIGN_IN = "/accounts/sign-in/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def refused_in_a_word(settings) -> None:
    settings.ROOT_URLCONF = "tests.house.plain"


def home_of(role: Role, places: list[Place]) -> Place:
    return next(place for place in places if place.unit.level == HOME[role])


def covers(home: Unit, place: Unit) -> bool:
    """Told by walking up, so that it does not repeat the query under test."""
    step: Unit | None = place
    while step is not None and step.pk != home.pk:
        step = step.parent
    return step is not None


def around(home: Place, places: list[Place]) -> list[Place]:
    """One place for each way in which a unit may stand to the home, and each level.

    Of another province its own page and a commune: what is left out asks the same.
    """
    found: dict[tuple[str, int], Place] = {}
    for place in places:
        level = Level(place.unit.level)
        standing = relation(home.unit, place.unit)
        if standing != "abroad" or level != Level.DISTRICT:
            found.setdefault((standing, level), place)
    return list(found.values())


def relation(home: Unit, place: Unit) -> str:
    if home == place:
        return "own"
    if covers(home, place):
        return "below"
    if covers(place, home):
        return "above"
    if home.parent_id and home.parent_id == place.parent_id:
        return "beside"
    return "elsewhere" if root(home) == root(place) else "abroad"


def root(unit: Unit) -> Unit:
    return root(unit.parent) if unit.parent else unit


def url(name: str, door: Door, place: Place) -> str | None:
    words = door.at(place) if door.at else {}
    return None if words is None else reverse(name, kwargs=words)


def spots(places: list[Place]) -> Iterator[tuple[str, Door, Place, str]]:
    """Every door at every place where it exists; once where it belongs to no unit."""
    for name, door in [*DOORS.items(), *MORE]:
        for place in places if door.at else places[:1]:
            if (address := url(name, door, place)) is not None:
                yield name, door, place, address


def listed(faults: list[tuple[str, ...]]) -> str:
    return "\n" + "\n".join(" | ".join(fault) for fault in faults)


def stored() -> dict[str, list[Any]]:
    """All rows of the project, to see that nothing changed.

    Not from where somebody came, nor that one asked for a name and was refused.
    """
    tables = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("danvan.")
        and model not in {Attempt, Origin, Session}
    ]
    rows = {model: model._default_manager.order_by("pk") for model in tables}
    refused = ("open_seal_refused", "sign_in_failed")
    rows[Entry] = rows[Entry].exclude(verb__in=refused)
    return {model._meta.label: list(rows[model].values_list()) for model in tables}


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def leaks(response: HttpResponse, home: Unit, places: list[Place]) -> list[str]:
    """Communes named on the page though they lie outside."""
    text = text_of(response)
    communes = (p.unit for p in places if p.unit.level == Level.COMMUNE)
    return [c.name for c in communes if not covers(home, c) and c.name in text]


def test_every_url_is_declared():
    names = {name for name, _view in walk()}

    assert names - DEVELOPERS == set(DOORS) | PUBLIC


def test_only_the_pages_listed_by_hand_are_public():
    public = {
        name for name, view in walk() if not getattr(view, "login_required", True)
    }

    assert public - DEVELOPERS == PUBLIC


def test_every_view_asks_for_the_permission_declared():
    asked = {
        name: view.permission
        for name, view in walk()
        if name not in PUBLIC | DEVELOPERS
    }

    assert asked == {name: door.permission for name, door in DOORS.items()}


def test_every_role_has_its_place_in_the_matrix():
    assert set(HOME) == set(Role) == set(PERMISSIONS)


@pytest.mark.parametrize("role", Role)
def test_reading_keeps_to_the_scope_of_the_role(role, places):
    place = home_of(role, places)
    home, near = place.unit, around(place, places)
    client = signed_in(user("nguoi-xem", (role, home)))
    faults = []

    for name, door, place, address in spots(near):
        held = door.opens_to(role)
        inside = not door.at or covers(home, place.unit)
        inside = inside and (not door.seated or home == place.unit)
        response = client.get(address, door.query(place))
        expected = OPENS if held and (inside or door.picks) else SHUT
        expected = {404, 403} if door.owned else expected
        expected = expected if door.reads else SHUT | {405}
        if response.status_code not in expected:
            faults.append((name, str(place.unit), str(response.status_code)))
        faults += [(name, str(place.unit), n) for n in leaks(response, home, places)]

    assert not faults, listed(faults)


@pytest.mark.parametrize("role", Role)
def test_posting_outside_the_scope_changes_nothing(role, places):
    place = home_of(role, places)
    home, near = place.unit, around(place, places)
    client = signed_in(user("nguoi-ghi", (role, home)))
    targets = [
        (name, door, place, address)
        for name, door, place, address in spots(near)
        if door.permission is not None
        and not (door.opens_to(role) and (not door.at or covers(home, place.unit)))
    ]
    before, faults = stored(), []

    for name, door, place, address in targets:
        response = post(client, door, place, address)
        refused = SHUT | {405} | ({422} if door.picks else set())
        if response.status_code not in refused:
            faults.append((name, str(place.unit), str(response.status_code)))

    assert not faults, listed(faults)
    assert stored() == before


def post(client: Client, door: Door, place: Place, address: str) -> Any:
    form = door.form(place) if door.form else {}
    return client.post(address, form or {}, query_params=door.query(place))


UNLOGGED = {
    "notices:settings": "which mails one wants is no act on a record",
}
"""Forms that change something and leave no entry in the log, each with its reason."""


def test_inside_the_scope_every_form_changes_something_and_says_so_in_the_log(places):
    """Otherwise the tests about refusals would pass on forms that never work."""
    silent = [*unlogged(places)]

    assert not silent, listed(silent)


def unlogged(places: list[Place]) -> Iterator[tuple[str, ...]]:
    """Forms that left no entry though they were sent by whoever may."""
    province = places[0].unit
    roles = (Role.PROVINCE, Role.ADMINISTRATOR, Role.INSPECTOR)
    every = [(role, province) for role in roles]
    client = signed_in(user("moi-quyen", *every))
    place = next(place for place in places if place.bloc)
    seated = signed_in(place.account)
    for name, door in [*DOORS.items(), *MORE]:
        if door.form and not door.owned:
            before = stored() if name in UNLOGGED else Entry.objects.count()
            with transaction.atomic():
                person = seated if door.seated else client
                response = post(person, door, place, str(url(name, door, place)))
                after = stored() if name in UNLOGGED else Entry.objects.count()
                transaction.set_rollback(True)
            if after == before:
                yield name, str(response.status_code), text_of(response)


def test_whoever_only_reads_a_unit_cannot_write_there_with_a_role_elsewhere(places):
    province, own = places[0], home_of(Role.COMMUNE, places)
    two_hats = ((Role.INSPECTOR, province.unit), (Role.COMMUNE, own.unit))
    client = signed_in(user("hai-vai", *two_hats))
    others = [place for place in places if place is not own]
    before, faults = stored(), []

    for name, door, place, address in spots(others):
        if door.at and door.permission not in {None, Permission.READ}:
            response = post(client, door, place, address)
            if response.status_code not in SHUT | {405, 422}:
                faults.append((name, str(place.unit), str(response.status_code)))

    assert not faults, listed(faults)
    assert stored() == before


def test_signed_out_every_page_leads_to_the_sign_in(places):
    client, before = Client(), stored()
    faults = []

    for name, door, place, address in spots(places):
        got = client.get(address, door.query(place))
        posted = post(client, door, place, address)
        faults += [
            (name, str(place.unit), str(response.status_code))
            for response in (got, posted)
            if not response.headers.get("Location", "").startswith(SIGN_IN)
        ]

    assert not faults, listed(faults)
    assert stored() == before
    assert client.get(SIGN_IN).status_code == 200


@pytest.mark.parametrize("until", [None, date(2023, 1, 1)], ids=["never", "ended"])
def test_without_a_role_in_force_no_page_opens(places, until):
    person = user("khong-vai")
    if until:
        factories.grant(person, Role.PROVINCE, places[0].unit, valid_to=until)
    client = signed_in(person)

    opened = [
        name
        for name, door, place, address in spots(places)
        if door.permission is not None
        and client.get(address, door.query(place)).status_code not in SHUT | {405}
    ]

    assert opened == []


def test_an_upload_is_shown_to_its_owner(places):
    place = places[0]
    client = signed_in(place.account)

    for name, door in DOORS.items():
        if door.owned and door.reads:
            response = client.get(url(name, door, place))
            assert response.status_code in OPENS | {422}, name


def test_the_page_of_a_refusal_names_no_place(places, settings):
    """The matrix reads refusals in a word; here stands what people see."""
    settings.ROOT_URLCONF = "danvan.config.urls"
    home, away = home_of(Role.COMMUNE, places), places[-1]
    client = signed_in(user("nguoi-xem", (Role.COMMUNE, home.unit)))

    named = [
        (name, str(leak))
        for name, _door, _place, address in spots([away])
        for leak in leaks(client.get(address), home.unit, places)
    ]

    assert named == []


@requires(Permission.READ)
def unscoped(request: UserRequest, pk: int) -> HttpResponse:
    """A view as nobody should write one: any unit, whoever asks."""
    return HttpResponse(Unit.objects.get(pk=pk).name)


@requires(Permission.WRITE)
def unaudited(request: UserRequest, pk: int) -> HttpResponse:
    """Another: it changes a record and tells nobody."""
    Bloc.objects.filter(pk=pk).update(decision_no="Đổi lặng lẽ")
    return HttpResponse("ok")


urlpatterns = [
    path("unscoped/<int:pk>/", unscoped, name="unscoped"),
    path("unaudited/<int:pk>/", unaudited, name="unaudited"),
    path("", include("danvan.config.urls")),
]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_scope_would_be_caught(places, monkeypatch):
    door = Door(Permission.READ, lambda place: {"pk": place.unit.pk})
    undeclared = {name for name, _view in walk()} - set(DOORS)
    monkeypatch.setattr(f"{__name__}.DOORS", {"unscoped": door})
    monkeypatch.setattr(f"{__name__}.MORE", [])

    assert "unscoped" in undeclared
    with pytest.raises(AssertionError, match="unscoped"):
        test_reading_keeps_to_the_scope_of_the_role(Role.COMMUNE, places)


@override_settings(ROOT_URLCONF=__name__)
def test_an_action_without_its_entry_would_be_caught(places, monkeypatch):
    door = Door(
        Permission.WRITE,
        lambda place: {"pk": place.bloc.pk} if place.bloc else None,
        form=lambda place: {},
    )
    monkeypatch.setattr(f"{__name__}.DOORS", {"unaudited": door})
    monkeypatch.setattr(f"{__name__}.MORE", [])

    assert [name for name, *_rest in unlogged(places)] == ["unaudited"]
