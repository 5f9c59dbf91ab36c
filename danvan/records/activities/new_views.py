"""Recording an activity: its kind, then its unit, then the form that fits."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.choosing import choose_unit, covered, reached
from danvan.foundation.access.guard import UserRequest, require, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities import actions, kinds, queries, rules, wording
from danvan.records.activities.views import bound, saved, trail
from danvan.shared.numbers import serial
from danvan.shared.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_FRONT)
def new(request: UserRequest) -> HttpResponse:
    """Kind, then unit where there is a choice, then the form that fits the kind."""
    kind = kinds.find(request.GET.get("kind", ""))
    if kind is None:
        return choose_kind(request)
    require(request, kinds.writing(kind))
    unit = unit_asked(request, kind)
    if unit is None:
        return unit_page(request, kind)
    return record(request, kind, unit)


def choose_kind(request: UserRequest) -> HttpResponse:
    asked = {name: value for name, value in request.GET.items() if name != "kind"}
    context = {
        "title": _("What do you want to record?"),
        "breadcrumbs": trail(_("Record an activity")),
        "groups": [
            (heading, [choice(kind, asked) for kind in found])
            for heading, members in wording.kinds_by_form()
            if (found := [kind for kind in members if may_record(request, kind)])
        ],
    }
    return render(request, "activities/choose_kind.html", context)


def may_record(request: UserRequest, kind: Kind) -> bool:
    return request.user.holds(kinds.writing(kind), request.today)


def choice(kind: Kind, asked: Mapping[str, Any]) -> dict[str, str]:
    """A kind to click on; the rest of the address goes along."""
    query = urlencode({"kind": kind.id, **asked})
    text = wording.purpose(kind) if kind.measure else wording.how_often(kind)
    return {
        "title": kind.name,
        "url": f"{reverse('activities:new')}?{query}",
        "text": text[:1].upper() + text[1:],
    }


def unit_asked(request: UserRequest, kind: Kind) -> Unit | None:
    """The unit in the address, or the only one the person records for.

    None too when the kind is about one commune and the address names a unit above.
    """
    if number := serial(request.GET.get("unit", "")):
        units = reached(request.user, kinds.writing(kind), on=request.today)
        unit = get_object_or_404(units, pk=number)
        return unit if rules.takes(kind, unit) else None
    found = list(offered(request, kind)[:2])
    return found[0] if len(found) == 1 else None


def offered(request: UserRequest, kind: Kind) -> QuerySet[Unit]:
    """Units the person may record the kind for; below the one in the address."""
    units = covered(request.user, kinds.writing(kind), on=request.today)
    if kind.form not in rules.OF_ONE_COMMUNE:
        return units
    communes = units.filter(level=Level.COMMUNE)
    if number := serial(request.GET.get("unit", "")):
        return communes.filter(Q(parent=number) | Q(parent__parent=number))
    return communes


def unit_page(request: UserRequest, kind: Kind) -> HttpResponse:
    of_one_commune = kind.form in rules.OF_ONE_COMMUNE
    return choose_unit(
        request,
        offered(request, kind),
        title=kind.name,
        label=_("Commune whose bloc was chosen") if of_one_commune else "",
        cancel_url=reverse("activities:new"),
        cancel_label=_("Another kind of activity"),
    )


def record(request: UserRequest, kind: Kind, unit: Unit) -> HttpResponse:
    initial = prefilled(request)
    seated, untrained = waiting(request, kind, unit)
    if untrained and request.GET.get("untrained"):
        initial["attendees"] = [str(member) for member in sorted(untrained)]
    form = bound(request, kind, unit, initial=initial)
    if form.is_valid():
        try:
            made = actions.record_activity(
                unit,
                kind=kind.id,
                **form.values(),
                attendees=form.cleaned_data.get("attendees", ()),
                needs=form.needs(),
                files=form.cleaned_data["files"],
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return saved(request, made)
    context = {
        "title": kind.name,
        "breadcrumbs": trail(
            (_("Record an activity"), reverse("activities:new")), kind.name
        ),
        "kicker": unit,
        "lede": wording.purpose(kind),
        "form": form,
        "seated": len(seated),
        "untrained": len(untrained),
        "chosen": bool(initial.get("attendees")),
        "untrained_url": f"?{urlencode(request.GET.dict() | {'untrained': 1})}",
        "listless": "directive" in form.fields and not form.has_directives,
        "cancel_url": reverse("activities:index"),
    }
    return render(
        request, "activities/form.html", context, status=422 if form.errors else 200
    )


def waiting(request: UserRequest, kind: Kind, unit: Unit) -> tuple[set[int], set[int]]:
    """Members seated today, and those of them who never attended such a training."""
    if request.method == "POST" or kind.form not in rules.ATTENDED_BY_NAME:
        return set(), set()
    since = kinds.in_force().starts
    return queries.untrained(unit, kind, since=since, on=request.today)


def prefilled(request: UserRequest) -> dict[str, Any]:
    """What the address already knows; what it says wrongly is left out."""
    asked = {name: request.GET.get(name, "") for name in ("year", "directive")}
    known = {name: value for name, value in asked.items() if serial(value)}
    for name in ("host", "language", "status", "on"):
        if value := request.GET.get(name, ""):
            known[name] = value
    return known
