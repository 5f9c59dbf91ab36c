"""Signing in and out, and one's own password."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from danvan.foundation.access import actions
from danvan.foundation.access.forms import PasswordForm, SignInForm
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.sign_in import verify
from danvan.shared.refusals import Refused


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: UserRequest) -> HttpResponse:
    if bool(request.user.is_authenticated):
        return redirect(first_page(request))
    sent = request.method == "POST"
    form = SignInForm(
        request.POST if sent else None, initial={"next": request.GET.get("next", "")}
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = verify(
                request,
                given["username"],
                given["password"],
                address=request.address,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            login(request, user)
            return redirect(wanted_page(request, user, given["next"]))
    status = 422 if form.errors else 200
    return render(request, "access/sign_in.html", {"form": form}, status=status)


def wanted_page(request: UserRequest, user: User, typed: str) -> str:
    """The page asked for before signing in, when it is ours and open to the user."""
    hosts = {request.get_host()}
    secure = request.is_secure()
    if url_has_allowed_host_and_scheme(typed, hosts, require_https=secure):
        try:
            view = resolve(urlsplit(typed).path).func
        except Resolver404:
            return first_page(request)
        permission = getattr(view, "permission", None)
        if permission is None or user.holds(permission, request.today):
            return typed
    return first_page(request)


def first_page(request: UserRequest) -> str:
    """Where work begins: an administrator reads no records."""
    user, today = request.user, request.today
    manages = user.holds(Permission.MANAGE_ACCOUNTS, today)
    if manages and not user.holds(Permission.READ, today):
        return reverse("access:accounts")
    return reverse(settings.LOGIN_REDIRECT_URL)


@require_POST
@requires(None, with_old_password=True)
def sign_out(request: UserRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(None, with_old_password=True)
def password(request: UserRequest) -> HttpResponse:
    form = PasswordForm(
        request.user, request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        new = form.cleaned_data["new_password"]
        try:
            actions.change_password(request.user, new, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your new password is in force."))
            return redirect(first_page(request))
    context = {"form": form, "title": _("Change the password")}
    status = 422 if form.errors else 200
    return render(request, "access/password.html", context, status=status)
