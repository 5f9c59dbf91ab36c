"""What stands between signing in and working, and before changing one's factors."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from danvan.foundation.access.guard import UserRequest, View
from danvan.foundation.access.models import User
from danvan.foundation.identity import queries
from danvan.foundation.identity.signing_in import is_fresh, is_strong


class FirstStepsMiddleware:
    """Lead people with a one-time password to the page where they replace it, and
    those whose role asks for a second factor to the page where they set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = request.user
        if not getattr(view, "login_required", True) or not isinstance(user, User):
            return None
        if getattr(view, "with_old_password", False):
            return None
        if user.must_change_password:
            return redirect("identity:password")
        if getattr(view, "before_factor", False):
            return None
        return lacks_factor(cast("UserRequest", request))


def lacks_factor(request: UserRequest) -> HttpResponse | None:
    """Where to go first; None: on to the page."""
    user = request.user
    if is_strong(request) or not queries.must_have_second_factor(user, request.today):
        return None
    if queries.has_second_factor(user):
        logout(request)
        return redirect("identity:sign_in")
    return redirect("identity:enrol")


def recently_proved(view: View) -> View:
    """First the password or a passkey again, unless that was minutes ago."""

    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **words: Any) -> HttpResponse:
        return ask_again(request) or view(request, *args, **words)

    return guarded


def ask_again(request: UserRequest) -> HttpResponse | None:
    """To the page that asks for the proof; None: it was given minutes ago."""
    if is_fresh(request):
        return None
    safe = request.method in {"GET", "HEAD"}
    back = request.get_full_path() if safe else reverse("identity:security")
    return redirect(f"{reverse('identity:prove')}?{urlencode({'next': back})}")
