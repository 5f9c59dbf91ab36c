"""On paper: A4, whole, and without what only a screen can do."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories
from tests.house.doors import furnished
from tests.journeys.steps import menu, sign_in

A4 = (595, 842)
CUT = """() => {
  const edge = document.documentElement.clientWidth + 1
  return [...document.querySelectorAll('main *')]
    .filter(one => one.getBoundingClientRect().right > edge && one.checkVisibility())
    .map(one => one.outerHTML.slice(0, 120))
}"""
ON_PAPER = 642
"""CSS pixels between the margins, 25 and 15 mm, of an A4 page."""


@pytest.mark.parametrize("level", ["province", "district", "commune"])
def test_a_scorecard_prints_whole_on_a4(level, tree, visit):
    factories.complete_bloc(tree.commune, ruled=True, assigned=True)
    factories.activity(tree.commune, kind="dialogue", on=date(2024, 3, 5))
    page = visit()
    sign_in(page, factories.provincial_officer(tree.province))
    menu(page, "Bảng kết quả")
    page.goto(f"/scorecard/{getattr(tree, level, tree.districts[0]).pk}/")
    assert_prints_whole(page)


PRINTED = (
    "meetings:show meeting",
    "meetings:dialogue held",
    "plans:show plan",
    "matters:show hot_spot",
    "budget:show line",
    "meetings:index",
    "matters:index",
    "plans:tasks",
    "budget:index",
    "movements:overlap",
    "deadlines:index",
    "deadlines:calendar",
    "agenda:month",
    "agenda:today",
)
"""What is laid on the table of a meeting: a door, and the record behind it."""


def test_papers_for_a_meeting_print_whole_on_a4(tree, visit):
    place = furnished(tree.commune)
    page = visit()
    sign_in(page, place.account)
    for printed in PRINTED:
        name, _, record = printed.partition(" ")
        page.goto(reverse(name, args=[place.more[record].pk] if record else []))
        assert_prints_whole(page)


def assert_prints_whole(page: Page) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": ON_PAPER, "height": 900})
    assert page.evaluate(CUT) == [], page.url
    expect(page.get_by_role("navigation", name="Danh mục chính")).to_be_hidden()
    for button in page.locator("main").get_by_role("button").all():
        expect(button, page.url).to_be_hidden()
    expect(page.get_by_text("In ngày 20/11/2024")).to_be_visible()
    assert papers(page)
    page.emulate_media(media="screen")


def papers(page: Page) -> int:
    """How many sheets of A4 it takes; fails on any other size."""
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    sizes = {(round(float(width)), round(float(height))) for width, height in boxes}
    assert sizes == {A4}
    return len(boxes)
