"""Pages as a signed-in browser gets them, warm, beside one bare page."""

import gzip
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bench.clock import Result, beside, recorded
from bench.jobs import Bench, database, holder
from bench.topup import YEARS
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role

KB = 1024
DEEP = "sort=unit&page=200"
FIRST, AGAIN = 60, 20  # kB on the wire: with style and script, and the page alone

type Visit = Callable[[], bytes]


def pages(bench: Bench) -> Iterator[Result]:
    call_command("collectstatic", interactive=False, verbosity=0)
    clerk, officer = holder(Role.COMMUNE), holder(Role.PROVINCE)
    place = clerk.grants_on(bench.today)[0].unit
    top = officer.grants_on(bench.today)[0].unit
    above = reverse("scorecard:unit", args=[top.pk])
    listed, month = reverse("activities:index"), reverse("agenda:month")
    visits = (
        ("Home page of a commune", clerk, reverse("agenda:today")),
        ("Home page of the province", officer, reverse("agenda:today")),
        ("Scorecard page of the province", officer, above),
        ("List of activities", officer, listed),
        ("List of activities by unit, page 200", officer, f"{listed}?{DEEP}"),
        ("List of matters", officer, reverse("matters:index")),
        ("Month of the province", officer, f"{month}?month={YEARS[-1]}-10"),
        ("Month of a commune", clerk, f"{month}?month={YEARS[-1]}-10"),
    )
    bare = visitor(officer, reverse("bare", args=[place.pk]))
    for name, user, url in visits:
        yield page(bench, name, visitor(user, url), bare)


def page(bench: Bench, name: str, visit: Visit, bare: Visit) -> Result:
    body = visit()
    with recorded() as statements:
        visit()
    first = (len(body) + sum(sizes_of_files(body))) / KB
    again = len(body) / KB
    return Result(
        name,
        beside(visit, bare, runs=2 * bench.runs),
        f"≤ {FIRST} kB first, ≤ {AGAIN} kB again",
        first <= FIRST and again <= AGAIN,
        (
            f"{first:.0f} kB first, {again:.1f} kB again",
            database(statements, bench.runs),
        ),
    )


def visitor(user: User, url: str) -> Visit:
    """A signed-in browser that accepts gzip; gives the bytes on the wire."""
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(user)

    def visit() -> bytes:
        response = client.get(url)
        if response.status_code != HTTPStatus.OK:
            raise SystemExit(f"{url} answered {response.status_code}")
        return response.content

    return visit


def sizes_of_files(body: bytes) -> Iterator[int]:
    """Compressed bytes of every static file that the page loads at once."""
    text = gzip.decompress(body).decode()
    static = f"/{settings.STATIC_URL.strip('/')}/"
    names = set(re.findall(rf'(?:href|src)="{static}([^"?#]+)', text))
    for name in names:
        path = settings.STATIC_ROOT / name
        packed = [path.with_name(path.name + end) for end in (".br", ".gz", "")]
        yield next(each.stat().st_size for each in packed if each.exists())
