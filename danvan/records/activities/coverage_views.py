"""Which organisation of which commune has done its part of the year's round."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit, UnitQuerySet
from danvan.foundation.units.queries import meant_by
from danvan.records.activities import columns, kinds, rounds
from danvan.records.activities.forms import CoverageForm
from danvan.records.activities.views import trail
from danvan.shared.listing import Listing
from danvan.shared.numbers import serial


@require_safe
@requires(Permission.READ)
def coverage(request: UserRequest) -> HttpResponse:
    """Communes by organisations for one kind of one year, in its last boundaries."""
    hosted = rounds.hosted()
    asked = {kind.id: kind for kind in hosted}
    kind = asked.get(request.GET.get("kind", "")) or next(iter(hosted), None)
    if kind is None:
        return render(request, "activities/coverage.html", headings(_("Round")))
    year = year_asked(request)
    day = min(request.today, date(year, 12, 31))
    initial = request.GET.dict() | {"year": str(year), "kind": kind.id}
    form = CoverageForm(initial)
    units = communes(request, form, day)
    lacking = form.is_valid() and form.cleaned_data["lacking"]
    rows = rounds.coverage(units, kind, year, day, lacking=lacking)
    listing: Listing[Unit] = Listing(
        request, rows, columns.coverage(kind), title=kind.name, sort="parent"
    )
    if file := listing.export(at=request.at):
        return file
    context = headings(kind.name) | {
        "tabs": [tab(each, kind, year) for each in hosted],
        "form": form,
        "clear_url": f"{reverse('activities:coverage')}?kind={kind.id}&year={year}",
        "listing": listing,
        "year": year,
        "hosts": rounds.organisations(kind),
        "rows": [line(unit, kind, year) for unit in listing.page],
        "may_record": request.user.holds(Permission.WRITE_FRONT, request.today),
    }
    return render(request, "activities/coverage.html", context)


def headings(title: str) -> dict[str, Any]:
    return {"title": title, "breadcrumbs": trail(title)}


def year_asked(request: UserRequest) -> int:
    asked = serial(request.GET.get("year", ""))
    known = kinds.in_force()
    return asked if known.covers(asked) else known.default_year(request.today)


def communes(request: UserRequest, form: CoverageForm, day: date) -> UnitQuerySet:
    """Communes in force that day in the person's scope, of the unit typed."""
    visible = Unit.objects.visible_to(request.user, on=request.today)
    rows = visible.communes().in_force(day).select_related("parent")
    typed = form.cleaned_data["unit"] if form.is_valid() else ""
    if not typed:
        return rows
    meant = [unit.pk for unit in meant_by(typed, visible)]
    return rows.subtree(*meant) if meant else rows.none()


def tab(kind: Kind, current: Kind, year: int) -> dict[str, Any]:
    query = urlencode({"kind": kind.id, "year": year})
    url = f"{reverse('activities:coverage')}?{query}"
    return {"label": kind.name, "url": url, "current": kind == current}


def line(unit: Unit, kind: Kind, year: int) -> dict[str, Any]:
    """One commune: for each organisation how often, and where to read or record it."""
    hosts = rounds.organisations(kind)
    return {
        "unit": unit,
        "done": getattr(unit, "hosts_done"),  # noqa: B009 - added by the query
        "cells": [
            {
                "host": host,
                "times": getattr(unit, f"by_{host.id}"),
                "read": read_url(unit, kind, year, host.id),
                "record": rounds.form_url(kind, unit, year, host),
            }
            for host in hosts
        ],
    }


def read_url(unit: Unit, kind: Kind, year: int, host: str) -> str:
    words = {"kind": kind.id, "year": year, "at": unit.pk, "host": host}
    return f"{reverse('activities:index')}?{urlencode(words)}"
