"""Inputs drawn by chance break no page and change nothing that is not asked for.

`DANVAN_GENERATED_INPUTS=10000 bin/test tests/house/test_generated_input.py` for all of
them, with what came of it in test-results/; `DANVAN_GENERATED_SEED` draws others.
"""

import itertools
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from tests.house import hostile
from tests.house.doors import DOORS, Door, scene
from tests.house.generated import METHODS, Maker
from tests.house.hostile import File, Page, page_of, spread
from tests.house.test_bad_input import (
    KNOWN,
    SIGN_IN,
    Ask,
    Desk,
    addresses,
    call,
    form_of,
    read,
    send,
)
from tests.house.test_scope import listed
from tests.house.tree import ROOT

COUNT = int(os.environ.get("DANVAN_GENERATED_INPUTS", "200"))
SEED = os.environ.get("DANVAN_GENERATED_SEED", "danvan")
WAYS = {
    "form": 6,
    "file": 4,
    "query": 3,
    "path": 3,
    "header": 2,
    "cookie": 1,
    "body": 2,
}
"""How often each kind of input is drawn."""
WAYS |= {"method": 1}
PART = 1_000
"""Inputs of one test, so that both cores have some."""
RESULTS = ROOT / "test-results"

pytestmark = pytest.mark.django_db


@dataclass(slots=True)
class Target:
    """One page with the names of its fields, as it opened."""

    name: str
    door: Door
    address: str
    page: Page

    def fields(self) -> list[str]:
        return sorted(self.page.posted)

    def uploads(self) -> list[str]:
        return sorted(f for f, kind in self.page.posted.items() if kind == "file")


def targets(desk: Desk) -> list[Target]:
    found = []
    for name, door, address in addresses(desk.place):
        page = Page()
        if door.reads:
            query = spread(door.query(desk.place) or {})
            got = desk.try_(name, door, read(address, query))
            if got is not None and "text/html" in got.headers.get("Content-Type", ""):
                page = page_of(got)
        found.append(Target(name, door, address, page))
    outside = DOORS["agenda:today"]
    found.append(Target("identity:sign_in", outside, SIGN_IN, Page()))
    found.append(Target("agenda:feed", outside, "/calendar/feed/x.ics", Page()))
    return found


@dataclass(slots=True)
class Draw:
    """Draws inputs for the pages of a desk."""

    desk: Desk
    maker: Maker
    targets: list[Target]

    def inputs(self) -> Iterator[tuple[str, str, Door, Ask]]:
        """Kind, description, door and request, without end."""
        chance = self.maker.chance
        ways, weights = list(WAYS), list(WAYS.values())
        while True:
            way = chance.choices(ways, weights)[0]
            target = chance.choice(self.fitting(way))
            told, ask = getattr(self, way)(target)
            yield way, f"{way} {target.name} {told!s:.60}", target.door, ask

    def fitting(self, way: str) -> list[Target]:
        if way == "file":
            return [target for target in self.targets if target.uploads()]
        if way == "form":
            return [target for target in self.targets if target.fields()]
        if way == "query":
            return [target for target in self.targets if target.door.reads]
        return self.targets

    def typed(self, target: Target) -> dict[str, Any]:
        """A sound form with one to three fields spoiled."""
        form: dict[str, Any] = {
            name: "" for name in target.page.posted if name not in target.uploads()
        }
        form |= form_of(target.door, self.desk.place)
        chance, names = self.maker.chance, target.fields()
        for name in chance.sample(names, k=min(len(names), chance.randint(1, 3))):
            form[name] = self.maker.value()
        return form

    def form(self, target: Target) -> tuple[Any, Ask]:
        form = self.typed(target)
        query = target.door.query(self.desk.place) or {}
        return form, send(target.address, spread(form), query)

    def file(self, target: Target) -> tuple[Any, Ask]:
        form = spread(form_of(target.door, self.desk.place))
        files: list[tuple[str, File]] = [
            (field, self.maker.file()) for field in target.uploads()
        ]
        query = target.door.query(self.desk.place) or {}
        return files[0][1].name, send(target.address, [*form, *files], query)

    def query(self, target: Target) -> tuple[Any, Ask]:
        chance = self.maker.chance
        given = target.door.query(self.desk.place) or {}
        names = sorted({*target.page.asked, *given, *KNOWN})
        wrong = [(n, self.maker.value()) for n in chance.choices(names, k=3)]
        return wrong, read(target.address, [*spread(given), *wrong])

    def path(self, target: Target) -> tuple[Any, Ask]:
        to = self.maker.path(target.address)
        return to, call("GET" if target.door.reads else "POST", to)

    def header(self, target: Target) -> tuple[Any, Ask]:
        headers = self.maker.headers()
        method = self.maker.chance.choice(("GET", "POST"))
        return headers, call(method, target.address, **headers)

    def cookie(self, target: Target) -> tuple[Any, Ask]:
        cookies = self.maker.cookies()
        return cookies, call("GET", target.address, HTTP_COOKIE=cookies)

    def body(self, target: Target) -> tuple[Any, Ask]:
        kind, content = self.maker.body()
        ask = call("POST", target.address, content, content_type=kind)
        return kind, ask

    def method(self, target: Target) -> tuple[Any, Ask]:
        method = self.maker.chance.choice(METHODS)
        return method, call(method, target.address, raw_body(self.maker))


def raw_body(maker: Maker) -> bytes:
    return hostile.raw(maker.value())


def parts() -> list[int]:
    """How many inputs each test draws; all but the last one are full."""
    return [min(PART, COUNT - begun) for begun in range(0, COUNT, PART)]


def told(part: int, desk: Desk, kinds: Counter[str], slowest: tuple[float, str]) -> str:
    """One line on what was drawn so far and what came of it."""
    return (
        f"{connection.vendor} seed {SEED}/{part}: {kinds.total()} inputs "
        f"{dict(sorted(kinds.items()))}, answers {dict(sorted(desk.answers.items()))}, "
        f"saved {desk.saved}, faults {len(desk.faults)}, slowest {slowest[0]:.1f} s "
        f"({slowest[1]})\n"
    )


@pytest.mark.parametrize(("part", "count"), list(enumerate(parts())))
def test_nothing_drawn_by_chance_breaks_a_page(
    part, count, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    desk = Desk(scene())
    draw = Draw(desk, Maker(f"{SEED}/{part}"), targets(desk))
    desk.answers.clear()
    kinds: Counter[str] = Counter()
    slowest = (0.0, "")
    RESULTS.mkdir(exist_ok=True)

    for way, what, door, ask in itertools.islice(draw.inputs(), count):
        began = time.perf_counter()
        kinds[way] += 1
        desk.try_(f"{kinds.total()}: {what}", door, ask)
        slowest = max(slowest, (time.perf_counter() - began, what))
        if kinds.total() % 100 == 0:
            log = RESULTS / f"generated-input-{connection.vendor}-{part}.txt"
            log.write_text(told(part, desk, kinds, slowest) + listed(desk.faults))

    assert not desk.faults, listed(desk.faults)
    assert sum(desk.answers.values()) == count
    assert set(kinds) == set(WAYS)
