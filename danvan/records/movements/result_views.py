"""Recording a result, changing it, adding an organisation, withdrawing it."""

from collections.abc import Mapping
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
from danvan.records.movements import actions, known, wording
from danvan.records.movements.forms import ClaimForm, ResultForm
from danvan.records.movements.models import Result
from danvan.records.movements.views import crumbs, in_reach
from danvan.shared.dates import short
from danvan.shared.refusals import Clash, Refused
from danvan.shared.saving import ReasonForm


def sent(request: UserRequest) -> tuple[Any, Any]:
    posted = request.method == "POST"
    return (request.POST, request.FILES) if posted else (None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def new(request: UserRequest) -> HttpResponse:
    """A result; one that looks recorded already is shown before it is kept."""
    units = choosing.covered(request.user, Permission.WRITE_FRONT, on=request.today)
    unit = choosing.unit_asked(request, units, Permission.WRITE_FRONT)
    title, back = _("Record a result"), reverse("movements:index")
    if unit is None:
        return choosing.choose_unit(request, units, title=title, cancel_url=back)
    asked = {n: request.GET[n] for n in ("movement", "village") if n in request.GET}
    form = ResultForm(*sent(request), initial=asked, unit=unit, today=request.today)
    alike: list[dict[str, Any]] = []
    if form.is_valid():
        try:
            made = record(request, unit, form)
        except actions.Alike as found:
            form.ask_whether_separate()
            form.refuse(found)
            chosen = form.cleaned_data["organisations"]
            alike = [compared(result, chosen) for result in found.results]
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(made)
    return page(request, form, unit, title=title, cancel_url=back, alike=alike)


def record(request: UserRequest, unit: Unit, form: ResultForm) -> Result:
    return actions.record_result(
        unit,
        **form.values(),
        organisations=form.cleaned_data["organisations"],
        separate=bool(request.POST.get("separate")),
        files=form.cleaned_data["files"],
        uid=form.cleaned_data["uid"],
        by=request.user,
        at=request.at,
    )


def compared(result: Result, chosen: list[str]) -> dict[str, Any]:
    """A result that stands already, and who of the chosen does not count it yet."""
    claimed = {claim.organisation for claim in result.claims.all()}
    fresh = [organisation for organisation in chosen if organisation not in claimed]
    return {
        "result": result,
        "day": short(result.on),
        "organisations": known.organisation_names(claimed),
        "figures": known.measures_text(result.figures),
        "fresh": fresh,
        "fresh_names": known.organisation_names(fresh),
    }


def page(
    request: UserRequest,
    form: Any,
    place: Unit | Result,
    *,
    title: str,
    clash: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    steps = []
    if isinstance(place, Result):
        steps = [(place.title, place.get_absolute_url())]
        context = {"cancel_url": place.get_absolute_url()} | context
    context |= {
        "title": title,
        "breadcrumbs": crumbs(*steps, (title, "")),
        "kicker": place.unit if isinstance(place, Result) else place,
        "form": form,
        "clash": clash,
    }
    status = 422 if form.errors or clash else 200
    return render(request, "movements/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    result = in_reach(request, pk)
    claimed = [claim.organisation for claim in result.claims.all()]
    form = ResultForm(
        *sent(request),
        initial=stored(result, claimed),
        unit=result.unit,
        today=request.today,
        result=result,
        claimed=claimed,
    )
    clash = None
    if form.is_valid():
        try:
            actions.amend_result(
                result,
                form.values(),
                organisations=form.cleaned_data["organisations"],
                version=form.seen_version(),
                files=form.cleaned_data["files"],
                by=request.user,
                at=request.at,
            )
        except Clash:
            clash = differing(form, in_reach(request, pk))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(result)
    title = _("Change “%(title)s”") % {"title": result.title}
    return page(request, form, result, title=title, clash=clash)


def stored(result: Result, claimed: list[str]) -> dict[str, Any]:
    """What the form shows at first; a figure of 0 stands for none."""
    values = {name: getattr(result, name) or "" for name in actions.FACTS}
    village = {"village": result.village_id}
    apart = {"version": result.version, "organisations": claimed}
    return values | village | apart


def differing(form: ResultForm, theirs: Result) -> dict[str, Any]:
    """Both texts side by side, with who counts the result."""
    names = known.organisation_names
    mine = names(form.cleaned_data["organisations"])
    return compare(
        form,
        form.values() | {"organisations": mine},
        theirs,
        wording.TELLING,
        organisations=names(claim.organisation for claim in theirs.claims.all()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def claim(request: UserRequest, pk: int) -> HttpResponse:
    """More organisations that count the same result."""
    result = in_reach(request, pk)
    claimed = [claim.organisation for claim in result.claims.all()]
    form = ClaimForm(sent(request)[0], claimed=claimed)
    if form.is_valid():
        try:
            chosen = form.cleaned_data["organisations"]
            actions.claim(result, chosen, by=request.user, at=request.at)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Added. The result still counts once"))
            return redirect(result)
    return page(request, form, result, title=_("Add an organisation"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    result = in_reach(request, pk)
    form = ReasonForm(sent(request)[0], initial={"version": result.version})
    if form.is_valid():
        try:
            actions.withdraw_result(
                result,
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
            return redirect(result)
    title = _("Withdraw “%(title)s”") % {"title": result.title}
    danger: dict[str, Any] = {
        "submit_label": _("Withdraw"),
        "danger": True,
        "withdraws": True,
    }
    return page(request, form, result, title=title, **danger)
