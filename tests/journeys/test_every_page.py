"""Every page that a role reaches from its first page, and every form refused."""

from datetime import date

import pytest

from danvan.foundation import programme
from danvan.foundation.access.rules import Role
from danvan.foundation.units.models import Unit
from tests import factories
from tests.house.doors import attached
from tests.journeys.looks import Examples, Links, Walk, links
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.xdist_group("every page")  # they share SHAPES
SHAPES: set[str] = set()
"""Elements that axe has seen, for all tests of this file."""
LEVEL = {
    Role.PROVINCE: "province",
    Role.DISTRICT: "district",
    Role.COMMUNE: "commune",
    Role.AGENCY: "district",
    Role.INSPECTOR: "province",
    Role.ADMINISTRATOR: "province",
}


@pytest.fixture
def scene(tree):
    """One commune with something of everything, one with nothing."""
    bloc = factories.complete_bloc(tree.commune, ruled=True, assigned=True)
    bloc.seats.filter(role="head").update(post_ended_on=date(2024, 10, 1))
    left = factories.seat(bloc, valid_to=date(2024, 2, 1))
    factories.duty(left, valid_to=left.valid_to)
    factories.regulation(
        bloc, number=0, valid_from=date(2022, 9, 1), valid_to=bloc.valid_from
    )
    everyone = tuple(seat.member for seat in bloc.seats.select_related("member"))
    attached(factories.activity(tree.commune))
    factories.activity(
        tree.commune, kind="training", title="Tập huấn", attendees=everyone
    )
    document = factories.directive(tree.province)
    factories.audience(document, tree.commune)
    factories.activity(
        tree.commune,
        kind="dissemination",
        title="Phổ biến",
        directive=document,
        reached=500,
    )
    factories.directive(tree.commune)
    return tree


def person(tree, role: Role):
    place = {"district": tree.districts[0]}.get(LEVEL[role]) or getattr(
        tree, LEVEL[role]
    )
    return factories.user((role, place))


@pytest.mark.parametrize("role", Role)
def test_every_page_a_role_reaches_is_sound(role, scene, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    walk = Walk(page, SHAPES)
    walk.listen()
    walk.look("/accounts/sign-in/")
    sign_in(page, person(scene, role))

    many = role in {Role.PROVINCE, Role.COMMUNE}
    examples, ways = Examples(most=2 if many else 1), Links(page)
    waiting = [("/", "/")]
    for address, linked_on in waiting:
        if ways.is_page(address, linked_on) and examples.wants(address):
            page.goto(address)
            walk.look(address)
            waiting += [(link, address) for link in links(page)]

    faults = walk.faults + ways.faults
    assert len(examples.seen) > 3
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.ADMINISTRATOR])
def test_every_form_that_is_refused_is_sound(role, scene, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    walk = Walk(page, SHAPES)
    walk.listen()
    if send_nonsense(page):
        walk.look("/accounts/sign-in/, refused")
    sign_in(page, person(scene, role))

    examples, ways, refused = Examples(most=1), Links(page), []
    waiting = [("/", "/")]
    if role == Role.PROVINCE:
        waiting += [(form, "") for form in kinds_at(scene.commune)]
    for address, linked_on in waiting:
        if ways.is_page(address, linked_on) and examples.wants(address):
            page.goto(address)
            waiting += [(link, address) for link in links(page)]
            if send_nonsense(page):
                refused.append(address)
                walk.look(f"{address}, refused")

    assert len(refused) >= (25 if role == Role.PROVINCE else 4), refused
    assert not walk.faults, "\n" + "\n".join(walk.faults)


def kinds_at(commune: Unit) -> list[str]:
    kinds = programme.current().kinds
    return [f"/activities/new/?kind={kind.id}&unit={commune.pk}" for kind in kinds]


def send_nonsense(page) -> bool:
    """Empty boxes and a day that no calendar has; whether the form came back."""
    form = page.locator("main form[method=post]")
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
