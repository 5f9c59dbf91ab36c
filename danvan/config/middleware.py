"""What every request passes: the clock, the visitor's address, and the promise that
reading never writes."""

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from danvan.foundation.audit.origin import Whence, browser_of, coming_from

type GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE = {"GET", "HEAD", "OPTIONS"}
READING = ("SELECT", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
# A statement that begins WITH may still write, and PRAGMA may set what it names.
CHANGING = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE)\b|^\s*PRAGMA[^(]*=", re.IGNORECASE
)
# Django itself keeps the signed-in session alive on a read.
BOOKKEEPING = ('"access_session"',)


class WriteOnRead(RuntimeError):
    """A GET tried to change the database: a fault in the view, never in the input."""


def clock(get_response: GetResponse) -> GetResponse:
    """Read the time once, at the edge; everything below receives it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        request.today = timezone.localdate(request.at)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def address(get_response: GetResponse) -> GetResponse:
    """`request.address`: where the request comes from, as far as that is known."""

    def middleware(request: HttpRequest) -> HttpResponse:
        seen = request.META.get("REMOTE_ADDR", "")
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "")
        came_from = client_address(seen, passed, settings.DANVAN_PROXIES)
        request.address = came_from  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def whence(get_response: GetResponse) -> GetResponse:
    """What is recorded during the request came from its address and browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        browser = browser_of(request.META.get("HTTP_USER_AGENT", ""))
        with coming_from(Whence(request.address, browser)):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def client_address(seen: str, forwarded: str, proxies: int) -> str:
    """The address that the outermost of our own proxies saw.

    Each proxy adds the address it saw at the end; all before that anybody may write.
    Without a proxy, or with a line that is no address, it is the one seen here.
    """
    hops = forwarded.split(",")
    if not proxies or len(hops) < proxies:
        return plain_address(seen)
    return plain_address(hops[-proxies]) or plain_address(seen)


def plain_address(text: str) -> str:
    """One way to write an address, without port and brackets; "" for anything else."""
    bare = text.strip().removeprefix("[").partition("]")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


def writes(sql: str) -> bool:
    begins = sql.lstrip("( \n\t").upper()
    if begins.startswith(("WITH", "PRAGMA")):
        return bool(CHANGING.search(sql))
    return not begins.startswith(READING)


def read_only_get(get_response: GetResponse) -> GetResponse:
    """Raise on any statement of a GET that is not a read."""

    def guard(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if writes(sql) and not any(table in sql for table in BOOKKEEPING):
            raise WriteOnRead(sql[:200])
        return execute(sql, *args)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return get_response(request)
        with connection.execute_wrapper(guard):
            return get_response(request)

    return middleware
