"""Pages on which an administrator keeps the accounts of his or her area."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access import actions, columns, queries
from danvan.foundation.access.forms import (
    AmendForm,
    EndForm,
    NewAccountForm,
    RoleForm,
    SearchForm,
)
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.queries import Account
from danvan.foundation.access.rules import Permission
from danvan.foundation.access.telling import ADMINISTERED, TELLING
from danvan.foundation.audit.history import entries_of, last_hand, told
from danvan.shared.listing import Listing
from danvan.shared.refusals import Clash, Refused

PER_PAGE = 50


def visible(request: UserRequest, pk: int) -> User:
    accounts = User.objects.visible_to(request.user, on=request.today)
    return get_object_or_404(accounts, pk=pk)


def status_of(form: Any) -> int:
    return 422 if form.errors else 200


@require_safe
@requires(Permission.MANAGE_ACCOUNTS)
def index(request: UserRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    people = queries.accounts(request.user, typed, on=request.today)
    grants: dict[int, list[Grant]] = {}
    listing: Listing[Account] = Listing(
        request,
        people,
        columns.accounts(lambda person: roles_in_words(grants[person.pk])),
        title=_("Accounts"),
        sort="full_name",
        per_page=PER_PAGE,
    )
    wanted = people if "export" in request.GET else listing.page
    grants |= {person.pk: [] for person in wanted}
    grants |= queries.running_grants(wanted, request.user, on=request.today)
    if file := listing.export(at=request.at):
        return file
    rows = [{"person": person, "grants": grants[person.pk]} for person in listing.page]
    context = {"title": _("Accounts"), "form": form, "listing": listing, "people": rows}
    return render(request, "access/accounts.html", context | {"typed": typed})


def roles_in_words(grants: Iterable[Grant]) -> str:
    return "; ".join(f"{grant.get_role_display()}, {grant.unit}" for grant in grants)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def new(request: UserRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = NewAccountForm(request.user, request.today, data)
    if form.is_valid():
        try:
            user, password = actions.create_account(
                **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return show_password(request, user, password)
    context = {
        "title": _("New account"),
        "form": form,
        "cancel_url": reverse("access:accounts"),
        "submit_label": _("Create the account"),
    }
    return render(request, "form_page.html", context, status=status_of(form))


def show_password(request: UserRequest, user: User, password: str) -> HttpResponse:
    """The only time that anybody sees it."""
    context = {
        "title": _("One-time password"),
        "person": user,
        "password": password,
        "sign_in_url": request.build_absolute_uri(reverse(settings.LOGIN_URL)),
    }
    return render(request, "access/one_time_password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    user = visible(request, pk)
    form = AmendForm(
        request.POST if request.method == "POST" else None, initial=vars(user)
    )
    context: dict[str, Any] = {"title": user.full_name, "form": form, "person": user}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            actions.amend_account(
                user, values, version=version, by=request.user, at=request.at
            )
        except Clash as clash:
            context["clash"] = compare(form, clash, user)
            form.refuse(clash)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The account is saved."))
            return redirect("access:account_edit", pk)
    context["grants"] = (
        user.grants.within(
            *request.user.root_units(request.today, Permission.MANAGE_ACCOUNTS)
        )
        .select_related("unit", "delegated_by__user")
        .prefetch_related("lent__user")
        .order_by("-valid_from", "-pk")
    )
    acts = entries_of(user, *context["grants"]).filter(verb__in=ADMINISTERED)
    context["history"] = told(acts, TELLING, about=user)
    return render(request, "access/account.html", context, status=status_of(form))


def compare(form: AmendForm, clash: Clash, user: User) -> dict[str, Any]:
    """Both texts side by side; saving the form again then replaces theirs."""
    rows = form.clash_rows(clash)
    form.acknowledge(User.objects.get(pk=user.pk).version)
    return {"rows": rows} | last_hand(user, "amend_account")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def reset(request: UserRequest, pk: int) -> HttpResponse:
    """A new password by the button; whoever returns to the address gets no other."""
    user = visible(request, pk)
    if request.method != "POST":
        return redirect("access:account_edit", pk)
    password = actions.reset_password(user, by=request.user, at=request.at)
    return show_password(request, user, password)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def grant(request: UserRequest, pk: int) -> HttpResponse:
    user = visible(request, pk)
    data = request.POST if request.method == "POST" else None
    form = RoleForm(request.user, request.today, data)
    if form.is_valid():
        try:
            actions.add_grant(user, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The role is given."))
            return redirect("access:account_edit", pk)
    context = {
        "title": _("Give a role to %(name)s") % {"name": user.full_name},
        "form": form,
        "cancel_url": reverse("access:account_edit", args=[pk]),
        "submit_label": _("Give the role"),
    }
    return render(request, "form_page.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def end_grant(request: UserRequest, pk: int) -> HttpResponse:
    roots = request.user.root_units(request.today, Permission.MANAGE_ACCOUNTS)
    accounts = User.objects.visible_to(request.user, on=request.today)
    held = Grant.objects.within(*roots).filter(user__in=accounts)
    grant = get_object_or_404(held.select_related("user", "unit"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, initial={"on": request.today})
    if form.is_valid():
        day = form.cleaned_data["on"]
        try:
            actions.end_grant(grant, on=day, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The end of the role is saved."))
            return redirect_to_account(request, grant.user)
    context = {
        "title": _("End the role “%(role)s, %(unit)s” of %(name)s")
        % {"role": grant.get_role_display(), "unit": grant.unit, "name": grant.user},
        "form": form,
        "cancel_url": reverse("access:account_edit", args=[grant.user_id]),
        "submit_label": _("End the role"),
        "danger": True,
    }
    return render(request, "form_page.html", context, status=status_of(form))


def redirect_to_account(request: UserRequest, user: User) -> HttpResponse:
    """The account, or the list when the role that ended was one's own."""
    if user.pk == request.user.pk:
        return redirect(settings.LOGIN_URL)
    return redirect("access:account_edit", user.pk)
