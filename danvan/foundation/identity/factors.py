"""Pages on which a person keeps his or her own factors."""

import pyotp
import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.identity import actions, passkeys, queries, sealing, views
from danvan.foundation.identity.forms import (
    AnswerForm,
    FiguresForm,
    NewPasskeyForm,
    ProveForm,
)
from danvan.foundation.identity.guard import ask_again, recently_proved
from danvan.foundation.identity.models import Passkey
from danvan.foundation.identity.rules import Factor
from danvan.foundation.identity.signing_in import proved, verify
from danvan.shared import forms
from danvan.shared.refusals import Refused

NEW_SECRET = "new_totp"  # noqa: S105 - where in the session it waits
GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@requires(None)
def security(request: UserRequest) -> HttpResponse:
    """All ways to sign in of the person, on one page."""
    user = request.user
    context = {
        "title": _("Signing in and security"),
        "totp": queries.totp_of(user),
        "passkeys": queries.passkeys_of(user),
        "codes": queries.codes_left(user),
        "is_required": queries.must_have_second_factor(user, request.today),
    }
    return render(request, "identity/security.html", context)


@never_cache
@require_safe
@requires(None, before_factor=True)
def enrol(request: UserRequest) -> HttpResponse:
    """Where a person goes first whose role asks for a second factor."""
    if queries.has_second_factor(request.user):
        return redirect("identity:security")
    return render(
        request, "identity/enrol.html", {"title": _("Set up a second factor")}
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(GET_OR_POST)
@requires(None, before_factor=True)
@recently_proved
def totp_new(request: UserRequest) -> HttpResponse:
    user = request.user
    form = FiguresForm(request.POST if request.method == "POST" else None)
    secret = waiting_secret(request)
    if form.is_valid():
        try:
            code = form.cleaned_data["code"]
            actions.add_totp(user, secret, code, by=user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            del request.session[NEW_SECRET]
            messages.success(request, _("The authenticator app is set up."))
            return added(request, Factor.TOTP)
    address = pyotp.TOTP(secret).provisioning_uri(
        name=user.username, issuer_name=_("Grassroots mass mobilisation")
    )
    context = {
        "title": _("Set up an authenticator app"),
        "form": form,
        "picture": picture(address),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "address": address,
    }
    status = 422 if form.errors else 200
    return render(request, "identity/totp_new.html", context, status=status)


def waiting_secret(request: UserRequest) -> str:
    """The secret shown on the page until its first code is typed; sealed meanwhile."""
    user = request.user
    if kept := request.session.get(NEW_SECRET):
        return sealing.open_(kept.encode(), user.pk)
    secret = pyotp.random_base32()
    request.session[NEW_SECRET] = sealing.close(secret, user.pk).decode()
    return secret


def picture(address: str) -> SafeString:
    """The QR code, dark on white in every theme."""
    code = segno.make(address, error="m")
    svg = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - segno's drawing: figures, no text


def added(request: UserRequest, factor: Factor) -> HttpResponse:
    """After a new factor: the codes on paper, if there are none yet."""
    proved(request, factor)
    if queries.codes_left(request.user):
        return redirect("identity:security")
    return show_codes(request)


def show_codes(request: UserRequest) -> HttpResponse:
    """The only time that anybody sees them."""
    user = request.user
    codes = actions.new_recovery_codes(user, by=user, at=request.at)
    context = {
        "title": _("Your recovery codes"),
        "codes": codes,
        "file": "\r\n".join(codes),
        "next_url": views.first_page(request),
    }
    return render(request, "identity/recovery_codes.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
@requires(None)
@recently_proved
def recovery_new(request: UserRequest) -> HttpResponse:
    """New codes by the button; whoever returns to the address gets no others."""
    if request.method != "POST":
        return redirect("identity:security")
    try:
        return show_codes(request)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("identity:security")


@require_http_methods(GET_OR_POST)
@requires(None)
@recently_proved
def totp_end(request: UserRequest) -> HttpResponse:
    user = request.user
    if queries.totp_of(user) is None:
        return redirect("identity:security")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.remove_totp(user, by=user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The authenticator app is removed."))
            return redirect("identity:security")
    title = _("Remove the authenticator app")
    return confirm(request, form, title, _("Remove the app"))


@never_cache
@require_http_methods(GET_OR_POST)
@requires(None, before_factor=True)
@recently_proved
def passkey_new(request: UserRequest) -> HttpResponse:
    user = request.user
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            key, data, uses = passkeys.register(request, given["credential"])
            actions.add_passkey(
                user,
                name=given["name"],
                credential_id=key,
                credential=data,
                uses=uses,
                by=user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The passkey is registered."))
            return added(request, Factor.PASSKEY)
    context = {
        "title": _("Register a passkey"),
        "form": form,
        "options": passkeys.ask_for_new(request),
    }
    status = 422 if form.errors else 200
    return render(request, "identity/passkey_new.html", context, status=status)


@require_http_methods(GET_OR_POST)
@requires(None)
def passkey_end(request: UserRequest, pk: int) -> HttpResponse:
    passkey = get_object_or_404(Passkey.objects.filter(user=request.user), pk=pk)
    if elsewhere := ask_again(request):
        return elsewhere
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.remove_passkey(passkey, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The passkey is removed."))
            return redirect("identity:security")
    title = _("Remove the passkey “%(name)s”") % {"name": passkey.name}
    return confirm(request, form, title, _("Remove the passkey"))


def confirm(
    request: UserRequest, form: forms.Form, title: str, label: str
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "cancel_url": reverse("identity:security"),
        "submit_label": label,
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "form_page.html", context, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(GET_OR_POST)
@requires(None, before_factor=True)
def prove(request: UserRequest) -> HttpResponse:
    """The password or a passkey again, before factors are changed."""
    user = request.user
    form = ProveForm(request.POST if "password" in request.POST else None)
    answer = AnswerForm(request.POST if "credential" in request.POST else None)
    try:
        if form.is_valid():
            wrong = _("This is not the password of your account.")
            verify(request, user.username, form.cleaned_data["password"], wrong=wrong)
            return proved_by(request, Factor.PASSWORD)
        if answer.is_valid():
            given = answer.cleaned_data["credential"]
            views.by_passkey(request, given, "factor", user)
            return proved_by(request, Factor.PASSKEY)
    except Refused as refused:
        shown = form if form.is_bound else answer
        shown.refuse(refused)
    context = {
        "title": _("Show once more that it is you"),
        "form": form,
        "answer": answer,
        "has_errors": bool(form.errors or answer.errors),
        "options": views.question_for(request, user),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "identity/prove.html", context, status=status)


def proved_by(request: UserRequest, factor: Factor) -> HttpResponse:
    proved(request, factor)
    to = request.GET.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(to, hosts, request.is_secure()):
        to = reverse("identity:security")
    return redirect(to)
