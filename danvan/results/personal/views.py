"""A person's own data, the register, and what a keeper of accounts or rosters does."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
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
from danvan.records.blocs.models import Member, MemberQuerySet
from danvan.results.personal import actions, exports, holdings, membership, previews
from danvan.results.personal import register as registers
from danvan.results.personal.exports import Format, readable
from danvan.results.personal.forms import EraseForm
from danvan.results.personal.holdings import Section
from danvan.shared.refusals import Refused
from danvan.shared.text import slug

SHOWN = 10
"""Rows of a section on the page; the file has all of them."""


@never_cache
@require_safe
@requires(None)
def mine(request: UserRequest) -> HttpResponse:
    sections = actions.mine(request.user, on=request.today)
    return show(
        request,
        sections,
        title=_("My data"),
        file_url=reverse("personal:mine_file"),
        is_own=True,
    )


@never_cache
@require_POST
@requires(None)
def mine_file(request: UserRequest) -> HttpResponse:
    format_ = format_of(request)
    sections = actions.export_own(request.user, at=request.at)
    return file(request, format_, sections, _("My data"))


@require_safe
@requires(None)
def register(request: UserRequest) -> HttpResponse:
    """Open to everybody who signs in: it tells of tables, not of people."""
    context = {
        "title": _("Register of personal data"),
        "rows": registers.register(),
        "apart": registers.apart(),
    }
    return render(request, "personal/register.html", context)


@never_cache
@require_safe
@requires(Permission.MANAGE_ACCOUNTS)
def account(request: UserRequest, pk: int) -> HttpResponse:
    user = account_in_scope(request, pk)
    return show(
        request,
        holdings.of_account(user),
        title=_("Data of %(name)s") % {"name": user},
        file_url=reverse("personal:account_file", args=[pk]),
        erase_url=reverse("personal:account_erase", args=[pk]),
        back_url=reverse("access:account_edit", args=[pk]),
    )


@never_cache
@require_POST
@requires(Permission.MANAGE_ACCOUNTS)
def account_file(request: UserRequest, pk: int) -> HttpResponse:
    user = account_in_scope(request, pk)
    format_ = format_of(request)
    sections = actions.export_account(user, by=request.user, at=request.at)
    return file(request, format_, sections, _("Data of %(name)s") % {"name": user})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def account_erase(request: UserRequest, pk: int) -> HttpResponse:
    user = account_in_scope(request, pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.erase_account(user, reason=reason, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("The data of %(name)s is erased.") % {"name": user}
            )
            return redirect("access:accounts")
    return confirm(
        request,
        form,
        title=_("Erase the data of %(name)s") % {"name": user},
        goes=previews.goes_of_account(user),
        stays=previews.stays_of_account(user),
        cancel_url=reverse("personal:account", args=[pk]),
    )


@never_cache
@require_safe
@requires(Permission.MANAGE_BLOC)
def member(request: UserRequest, pk: int) -> HttpResponse:
    person = member_in_scope(request, pk)
    return show(
        request,
        membership.of_member(person),
        title=_("Data of %(name)s") % {"name": person},
        file_url=reverse("personal:member_file", args=[pk]),
        erase_url=reverse("personal:member_erase", args=[pk]),
    )


@never_cache
@require_POST
@requires(Permission.MANAGE_BLOC)
def member_file(request: UserRequest, pk: int) -> HttpResponse:
    person = member_in_scope(request, pk)
    format_ = format_of(request)
    sections = actions.export_member(person, by=request.user, at=request.at)
    return file(request, format_, sections, _("Data of %(name)s") % {"name": person})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_BLOC)
def member_erase(request: UserRequest, pk: int) -> HttpResponse:
    person = member_in_scope(request, pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.erase_member(person, reason=reason, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("The data of %(name)s is erased.") % {"name": person}
            )
            return redirect("personal:member", pk)
    return confirm(
        request,
        form,
        title=_("Erase the data of %(name)s") % {"name": person},
        goes=previews.goes_of_member(person),
        stays=previews.stays_of_member(person),
        cancel_url=reverse("personal:member", args=[pk]),
    )


def account_in_scope(request: UserRequest, pk: int) -> User:
    accounts = User.objects.visible_to(request.user, on=request.today)
    found: User = get_object_or_404(accounts, pk=pk)
    return found


def member_in_scope(request: UserRequest, pk: int) -> Member:
    roots = request.user.root_units(request.today, Permission.MANAGE_BLOC)
    members: MemberQuerySet = Member.objects.within(*roots).select_related("unit")
    return get_object_or_404(members, pk=pk)


def show(
    request: HttpRequest, sections: Sequence[Section], **context: Any
) -> HttpResponse:
    """What is held, section by section, with a button for the file."""
    told = [
        {
            "title": each.title,
            "heads": each.heads,
            "rows": [
                list(zip(each.heads, map(readable, row), strict=True))
                for row in each.rows[-SHOWN:]
            ],
            "count": each.count,
            "is_cut": each.count > SHOWN,
        }
        for each in sections
        if each.rows
    ]
    empty = [each.title for each in sections if not each.rows]
    context |= {"sections": told, "empty": empty, "shown": SHOWN}
    return render(request, "personal/holdings.html", context)


def confirm(request: HttpRequest, form: EraseForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "danger": True, "submit_label": _("Erase for ever")}
    status = 422 if form.errors else 200
    return render(request, "personal/erase.html", context, status=status)


def format_of(request: UserRequest) -> Format:
    """A workbook unless JSON was asked for; read first, for it may be unreadable."""
    return "json" if request.POST.get("format") == "json" else "xlsx"


def file(
    request: UserRequest, format_: Format, sections: Sequence[Section], title: str
) -> HttpResponse:
    return exports.file(sections, format_, name=slug(title), title=title, at=request.at)
