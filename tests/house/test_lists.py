"""Every list that somebody reaches in the demonstration: it filters, sorts, pages and
hands out its rows, and a page of fifty rows asks the database no more than it may."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from danvan.foundation.access.models import User
from danvan.shared.listing import Listing
from danvan.shared.numbers import decimal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]

MOST = 32
"""Queries of a page of fifty rows; those of its rows would be fifty at least."""
BOM = b"\xef\xbb\xbf"
NOWHERE = "Chốn không có trên đời"
SAMPLE = 2
"""Choices of a filter that are tried."""
LEAST = {"tinh": 20, "xa1": 15, "quantri": 1}
"""Lists a person finds, at least. The province's long ones are counted and paged; all
that a list can do is tried on the clerk's."""


class Parts(HTMLParser):
    """The links of a page, and the boxes and choices of its filter."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.boxes: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self._inside = False
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "form":
            self._inside = told.get("class") == "filter"
        elif not self._inside:
            return
        elif tag == "input" and told.get("type") in {"text", "search"}:
            self.boxes.append(told["name"])
        elif tag == "select":
            self._select = told["name"]
        elif tag == "option":
            self.choices.setdefault(self._select, []).append(told["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A page with a list: the list, the parts, and how often the database was asked."""

    address: str
    listing: Listing[Any]
    parts: Parts
    text: str
    asked: int


def show(client: Client, address: str, **words: str) -> Shown:
    asked = f"{address}?{urlencode(words)}"
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(asked)
    assert answer.status_code == 200, asked
    layers: Any = answer.context
    given = [one for layer in layers for words in layer for one in words.values()]
    [listing] = {id(one): one for one in given if isinstance(one, Listing)}.values()
    text = answer.content.decode()
    return Shown(address, listing, Parts(text), text, len(caught))


def lists_of(client: Client) -> Iterator[Shown]:
    """One page of each kind is opened; those that hand out their rows are given."""
    waiting, seen = ["/"], set()
    while waiting:
        address = urlsplit(waiting.pop(0)).path
        name = resolve(address).view_name
        if name in seen:
            continue
        seen.add(name)
        answer = client.get(address)
        if "html" not in answer.headers["Content-Type"]:
            continue
        text = answer.content.decode()
        onward = answer.headers.get("Location")
        links = [onward] if onward else Parts(text).links
        waiting += [at for at in links if at.startswith("/") and "static" not in at]
        if "export=csv" in text:
            yield show(client, address)


def faults_of(client: Client, shown: Shown, *, closely: bool) -> Iterator[str]:
    if shown.asked > MOST:
        yield f"{shown.asked} queries"
    if shown.listing.count and decimal(shown.listing.count) not in shown.text:
        yield "does not say how many there are"
    yield from faults_of_pages(client, shown)
    if closely:
        yield from faults_of_files(client, shown)
        yield from faults_of_order(client, shown)
        yield from faults_of_filter(client, shown)


def faults_of_order(client: Client, shown: Shown) -> Iterator[str]:
    keys = [
        key
        for key in shown.listing.columns
        if f"sort={key}" in shown.text or f"sort=-{key}" in shown.text
    ]
    if not keys:
        yield "no heading sorts"
    for key in keys:
        other = show(client, shown.address, sort=key)
        if other.asked > MOST or 'aria-sort="ascending"' not in other.text:
            yield f"{other.asked} queries, or no order, by {key}"
        if other.listing.count != shown.listing.count:
            yield f"other rows by {key}"


def faults_of_pages(client: Client, shown: Shown) -> Iterator[str]:
    last = shown.listing.page.paginator.num_pages
    if last > 1:
        other = show(client, shown.address, page=str(last))
        first, end = list(shown.listing.page), list(other.listing.page)
        if any(row in first for row in end) or other.asked > MOST:
            yield "the last page does not follow the first"


def faults_of_files(client: Client, shown: Shown) -> Iterator[str]:
    with CaptureQueriesContext(connection) as caught:
        content = client.get(shown.address, {"export": "csv"}).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    if not content.startswith(BOM) or len(rows) - 1 != shown.listing.count:
        yield f"{len(rows) - 1} rows in the file, {shown.listing.count} on the page"
    if len(caught) > MOST:
        yield f"{len(caught)} queries for a file of {len(rows)} rows"
    content = client.get(shown.address, {"export": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = list(sheet.iter_rows(values_only=True))
    if len(cells) != len(rows) or list(cells[0]) != rows[0]:
        yield "the two files differ"
    for at in (n for n, head in enumerate(rows[0]) if head.startswith("Mã")):
        if any(isinstance(row[at], int | float) for row in cells):
            yield f"numbers for codes under {rows[0][at]}"


def faults_of_filter(client: Client, shown: Shown) -> Iterator[str]:
    counts = set()
    for name in shown.parts.boxes:
        other = show(client, shown.address, **{name: NOWHERE})
        counts.add(other.listing.count)
    for name, values in shown.parts.choices.items():
        for value in values[-SAMPLE:]:
            other = show(client, shown.address, **{name: value})
            counts.add(other.listing.count)
            if other.asked > MOST:
                yield f"{other.asked} queries for {name}={value}"
    years = [at for at in shown.parts.links if "?year=" in at]
    if not (counts or years):
        yield "no filter"
    elif shown.listing.count > 1 and counts == {shown.listing.count}:
        yield "the filter narrows nothing"


@pytest.mark.parametrize("person", LEAST)
def test_every_list_filters_sorts_pages_and_hands_itself_out(person):
    client = Client()
    client.force_login(User.objects.get(username=person))
    faults, found = [], []

    for shown in lists_of(client):
        found.append(shown.address)
        told = faults_of(client, shown, closely=person != "tinh")
        faults += [f"{shown.address}: {fault}" for fault in told]

    assert len(found) >= LEAST[person], found
    assert not faults, "\n" + "\n".join(faults)
