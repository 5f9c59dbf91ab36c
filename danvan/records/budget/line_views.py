"""Entering, changing, approving, allocating and withdrawing a line."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access import choosing
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import compare
from danvan.foundation.units.models import Unit
from danvan.records.budget import actions, rules, wording
from danvan.records.budget.forms import AmountForm, LineForm
from danvan.records.budget.models import Line
from danvan.records.budget.views import crumbs, in_reach
from danvan.shared.money import dong
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import ReasonForm, facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def new(request: UserRequest) -> HttpResponse:
    units = choosing.covered(request.user, Permission.WRITE, on=request.today)
    unit = choosing.unit_asked(request, units, Permission.WRITE)
    title, back = _("Enter a budget line"), reverse("budget:index")
    if unit is None:
        return choosing.choose_unit(request, units, title=title, cancel_url=back)
    asked = {
        n: request.GET[n]
        for n in ("year", "source", "programme_task")
        if n in request.GET
    }
    form = LineForm(*sent(request), initial=asked, today=request.today)
    if form.is_valid():
        try:
            line = actions.add_line(unit, **given(form), **behind(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(line)
    return form_page(request, form, unit, title=title, cancel_url=back)


def sent(request: UserRequest) -> tuple[Any, Any]:
    posted = request.method == "POST"
    return (request.POST, request.FILES) if posted else (None, None)


def given(form: Any) -> Mapping[str, Any]:
    """What was filled in, with the files and the number of a new record."""
    apart = {"uid", "files"} & set(form.cleaned_data)
    return {**facts_of(form), **{name: form.cleaned_data[name] for name in apart}}


def behind(request: UserRequest) -> dict[str, Any]:
    """Who does it and when."""
    return {"by": request.user, "at": request.at}


def form_page(
    request: UserRequest,
    form: Any,
    place: Unit | Line,
    *,
    title: str,
    clash: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    steps = []
    if isinstance(place, Line):
        steps = [(place.text, place.get_absolute_url())]
        context = {"cancel_url": place.get_absolute_url()} | context
    context |= {
        "title": title,
        "breadcrumbs": crumbs(*steps, (title, "")),
        "kicker": f"{place}, {place.unit}" if isinstance(place, Line) else place,
        "form": form,
        "clash": clash,
    }
    status = 422 if form.errors or clash else 200
    return render(request, "budget/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    line = in_reach(request, pk)
    initial = {name: getattr(line, name) for name in actions.FACTS}
    form = LineForm(
        *sent(request),
        initial=initial | {"version": line.version},
        today=request.today,
        line_year=line.year,
        stored=(line.source, line.programme_task),
    )
    clash = None
    if form.is_valid():
        try:
            actions.amend_line(
                line,
                facts_of(form),
                version=form.seen_version(),
                files=form.cleaned_data["files"],
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = compare(
                form, facts_of(form), in_reach(request, pk), wording.TELLING
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(line)
    title = _("Change “%(line)s”") % {"line": line.text}
    return form_page(request, form, line, title=title, clash=clash)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.APPROVE)
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """The amount approved; more than the estimate is kept, and said."""
    line = in_reach(request, pk)
    title = _("What was approved")
    initial = line.estimate if line.approved is None else line.approved
    response = amount(request, line, actions.approve, "approved", title, initial)
    over = line.approved and rules.over_estimate(line.approved, line.estimate)
    if response.status_code == FOUND and over:
        figures = {"approved": dong(line.approved), "estimate": dong(line.estimate)}
        messages.warning(
            request,
            _("%(approved)s are approved, more than the estimate of %(estimate)s")
            % figures,
        )
    return response


FOUND = 302


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def allocate(request: UserRequest, pk: int) -> HttpResponse:
    line = in_reach(request, pk)
    title = _("What was allocated")
    initial = line.approved if line.allocated is None else line.allocated
    return amount(request, line, actions.allocate, "allocated", title, initial)


def amount(
    request: UserRequest,
    line: Line,
    act: Callable[..., None],
    column: str,
    title: str,
    initial: int | None,
) -> HttpResponse:
    """The form of one amount with its paper, for `column` and `column_no`."""
    number = getattr(line, f"{column}_no")
    first = {"amount": initial, "number": number, "version": line.version}
    form, clash = AmountForm(*sent(request), initial=first), None
    if form.is_valid():
        cleaned = form.cleaned_data
        mine = {column: cleaned["amount"], f"{column}_no": cleaned["number"]}
        try:
            act(
                line,
                amount=cleaned["amount"],
                number=cleaned["number"],
                files=cleaned["files"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = compare(form, mine, in_reach(request, line.pk), wording.TELLING)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(line)
    return form_page(
        request,
        form,
        line,
        title=title,
        clash=clash,
        facts=wording.facts(line, int(getattr(line, "spent", 0)))[4:],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    line = in_reach(request, pk)
    form = ReasonForm(sent(request)[0], initial={"version": line.version})
    if form.is_valid():
        try:
            actions.withdraw_line(
                line,
                reason=form.cleaned_data["reason"],
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash as clash:
            form.acknowledge(in_reach(request, pk).version)
            form.refuse(clash)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(request, _("Withdrawn. No sum counts it any more"))
            return redirect(line)
    title = _("Withdraw “%(line)s”") % {"line": line.text}
    danger: dict[str, Any] = {
        "submit_label": _("Withdraw"),
        "danger": True,
        "withdraws": True,
    }
    return form_page(request, form, line, title=title, **danger)
