"""The door: each view names its permission, each action checks its unit."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.units.models import Unit
from danvan.shared.refusals import Refused

type View = Callable[..., HttpResponse]


class UserRequest(HttpRequest):
    """A request after the middleware: signed in, with the time it was read at."""

    user: User
    at: datetime
    today: date
    address: str


def requires(
    permission: Permission | None,
    *,
    with_old_password: bool = False,
    before_factor: bool = False,
) -> Callable[[View], View]:
    """Only people who hold the permission somewhere; None: whoever is signed in.

    `with_old_password`: open too to somebody who has yet to choose a password;
    `before_factor`: or to set up the second factor that the role asks for.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: UserRequest, *args: Any, **words: Any) -> HttpResponse:
            if permission and not request.user.holds(permission, request.today):
                raise PermissionDenied
            return view(request, *args, **words)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.with_old_password = with_old_password  # type: ignore[attr-defined]
        guarded.before_factor = before_factor  # type: ignore[attr-defined]
        return guarded

    return decorate


def can(user: Actor, permission: Permission, unit: Unit, *, on: date) -> bool:
    """Whether the person may; notes in whose place, for the log of what follows."""
    may = covers(user.root_units(on, permission), unit)
    if may and isinstance(user, User):
        user.acting_for = principal(user, permission, unit, on=on)
    return may


def covers(roots: list[int], unit: Unit) -> bool:
    if unit.pk in roots or unit.parent_id in roots:
        return True
    return bool(roots) and Unit.objects.within(*roots).filter(pk=unit.pk).exists()


def principal(user: User, permission: Permission, unit: Unit, *, on: date) -> str:
    """Who handed the role over by which alone the person may; "" by one's own."""
    grants = user.grants_for(permission, on)
    lent = [grant for grant in grants if grant.delegated_by]
    own = [grant.unit_id for grant in grants if not grant.delegated_by]
    if not lent or covers(own, unit):
        return ""
    behind = next(grant for grant in lent if covers([grant.unit_id], unit))
    return str(behind.delegated_by.user) if behind.delegated_by else ""


def require(request: UserRequest, permission: Permission) -> None:
    """For a view whose record asks for more than its door: shut, as the door shuts."""
    if not request.user.holds(permission, request.today):
        raise PermissionDenied


def check(user: Actor, permission: Permission, unit: Unit, *, on: date) -> None:
    """Raise Refused when the user may not do this at this unit that day."""
    if not can(user, permission, unit, on=on):
        raise Refused(
            _("This account does not cover %(unit)s for this task.") % {"unit": unit}
        )


class DeclaredPermissionMiddleware:
    """Refuse any view of ours that forgot to name its permission or to be public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> None:
        if getattr(view, "login_required", True) and not hasattr(view, "permission"):
            raise RuntimeError(f"{view.__module__}.{view.__name__} names no permission")
