"""What every page owes its reader, whoever opens it and on whatever screen."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from django.urls import resolve
from playwright.sync_api import ConsoleMessage, Page, Request

type Look = tuple[int, str, list[str] | None]

LOOKS: list[Look] = [(1280, "light", None), (360, "dark", None)]
COLOURS: list[Look] = [
    *LOOKS,
    (1280, "dark", ["color-contrast"]),
    (360, "light", ["color-contrast"]),
]
"""Width, theme and axe's rules (None: all); the longer list for classes not yet met."""
AXE = """(rules) => axe.run({
    preload: false, resultTypes: ['violations'],
    ...(rules ? {runOnly: rules} : {})
  }).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))"""
BROADER = """() => {
  const wide = document.documentElement.clientWidth
  const page = document.documentElement.scrollWidth > wide
  const stack = [...document.querySelectorAll('.table-wrap:has(.table--stack)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && wide < 640)
  const parts = page ? [document] : stack
  return parts.flatMap(part => [...part.querySelectorAll('main *, tbody *')]).filter(
    one => one.getBoundingClientRect().right > wide + 1
  ).slice(0, 3).map(one => one.outerHTML.slice(0, 120))
}"""
"""What leaves the page, or on a phone the cards that a table has become."""
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
REFUSED = "status of 422"
"""What the browser says of a form sent back, which is no fault."""
FOUND = """() => {
  const all = [...document.querySelectorAll('body *')]
  const places = all.map(one => [one.parentElement.tagName,
    one.parentElement.className, one.tagName, one.getAttribute('class'),
    one.getAttributeNames().sort()].join(' '))
  const classes = all.flatMap(one => [...one.classList].map(name => '.' + name))
  const heads = [...document.querySelectorAll('h1')].map(one => one.innerText)
  return {title: document.title, heads, shapes: [...new Set([...places, ...classes])]}
}"""
"""Title and head lines; each kind of element where it stands, and each class with a dot
before it."""


@dataclass(slots=True)
class Walk:
    """Pages seen by one person; `shapes` are kept across persons.

    Axe looks at a page that has an element in a place where none was seen before:
    the rows of a second commune teach nothing new. Not `closely`: words alone.
    """

    page: Page
    shapes: set[str]
    closely: bool = True
    faults: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    width: int = 0

    def listen(self) -> None:
        home = urlsplit(self.page.url).netloc
        self.page.on("console", lambda said: self.console(said))  # noqa: PLW0108
        self.page.on("pageerror", lambda fault: self.heard.append(f"script: {fault}"))
        self.page.on("request", lambda asked: self.elsewhere(asked, home))

    def console(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and REFUSED not in said.text:
            self.heard.append(f"console: {said.text}")

    def elsewhere(self, asked: Request, home: str) -> None:
        if urlsplit(asked.url).netloc != home and not asked.url.startswith("data:"):
            self.heard.append(f"another host: {asked.url}")

    def look(self, where: str) -> None:
        """Judge the open page: words first, then both widths, light and dark."""
        seen = self.page.evaluate(FOUND)
        found = [*words(seen["title"], seen["heads"]), *self.heard]
        self.heard.clear()
        if self.closely:
            found += self.closer(set(seen["shapes"]))
        self.faults += [f"{where}: {fault}" for fault in dict.fromkeys(found)]

    def closer(self, shapes: set[str]) -> Iterable[str]:
        unseen = shapes - self.shapes
        self.shapes |= shapes
        looks = COLOURS if any("." in shape for shape in unseen) else LOOKS
        if unseen:
            self.page.evaluate(AXE_SCRIPT)
        for width, theme, rules in sorted(looks, key=self.is_narrower_or_wider):
            if self.width != width:
                self.page.set_viewport_size({"width": width, "height": 800})
                self.width = width
            if rules is None:
                broad = self.page.evaluate(BROADER)
                yield from (f"too broad for {width} px: {html}" for html in broad)
            if unseen:
                self.page.emulate_media(color_scheme=theme)
                faults = self.page.evaluate(AXE, rules)
                yield from (f"{width} px, {theme}: {fault}" for fault in faults)

    def is_narrower_or_wider(self, look: Look) -> bool:
        """The width that the page has comes first: a new one is a new layout."""
        return look[0] != self.width


def words(title: str, heads: list[str]) -> Iterable[str]:
    if not title.partition(" – ")[0].strip():
        yield "no title"
    if len(heads) != 1:
        yield f"{len(heads)} h1"
    elif not heads[0].strip():
        yield "an empty h1"


def links(page: Page) -> list[str]:
    """Addresses of our own pages that the open page links to."""
    found = page.eval_on_selector_all(
        "a[href]", "all => all.map(one => one.getAttribute('href'))"
    )
    here = page.url
    return [absolute(here, href) for href in dict.fromkeys(found) if is_ours(href)]


def is_ours(href: str) -> bool:
    return href.startswith(("/", "?")) and not href.startswith("//")


def absolute(here: str, href: str) -> str:
    return urlsplit(here).path + href if href.startswith("?") else href


def shape_of(address: str) -> str:
    """Pages of one view are alike, but each kind of activity has its own form."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    kind = asked.get("kind", "") if "unit" in asked else ""
    return f"{resolve(parts.path).view_name} {kind}"


def alike(address: str) -> str:
    """The view and what is asked of it, whatever the values."""
    names = sorted(name for name, _value in parse_qsl(urlsplit(address).query))
    return f"{shape_of(address)} {' '.join(names)}"


class Examples:
    """A few addresses of each kind are enough."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.seen: set[str] = set()
        self.counts: Counter[str] = Counter()

    def wants(self, address: str) -> bool:
        path = address.partition("#")[0]
        shape = shape_of(path)
        if path in self.seen or self.counts[shape] >= self.most:
            return False
        self.seen.add(path)
        self.counts[shape] += 1
        return True


class Links:
    """A few links of a kind are followed: each leads to a page with its own title."""

    MOST = 6

    def __init__(self, page: Page) -> None:
        self.page = page
        self.kinds: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.titles: dict[str, str] = {}
        self.faults: list[str] = []

    def is_page(self, address: str, linked_on: str) -> bool:
        """Whether a browser shows it; a download it would put away."""
        if address not in self.kinds:
            like = alike(address)
            if self.counts[like] == self.MOST:
                return False
            self.counts[like] += 1
            self.kinds[address] = self.follow(address, linked_on)
        return "html" in self.kinds[address]

    def follow(self, address: str, linked_on: str) -> str:
        """Opened as the same person; in this process, so that no socket is dropped."""
        client = Client()
        for cookie in self.page.context.cookies():
            client.cookies[cookie["name"]] = cookie["value"]
        parts = urlsplit(address)
        answer = client.get(f"{parts.path}?{parts.query}", follow=True)
        kind = str(answer.headers.get("content-type", ""))
        answer.close()
        if answer.status_code >= 400:
            self.faults.append(f"{linked_on}: {answer.status_code} behind {address}")
            return ""
        if "html" in kind:
            self.title(answer.content.decode(), answer.request["PATH_INFO"])
        return kind

    def title(self, html: str, path: str) -> None:
        found = TITLE.search(html)
        other = self.titles.setdefault(found[1] if found else "", path)
        if other != path:
            self.faults.append(f"{path} and {other} have one title: {found}")
