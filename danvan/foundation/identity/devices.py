"""The mark a browser keeps of those who have signed in with it before.

A signed cookie, not a secret that lets anybody in: it only says which tries are
counted apart (OWASP's "device cookie").
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from danvan.foundation.access.models import User
from danvan.foundation.identity.rules import DEVICE_ACCOUNTS, KNOWN_DEVICE

COOKIE, SALT, PATH = "device", "danvan.identity.device", "/accounts/"


def marks(request: HttpRequest) -> dict[str, str]:
    """Account number → mark, the one used last at the end."""
    signed = request.COOKIES.get(COOKIE, "")
    try:
        found: dict[str, str] = signing.loads(signed, salt=SALT, max_age=KNOWN_DEVICE)
    except signing.BadSignature:
        return {}
    return found


def mark_of(request: HttpRequest, user: User | None) -> str | None:
    """The mark of this browser for that person, if he or she was here before."""
    return marks(request).get(str(user.pk)) if user else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this browser is known for the person; five people share one."""
    kept = marks(request)
    mark = kept.pop(str(user.pk), None) or secrets.token_urlsafe(16)
    latest = [*kept.items(), (str(user.pk), mark)][-DEVICE_ACCOUNTS:]
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(latest), salt=SALT),
        max_age=KNOWN_DEVICE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
