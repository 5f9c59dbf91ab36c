"""How often a costly or a public page opens: a bucket of tokens that fills up again.

The buckets lie in the memory of each server process, so that reading never writes;
docs/decisions/0013-limits-in-memory.md says at what price.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

MINUTE = 60.0
MOST = 20_000
"""Buckets kept at a time; the one unused for longest goes first."""
VISIT, FEED, SEARCH, EXPORT = "visit", "feed", "search", "export"
TOO_OFTEN = 429
MONITORS = {"healthz", "readyz", "metrics"}
"""Cheap by themselves, and asked by machines; they must not touch the database."""

type View = Callable[..., HttpResponse]
type Clock = Callable[[], float]


@dataclass(slots=True)
class Bucket:
    """Tokens that are left, and when they were counted."""

    left: float
    at: float


class Buckets:
    """One bucket for each key that was seen of late."""

    def __init__(self, clock: Clock = time.monotonic, most: int = MOST) -> None:
        self.clock, self.most = clock, most
        self.kept: OrderedDict[str, Bucket] = OrderedDict()
        self.lock = threading.Lock()

    def wait(self, key: str, *, burst: float, a_minute: float) -> int:
        """Take a token; how many seconds until there is one when there is none."""
        now = self.clock()
        with self.lock:
            bucket = self.kept.pop(key, None) or Bucket(burst, now)
            refilled = bucket.left + (now - bucket.at) * a_minute / MINUTE
            bucket.left, bucket.at = min(burst, refilled), now
            self.kept[key] = bucket
            if len(self.kept) > self.most:
                self.kept.popitem(last=False)
            if bucket.left >= 1:
                bucket.left -= 1
                return 0
            return math.ceil((1 - bucket.left) * MINUTE / a_minute)


class LimitMiddleware:
    """Answers with our page and Retry-After whoever asks for too much at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.buckets = Buckets()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        waits = [self.wait(name, who) for name, who in limits_on(request)]
        longest = max(waits, default=0)
        return too_often(request, longest) if longest else None

    def wait(self, name: str, who: str) -> int:
        share = settings.DANVAN_LIMITS_SHARE / 100
        burst, a_minute = settings.DANVAN_LIMITS[name]
        if not share:
            return 0
        key = salted_hmac("danvan.limits", f"{name} {who}", algorithm="sha256")
        return self.buckets.wait(
            key.hexdigest(), burst=max(1, burst * share), a_minute=a_minute * share
        )


def limits_on(request: HttpRequest) -> list[tuple[str, str]]:
    """Each limit this request counts against, and whose it is."""
    if request.resolver_match and request.resolver_match.view_name in MONITORS:
        return []
    if not request.user.is_authenticated:
        counted = [(VISIT, str(getattr(request, "address", "")))]
        return counted + [(FEED, request.path)] * (limit_of(request) == FEED)
    name = limit_of(request)
    return [(name, str(request.user.pk))] if name else []


def limit_of(request: HttpRequest) -> str:
    """The limit of the page itself; a search or a file of any list is costly too."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    if name := settings.DANVAN_LIMITED.get(page):
        return str(name)
    if request.GET.get("export"):
        return EXPORT
    return SEARCH if request.GET.get("q", "").strip() else ""


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    page = render(request, "429.html", {"seconds": seconds}, status=TOO_OFTEN)
    page["Retry-After"] = str(seconds)
    page["Cache-Control"] = "no-store"
    return page
