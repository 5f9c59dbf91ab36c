"""Signing in and out, and one's own password."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from danvan.foundation.access import actions as access
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.identity import actions, devices, passkeys, patience, queries
from danvan.foundation.identity.forms import (
    AnswerForm,
    CodeForm,
    PasswordForm,
    SignInForm,
)
from danvan.foundation.identity.rules import Factor
from danvan.foundation.identity.signing_in import (
    finish,
    halfway,
    log_failure,
    proved,
    verify,
    wait_for_factor,
)
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
            user = verify(request, given["username"], given["password"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return go_on(request, user, Factor.PASSWORD, given["next"])
    context = {
        "form": form,
        "provider": settings.OIDC.get("name", ""),
        "query": urlencode({"next": request.GET.get("next", "")}),
    }
    status = 422 if form.errors else 200
    return render(request, "identity/sign_in.html", context, status=status)


def go_on(request: UserRequest, user: User, factor: Factor, to: str) -> HttpResponse:
    """In, or first to the page that asks for the second factor."""
    if queries.has_second_factor(user):
        wait_for_factor(request, user, factor, to)
        return redirect("identity:second_factor")
    return enter(request, user, factor, to)


def enter(request: UserRequest, user: User, factor: Factor, to: str) -> HttpResponse:
    finish(request, user, factor)
    response = redirect(wanted_page(request, user, to))
    devices.remember(request, response, user)
    return response


@sensitive_post_parameters()
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: UserRequest) -> HttpResponse:
    """The code or the passkey, for somebody whose password was right."""
    waiting = halfway(request)
    if waiting is None:
        return redirect("identity:sign_in")
    user, kept = waiting
    form = CodeForm(request.POST if "code" in request.POST else None)
    answer = AnswerForm(request.POST if "credential" in request.POST else None)
    try:
        if form.is_valid():
            factor = by_code(request, user, form.cleaned_data["code"])
            return enter(request, user, factor, kept["next"])
        if answer.is_valid():
            by_passkey(request, answer.cleaned_data["credential"], "factor", user)
            return enter(request, user, Factor.PASSKEY, kept["next"])
    except Refused as refused:
        shown = form if form.is_bound else answer
        shown.refuse(refused)
    context = {
        "title": _("Second factor"),
        "form": form,
        "answer": answer,
        "has_errors": bool(form.errors or answer.errors),
        "has_app": queries.totp_of(user) is not None,
        "codes": queries.codes_left(user),
        "options": question_for(request, user),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "identity/second_factor.html", context, status=status)


def question_for(request: UserRequest, user: User) -> str:
    """The options for a passkey of this person; "" when there is none."""
    if not queries.passkeys_of(user):
        return ""
    return passkeys.ask(request, user, "factor")


def by_code(request: UserRequest, user: User, code: str) -> Factor:
    """Which kind of code it was; Refused when it is wrong."""
    device = devices.mark_of(request, user)
    tried = patience.count(
        f"code {user.pk}", address=request.address, device=device, at=request.at
    )
    if actions.use_totp(user, code, at=request.at):
        factor = Factor.TOTP
    elif actions.use_recovery_code(user, code, at=request.at):
        factor = Factor.RECOVERY
    else:
        log_failure(user, Factor.TOTP, at=request.at)
        raise actions.wrong_code()
    tried.forgive()
    return factor


def by_passkey(
    request: UserRequest, answer: str, purpose: str, user: User | None
) -> User:
    """Whose passkey it was; Refused for any other answer."""
    who = f"passkey {user.pk if user else ''}"
    device = devices.mark_of(request, user)
    tried = patience.count(who, address=request.address, device=device, at=request.at)
    try:
        passkey, uses = passkeys.recognise(request, answer, purpose, user)
        actions.use_passkey(passkey, uses, at=request.at)
    except Refused:
        log_failure(user, Factor.PASSKEY, at=request.at)
        raise
    tried.forgive()
    return passkey.user


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_sign_in(request: UserRequest) -> HttpResponse:
    """Signing in by a passkey alone: it has checked finger, face or PIN itself."""
    if bool(request.user.is_authenticated):
        return redirect(first_page(request))
    answer = AnswerForm(request.POST if request.method == "POST" else None)
    if answer.is_valid():
        try:
            given = answer.cleaned_data["credential"]
            user = by_passkey(request, given, "sign in", None)
        except Refused as refused:
            answer.refuse(refused)
        else:
            return enter(request, user, Factor.PASSKEY, request.GET.get("next", ""))
    context = {
        "title": _("Sign in with a passkey"),
        "form": answer,
        "options": passkeys.ask(request, None, "sign in"),
    }
    status = 422 if answer.errors else 200
    return render(request, "identity/passkey_sign_in.html", context, status=status)


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
            access.change_password(request.user, new, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            update_session_auth_hash(request, request.user)
            proved(request, Factor.PASSWORD)
            messages.success(request, _("Your new password is in force."))
            return redirect(first_page(request))
    context = {"form": form, "title": _("Change the password")}
    status = 422 if form.errors else 200
    return render(request, "identity/password.html", context, status=status)
