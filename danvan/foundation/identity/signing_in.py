"""From a name and a password to a session: what each step leaves in the session.

password or provider ──no second factor──▶ signed in
        │
        └──has one──▶ halfway (ten minutes) ──code or passkey──▶ signed in
"""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import authenticate, login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from danvan.foundation.access.actions import unit_id
from danvan.foundation.access.guard import UserRequest
from danvan.foundation.access.models import User
from danvan.foundation.access.sessions import PLACE
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.origin import browser_of
from danvan.foundation.audit.system import Visitor
from danvan.foundation.identity import devices, patience, queries
from danvan.foundation.identity.rules import FRESH, HALFWAY, STRONG, Factor
from danvan.shared import metrics
from danvan.shared.refusals import Refused

BACKEND = "django.contrib.auth.backends.ModelBackend"
FACTOR, PROVED, WAITING = "factor", "proved_at", "halfway"


def verify(
    request: UserRequest, username: str, password: str, *, wrong: str | None = None
) -> User:
    """The person who gave this name and password; raises Refused for anybody else."""
    username = User.objects.normalize_username(username)
    named = User.objects.filter(username=username).first()
    device = devices.mark_of(request, named)
    tried = patience.count(
        f"password {username}", address=request.address, device=device, at=request.at
    )
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        log_failure(named, Factor.PASSWORD, at=request.at)
        raise Refused(wrong or queries.wrong_password())
    if user.password_until and user.password_until <= request.at:
        log_failure(user, Factor.PASSWORD, at=request.at)
        raise Refused(
            _("This one-time password has ended. Ask the administrator for a new one.")
        )
    tried.forgive()
    return user


def log_failure(user: User | None, factor: Factor, *, at: datetime) -> None:
    """Names the account; a name that nobody has may be a mistyped password."""
    metrics.SIGN_INS_FAILED.inc()
    changes = {"factor": [None, factor.value]}
    subject = user or User()
    where = unit_id(user) if user else None
    audit.record(
        "sign_in_failed", subject, by=Visitor(), at=at, unit_id=where, changes=changes
    )


def wait_for_factor(request: UserRequest, user: User, factor: Factor, to: str) -> None:
    """Remember who has come halfway; the password hash ends it when it changes."""
    request.session[WAITING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "factor": factor.value,
        "next": to,
        "at": request.at.isoformat(),
    }


def halfway(request: UserRequest) -> tuple[User, dict[str, Any]] | None:
    """Who gave the password a moment ago, and what was remembered then."""
    kept = cast("dict[str, Any] | None", request.session.get(WAITING))
    if not kept or not is_younger(kept["at"], HALFWAY, request.at):
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["proof"]:
        return None
    return user, kept


def finish(request: UserRequest, user: User, factor: Factor) -> None:
    """Open the session and write down by what."""
    request.session.pop(WAITING, None)
    login(request, user, backend=BACKEND)
    request.session[PLACE] = {
        "browser": browser_of(request.headers.get("User-Agent", "")),
        "address": request.address,
        "began": request.at.isoformat(),
    }
    proved(request, factor)
    changes = {"factor": [None, factor.value]}
    where = unit_id(user)
    audit.record(
        "sign_in", user, by=user, at=request.at, unit_id=where, changes=changes
    )


def proved(request: UserRequest, factor: Factor) -> None:
    """The person has just shown it again; a second factor once shown stays shown."""
    if factor in STRONG or not is_strong(request):
        request.session[FACTOR] = factor.value
    request.session[PROVED] = request.at.isoformat()


def is_strong(request: HttpRequest) -> bool:
    return request.session.get(FACTOR) in {factor.value for factor in STRONG}


def is_fresh(request: UserRequest) -> bool:
    """Whether the person proved himself or herself within the last quarter."""
    shown = request.session.get(PROVED)
    return isinstance(shown, str) and is_younger(shown, FRESH, request.at)


def is_younger(written: str, age: timedelta, at: datetime) -> bool:
    return timedelta(0) <= at - datetime.fromisoformat(written) <= age
