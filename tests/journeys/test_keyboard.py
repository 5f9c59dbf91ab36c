"""Everything by keyboard: skip, tab in reading order, from the fault to its box."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories
from tests.house.doors import furnished
from tests.journeys.steps import field, heading, sign_in

FOCUSED = "document.activeElement"
OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
}"""
PLACE = """() => {
  const box = document.activeElement.getBoundingClientRect()
  return [Math.round(box.top + scrollY), Math.round(box.left)]
}"""
UNCOVERED = """() => {
  const box = document.activeElement.getBoundingClientRect()
  const x = box.left + Math.min(box.width / 2, 20)
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2
  const top = document.elementFromPoint(x, y)
  const own = document.activeElement
  return Boolean(top) && (own === top || own.contains(top) || top.contains(own))
}"""


def focused(page: Page):
    return page.locator("*:focus")


def test_the_skip_link_leads_past_the_menu(tree, visit):
    page = visit()
    sign_in(page, factories.clerk(tree.commune))
    page.goto("/")

    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Đến nội dung chính")
    expect(focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.querySelector('main').contains({FOCUSED})")


def test_a_record_is_made_without_a_mouse(tree, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    clerk = factories.clerk(tree.commune)
    tab_to(page, "username")
    page.keyboard.type(clerk.username)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Việc hôm nay")

    page.goto("/activities/new/?kind=dialogue")
    tab_to(page, "summary")
    page.keyboard.type("Gõ bằng bàn phím")
    tab_to(page, "", tag="BUTTON")
    page.keyboard.press("Enter")

    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Nhập ngày.")
    page.keyboard.press("Enter")
    page.keyboard.type("12/11/2024")
    expect(field(page, "Ngày")).to_have_value("12/11/2024")
    expect(field(page, "Ngày")).to_be_focused()
    tab_to(page, "chair")
    page.keyboard.press("ArrowDown")
    tab_to(page, "", tag="BUTTON")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Tính vào mục tiêu 4")


def tab_to(page: Page, name: str, *, tag: str = "") -> None:
    """Press Tab until the box of that name, or the page's own button, has focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            f"[{FOCUSED}.name || '', {FOCUSED}.tagName,"
            f" !!{FOCUSED}.closest('main'), {FOCUSED}.type]"
        )
        if (tag and at[1:] == [tag, True, "submit"]) or (name and at[0] == name):
            return
    raise AssertionError(f"Tab never reaches {name or tag}")


def test_focus_is_seen_and_moves_down_the_page(tree, visit):
    place = furnished(tree.commune)
    pages = [reverse(name, args=[place.more[record].pk]) for name, record in SHOWN]
    for phone in (True, False):
        for dark in (True, False):
            page = visit(phone=phone, dark=dark)
            sign_in(page, place.account)
            for address in (*ADDRESSES, *pages):
                page.goto(address)
                follow(page, address)


ADDRESSES = (
    "/",
    "/activities/new/?kind=dialogue",
    "/blocs/",
    "/calendar/?month=2024-03",
    "/matters/",
    "/deadlines/calendar/",
)
SHOWN = (
    ("meetings:show", "meeting"),
    ("meetings:dialogue", "held"),
    ("plans:edit", "draft"),
)


def follow(page: Page, address: str) -> None:
    """Tab through the main part: each stop outlined, uncovered, and further down
    or in a column further to the right."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    last = [0, 0]
    for _stop in range(40):
        page.keyboard.press("Tab")
        if not page.evaluate(f"Boolean({FOCUSED}.closest('main'))"):
            return
        where = f"{address}: {page.evaluate(f'{FOCUSED}.outerHTML.slice(0, 120)')}"
        assert page.evaluate(OUTLINE), f"no outline, {where}"
        assert page.evaluate(UNCOVERED), f"covered, {where}"
        top, left = page.evaluate(PLACE)
        assert top >= last[0] - 80 or left > last[1], f"jumps back up, {where}"
        last = [top, left]
