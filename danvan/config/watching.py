"""The outermost middleware: a reference for each request, its time, its log line."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.http import HttpRequest, HttpResponse

from danvan.shared import metrics
from danvan.shared.visits import CURRENT, Visit, new_reference

type GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
FAULT = 500

log = logging.getLogger("danvan.request")


def watch(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        visit = Visit(new_reference())
        token = CURRENT.set(visit)
        try:
            response = get_response(request)
            complete(visit, request)
            count(visit, request, response, perf_counter() - began)
            return response
        finally:
            CURRENT.reset(token)

    return middleware


def complete(visit: Visit, request: HttpRequest) -> None:
    """What only the layers inside know; never asks the database for it."""
    match = request.resolver_match
    visit.view = match.view_name if match else ""
    user: Any = getattr(request, "_cached_user", None)
    visit.user = getattr(user, "pk", None)


def note_view(get_response: GetResponse) -> GetResponse:
    """Innermost: lets every line that a view logs say which view and for whom."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_call: Any) -> None:
        if visit := CURRENT.get():
            complete(visit, request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def count(
    visit: Visit, request: HttpRequest, response: HttpResponse, seconds: float
) -> None:
    method = request.method if request.method in METHODS else "other"
    status = response.status_code
    metrics.REQUESTS.labels(visit.view, method, f"{status // 100}xx").inc()
    metrics.SECONDS.labels(visit.view).observe(seconds)
    if status >= FAULT:
        metrics.FAULTS.labels(visit.cause or "fault").inc()
    level = logging.WARNING if status >= FAULT else logging.INFO
    if log.isEnabledFor(level):
        facts = {"method": method, "status": status, "ms": round(seconds * 1000)}
        log.log(level, "Answered", extra={"facts": facts})
