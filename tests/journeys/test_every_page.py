"""Every page that a role reaches from its first page, and every form refused."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.blocs.models import Bloc
from danvan.records.plans.models import Task
from tests import factories
from tests.house.door import Place
from tests.house.doors import DOORS, furnished
from tests.journeys.conftest import TODAY
from tests.journeys.looks import Examples, Links, Walk, links
from tests.journeys.steps import sign_in

reads = pytest.mark.xdist_group("every page")  # they share SHAPES
fills = pytest.mark.xdist_group("every form")
SHAPES: set[str] = set()
"""Elements that axe has seen, for all tests of this file."""
LEVEL = {
    Role.PROVINCE: Level.PROVINCE,
    Role.COMMUNE: Level.COMMUNE,
    Role.HEAD: Level.COMMUNE,
    Role.INSPECTOR: Level.PROVINCE,
    Role.ADMINISTRATOR: Level.PROVINCE,
}
"""Between them they reach every page; the other roles see a part of what these see."""

CLOSELY = connection.vendor == "sqlite"
"""Widths and colours are the same on every database, so one is enough for them."""

type Scene = dict[int, Place]


@pytest.fixture
def scene(tree) -> Scene:
    """One of everything that each room keeps, at a unit of each level; beside them a
    bloc that has seen changes, and units with nothing."""
    units = (tree.province, tree.districts[0], tree.commune)
    found = {unit.level: furnished(unit) for unit in units}
    changed(factories.complete_bloc(tree.communes[1], ruled=True, assigned=True))
    place = found[Level.COMMUNE]
    factories.activity(
        place.unit,
        kind="training",
        title="Tập huấn",
        attendees=tuple(seat.member for seat in place.seats),
    )
    factories.activity(
        place.unit,
        kind="dissemination",
        title="Phổ biến",
        directive=place.directive,
        reached=500,
    )
    tell_apart(found.values())
    return found


def changed(bloc: Bloc) -> None:
    """A head without the post, a member who left, a regulation that was replaced."""
    bloc.seats.filter(role="head").update(post_ended_on=date(2024, 10, 1))
    left = factories.seat(bloc, valid_to=date(2024, 2, 1))
    factories.duty(left, valid_to=left.valid_to)
    factories.regulation(
        bloc, number=0, valid_from=date(2022, 9, 1), valid_to=bloc.valid_from
    )


def tell_apart(places: Iterable[Place]) -> None:
    """Records that the rooms call by the same words."""
    for place in places:
        Clock.objects.filter(pk=place.more["paused_clock"].pk).update(
            title=f"Đo đạc lại ở {place.unit.name}"
        )
        for task in Task.objects.filter(unit=place.unit, plan=None):
            text = f"{task.text} ({place.unit.name}, {task.pk})"
            Task.objects.filter(pk=task.pk).update(text=text)
            Clock.objects.of(task).update(title=text)


def person(scene: Scene, role: Role) -> User:
    return factories.user((role, scene[LEVEL[role]].unit))


def doors_at(place: Place, user: User, *, forms: bool = False) -> list[str]:
    """What that person may open there, whether or not a page links to it."""
    found = []
    for name, door in DOORS.items():
        asked = {door.permission, door.needs} - {None}
        allowed = all(user.holds(each, TODAY) for each in asked)
        words = door.at(place) if door.at else {}
        sits = not door.seated or place.unit.pk in user.root_units(TODAY)
        allowed = allowed and door.reads and sits and not door.owned
        if allowed and words is not None and (door.form or not forms):
            found.append(reverse(name, kwargs=words, query=door.query(place)))
    return found


@reads
@pytest.mark.parametrize("role", LEVEL)
def test_every_page_a_role_reaches_is_sound(role, scene, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    walk = Walk(page, SHAPES, CLOSELY)
    walk.listen()
    walk.look("/accounts/sign-in/")
    user = person(scene, role)
    sign_in(page, user)

    examples, ways = Examples(most=1), Links(page)
    waiting = [("/", "/")]
    if role in {Role.PROVINCE, Role.COMMUNE}:
        own = doors_at(scene[LEVEL[role]], user)
        waiting += [(door, "tests/house/doors.py") for door in own]
    for address, linked_on in waiting:
        if ways.is_page(address, linked_on) and examples.wants(address):
            page.goto(address)
            walk.look(address)
            waiting += [(link, address) for link in links(page)]

    faults = walk.faults + ways.faults
    assert len(examples.seen) > 3
    assert not faults, "\n" + "\n".join(faults)


@fills
@pytest.mark.parametrize("role", [Role.PROVINCE, Role.ADMINISTRATOR])
def test_every_form_that_is_refused_is_sound(role, scene, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    walk = Walk(page, SHAPES, CLOSELY)
    walk.listen()
    if send_nonsense(page):
        walk.look("/accounts/sign-in/, refused")
    user = person(scene, role)
    sign_in(page, user)

    examples, refused = Examples(most=1), []
    place = scene[Level.COMMUNE]
    kinds = kinds_at(place.unit) if role == Role.PROVINCE else []
    for address in [*kinds, *doors_at(place, user, forms=True)]:
        if examples.wants(address):
            page.goto(address)
            if send_nonsense(page):
                refused.append(address)
                walk.look(f"{address}, refused")

    assert len(refused) >= (40 if role == Role.PROVINCE else 4), refused
    assert not walk.faults, "\n" + "\n".join(walk.faults)


def kinds_at(commune: Unit) -> list[str]:
    kinds = programme.current().kinds
    return [f"/activities/new/?kind={kind.id}&unit={commune.pk}" for kind in kinds]


def send_nonsense(page) -> bool:
    """Empty boxes and a day that no calendar has; whether the form came back."""
    form = page.locator("main form[method=post]:not([data-passkey])")
    boxes = form.locator("input:is([type=text], [type=password]), textarea")
    if form.count() != 1 or not (boxes.count() or form.locator("input[type=file]")):
        return False
    for box in boxes.filter(visible=True).all():
        is_day = "input--date" in str(box.get_attribute("class"))
        box.fill("31/02/2024" if is_day else "")
    with page.expect_response(lambda one: one.request.method == "POST") as waiting:
        form.locator("button[type=submit]").last.click()
    page.wait_for_load_state()
    return waiting.value.status == 422


def test_a_faulty_page_would_be_caught(visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    walk = Walk(page, set())
    walk.listen()
    page.set_content(
        '<html lang="vi"><body><main><h1>A</h1><h1>B</h1><p>Nhạt</p></main></body>'
    )
    page.evaluate(PALE_AND_WIDE)

    walk.look("here")

    told = "\n".join(walk.faults)
    for fault in ("no title", "2 h1", "too broad", "color-contrast", "lost"):
        assert fault in told, told


PALE_AND_WIDE = """() => {
  const style = document.querySelector('p').style
  style.width = '2000px'; style.color = '#bbb'; style.background = '#fff'
  console.error('lost')
}"""
