"""The scorecard on paper: A4, whole, and black on white."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests import factories
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

    page.emulate_media(media="print")
    page.set_viewport_size({"width": ON_PAPER, "height": 900})
    assert page.evaluate(CUT) == []
    expect(page.get_by_role("navigation", name="Danh mục chính")).to_be_hidden()
    expect(page.get_by_role("button", name="Xem")).to_be_hidden()
    expect(page.get_by_text("In ngày 20/11/2024")).to_be_visible()
    assert papers(page)


def papers(page: Page) -> int:
    """How many sheets of A4 it takes; fails on any other size."""
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    sizes = {(round(float(width)), round(float(height))) for width, height in boxes}
    assert sizes == {A4}
    return len(boxes)
