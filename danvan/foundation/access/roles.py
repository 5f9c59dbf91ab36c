"""One's own roles: what they allow, and handing one over during leave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.foundation.access import delegation, queries
from danvan.foundation.access.forms import DelegateForm
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.models import Grant
from danvan.foundation.access.rules import DESCRIPTIONS, Role
from danvan.shared.dates import short
from danvan.shared.refusals import Refused


@require_safe
@requires(None)
def index(request: UserRequest) -> HttpResponse:
    rows = [
        {
            "grant": grant,
            "description": DESCRIPTIONS[Role(grant.role)],
            "may_delegate": is_own(grant) and not grant.lent_on,  # type: ignore[attr-defined]
        }
        for grant in queries.own_roles(request.user, on=request.today)
    ]
    context = {"title": _("My roles"), "rows": rows}
    return render(request, "access/roles.html", context)


def is_own(grant: Grant) -> bool:
    return grant.delegated_by_id is None and grant.role != Role.ADMINISTRATOR


@require_http_methods(["GET", "HEAD", "POST"])
@requires(None)
def delegate(request: UserRequest, pk: int) -> HttpResponse:
    own = request.user.grants.running(request.today).select_related("unit")
    grant = get_object_or_404(own, pk=pk)
    people = queries.stand_ins(grant, on=request.today).order_by("full_name", "pk")
    data = request.POST if request.method == "POST" else None
    form = DelegateForm(people, request.today, data)
    if form.is_valid():
        given = form.cleaned_data
        to = given.pop("user")
        try:
            delegation.delegate(grant, to, **given, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            words = {"name": to, "day": short(given["valid_to"])}
            messages.success(
                request, _("Handed over to %(name)s until %(day)s.") % words
            )
            return redirect("access:roles")
    context = {
        "title": _("Hand over the role “%(role)s, %(unit)s”")
        % {"role": grant.get_role_display(), "unit": grant.unit},
        "form": form,
        "cancel_url": reverse("access:roles"),
        "submit_label": _("Hand the role over"),
    }
    status = 422 if form.errors else 200
    return render(request, "access/delegate.html", context, status=status)


@require_POST
@requires(None)
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """By the button; whoever presses it twice is told that it has ended."""
    rows = Grant.objects.filter(delegated_by__user=request.user)
    related = rows.select_related("user", "unit", "delegated_by")
    lent = get_object_or_404(related, pk=pk)
    try:
        delegation.take_back(lent, by=request.user, at=request.at)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        words = {"name": lent.user}
        messages.success(request, _("%(name)s holds the role no more.") % words)
    return redirect("access:roles")
