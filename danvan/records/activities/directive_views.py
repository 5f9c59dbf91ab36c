"""The pages of the yearly list of documents and of who they are meant for."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.foundation.access import choosing
from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit.history import compare
from danvan.foundation.units.models import Unit
from danvan.records.activities import actions, columns, kinds, queries, wording
from danvan.records.activities.forms import (
    AudienceForm,
    DirectiveFilterForm,
    DirectiveForm,
    OffListForm,
)
from danvan.records.activities.models import Audience, Directive
from danvan.shared.listing import Listing
from danvan.shared.numbers import serial
from danvan.shared.refusals import Clash, Refused


@require_safe
@requires(Permission.READ)
def directives(request: UserRequest) -> HttpResponse:
    """One year's list: what people are to be told, how far it has come."""
    year = year_asked(request)
    commune = own_commune(request)
    form = DirectiveFilterForm(request.GET.dict() | {"year": str(year)})
    found = narrowed(queries.directives(request.user, year, on=request.today), form)
    listing: Listing[Directive] = Listing(
        request,
        found,
        columns.directives(),
        title=_("Documents to disseminate"),
        sort="unit",
    )
    if file := listing.export(at=request.at):
        return file
    rows = list(listing.page)
    declared = (
        set(
            Audience.objects.filter(unit=commune, directive__in=rows).values_list(
                "directive", flat=True
            )
        )
        if commune
        else set()
    )
    lister = request.user.root_units(request.today, Permission.LIST_DIRECTIVES)
    covered = set(Unit.objects.within(*lister).values_list("pk", flat=True))
    context = {
        "title": _("Documents to be brought to the people"),
        "breadcrumbs": [
            (_("Activities"), reverse("activities:index")),
            (_("Documents to disseminate"), ""),
        ],
        "year": year,
        "form": form,
        "listing": listing,
        "clear_url": f"{reverse('activities:directives')}?year={year}",
        "tabs": [
            {
                "label": str(each),
                "url": f"{reverse('activities:directives')}?year={each}",
                "current": each == year,
            }
            for each in kinds.in_force().years
        ],
        "rows": [
            {
                "directive": directive,
                "may_take_off": directive.unit_id in covered,
                "declared": directive.pk in declared,
            }
            for directive in rows
        ],
        "commune": commune,
        "communes": queries.communes_in_scope(request.user, on=request.today),
        "may_list": bool(lister),
    }
    return render(request, "activities/directives.html", context)


def narrowed(
    rows: QuerySet[Directive], form: DirectiveFilterForm
) -> QuerySet[Directive]:
    asked = form.cleaned_data if form.is_valid() else {}
    if listed := asked.get("listed"):
        rows = rows.filter(withdrawn_on__isnull=listed == "now")
    typed = asked.get("q")
    return queries.matching(rows, typed) if typed else rows


def year_asked(request: UserRequest) -> int:
    asked = serial(request.GET.get("year", ""))
    known = kinds.in_force()
    return asked if known.covers(asked) else known.default_year(request.today)


def own_commune(request: UserRequest) -> Unit | None:
    """The commune of someone who records for one commune only."""
    units = choosing.covered(request.user, Permission.WRITE, on=request.today)
    found = list(units[:2])
    return found[0] if len(found) == 1 else None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LIST_DIRECTIVES)
def directive_new(request: UserRequest) -> HttpResponse:
    may = Permission.LIST_DIRECTIVES
    units = list(choosing.covered(request.user, may, on=request.today))
    form = DirectiveForm(
        request.POST if request.method == "POST" else None,
        units=units,
        initial={
            "unit": units[0].pk if units else "",
            "year": year_asked(request),
            "listed_on": request.today,
        },
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = actions.list_directive(
                values.pop("unit"), **values, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(
                request,
                _("%(number)s is on the list of %(year)d")
                % {"number": made.number, "year": made.year},
            )
            return redirect(listing_url(made))
    context = {
        "title": _("Put a document on the list"),
        "form": form,
        "cancel_url": reverse("activities:directives"),
    }
    status = 422 if form.errors else 200
    return render(request, "form_page.html", context, status=status)


def listing_url(directive: Directive) -> str:
    return f"{reverse('activities:directives')}?year={directive.year}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LIST_DIRECTIVES)
def directive_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    visible = Directive.objects.visible_to(request.user, on=request.today)
    directive = get_object_or_404(visible.select_related("unit"), pk=pk)
    form = OffListForm(
        request.POST if request.method == "POST" else None,
        initial={"on": request.today},
    )
    if form.is_valid():
        day = form.cleaned_data["on"]
        try:
            actions.withdraw_directive(
                directive, on=day, by=request.user, at=request.at
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(
                request,
                _("%(number)s was taken off the list") % {"number": directive.number},
            )
            return redirect(listing_url(directive))
    context = {
        "title": _("Take %(number)s off the list") % {"number": directive.number},
        "directive": directive,
        "form": form,
        "cancel_url": listing_url(directive),
        "submit_label": _("Take off the list"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return render(request, "activities/directive_withdraw.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def audience(request: UserRequest, directive_pk: int, unit_pk: int) -> HttpResponse:
    """How many people of one commune a document is meant for."""
    units = Unit.objects.visible_to(request.user, on=request.today).communes()
    unit = get_object_or_404(units.select_related("parent"), pk=unit_pk)
    applying = Directive.objects.applying_to(unit).select_related("unit")
    directive = get_object_or_404(applying, pk=directive_pk)
    known = Audience.objects.filter(directive=directive, unit=unit).first()
    form = AudienceForm(
        request.POST if request.method == "POST" else None,
        initial=declared_before(known, request),
    )
    clash = None
    if form.is_valid():
        try:
            actions.declare_audience(
                directive,
                unit,
                **form.values(),
                version=form.seen_version(),
                by=request.user,
                at=request.at,
            )
        except Clash:
            theirs = Audience.objects.get(directive=directive, unit=unit)
            clash = compare(form, form.values(), theirs, wording.AUDIENCE)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request,
                _("%(number)s: the reach in %(unit)s can now be measured")
                % {"number": directive.number, "unit": unit},
            )
            return redirect(listing_url(directive))
    context = {
        "title": _("How many people is the document meant for?"),
        "kicker": unit,
        "directive": directive,
        "form": form,
        "clash": clash,
        "cancel_url": listing_url(directive),
    }
    status = 422 if form.errors or clash else 200
    return render(request, "activities/audience.html", context, status=status)


def declared_before(known: Audience | None, request: UserRequest) -> dict[str, Any]:
    if known is None:
        return {"declared_on": request.today, "version": 0}
    names = ("count", "source", "declared_on", "version")
    return {name: getattr(known, name) for name in names}
