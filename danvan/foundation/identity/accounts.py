"""What an administrator sees and may end of another person's ways to sign in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.identity import actions, inviting, queries
from danvan.foundation.notices import mail
from danvan.shared import forms
from danvan.shared.refusals import Refused


def visible(request: UserRequest, pk: int) -> User:
    accounts = User.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(accounts, pk=pk)


@never_cache
@require_safe
@requires(Permission.MANAGE_ACCOUNTS)
def show(request: UserRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    context = {
        "title": _("Sign-in of %(name)s") % {"name": person.full_name},
        "person": person,
        "totp": queries.totp_of(person),
        "passkeys": queries.passkeys_of(person),
        "codes": queries.codes_left(person),
        "sessions": len(queries.sessions_of(person, request.at)),
        "is_mail_on": mail.is_on(),
        "is_self": person.pk == request.user.pk,
    }
    return render(request, "identity/account.html", context)


@require_POST
@requires(Permission.MANAGE_ACCOUNTS)
def invite(request: UserRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    try:
        inviting.invite(person, by=request.user, at=request.at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        sent = _("The invitation is on its way to %(email)s.")
        messages.success(request, sent % {"email": person.email})
    return redirect("identity:account", pk)


@require_POST
@requires(Permission.MANAGE_ACCOUNTS)
def end_sessions(request: UserRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    actions.end_all_sessions(person, by=request.user, at=request.at)
    messages.success(request, _("The person is signed out everywhere."))
    return redirect("identity:account", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def end_factors(request: UserRequest, pk: int) -> HttpResponse:
    person = visible(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.remove_factors(person, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, person)
            return redirect("identity:account", pk)
    context = {
        "title": _("Remove the second factor of %(name)s") % {"name": person.full_name},
        "form": form,
        "cancel_url": reverse("identity:account", args=[pk]),
        "submit_label": _("Remove the second factor"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "identity/end_factors.html", context, status=status)


def tell(request: UserRequest, person: User) -> None:
    """What was done; and that no mail went out, so that the person is told by mouth."""
    messages.success(request, _("The second factor is removed."))
    try:
        inviting.tell_of_removal(person, at=request.at)
    except Refused as refused:
        words = _("No mail went to %(user)s (%(fault)s). Tell the person yourself.")
        messages.warning(request, words % {"user": person, "fault": refused})
