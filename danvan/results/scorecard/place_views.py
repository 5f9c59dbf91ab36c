"""Finding a place, and everything about it on one page."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Succession, Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Bloc, Seat
from danvan.results.scorecard.forms import SearchForm, question_from
from danvan.results.scorecard.presenting import address, tiles, trail
from danvan.results.scorecard.queries import card_for
from danvan.shared.numbers import decimal

PAGE = 40
RECENT = 12


@require_safe
@requires(Permission.READ)
def places(request: UserRequest) -> HttpResponse:
    """Places in scope in force today, found with or without marks."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    units = Unit.objects.visible_to(request.user, on=request.today)
    units = units.in_force(request.today).select_related("parent")
    found = units.find(typed) if typed else units.order_by("level", "sort_key", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    words = {"form": form, "page": page, "typed": typed, "title": _("Places")}
    return render(request, "scorecard/places.html", words)


@require_safe
@requires(Permission.READ)
def place(request: UserRequest, pk: int) -> HttpResponse:
    """Profile of a unit: what it is, its bloc, its targets, its latest records."""
    units = Unit.objects.visible_to(request.user, on=request.today)
    unit = get_object_or_404(units.select_related("parent__parent"), pk=pk)
    question, form = question_from(request.GET, request.today)
    page = {
        "unit": unit,
        "title": unit.full_name,
        "question": question,
        "filter_form": form,
        "crumbs": trail(unit, question, request.user.root_units(request.today)),
        "facts": facts(unit),
        "bloc": bloc_of(unit, request),
        "recent": recent(unit, request),
        "scorecard_url": address("scorecard:unit", unit.pk, question=question),
        "tiles": [],
    }
    if unit.holds(question.as_of):
        page["tiles"] = tiles(card_for(unit, question), unit)
    return render(request, "scorecard/place.html", page)


def facts(unit: Unit) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"label": _("Code"), "value": unit.code},
        {"label": _("Kind"), "value": unit.get_kind_display()},
    ]
    if unit.parent:
        rows.append({"label": _("Belongs to"), "value": unit.parent.full_name})
    if unit.population:
        note = _("Census of 1 April 2019")
        people = decimal(unit.population)
        rows.append({"label": _("Population"), "value": people, "note": note})
    others = [alias.name for alias in unit.aliases.order_by("name")]
    if others:
        rows.append({"label": _("Also written"), "value": ", ".join(others)})
    return rows + steps(unit)


def steps(unit: Unit) -> list[dict[str, object]]:
    """What the unit came from and what it became."""
    both = Succession.objects.select_related("old", "new")
    return [
        {"label": step.get_kind_display(), "value": f"{step.old} → {step.new}"}
        for step in both.filter(Q(old=unit) | Q(new=unit)).order_by("on", "pk")
    ]


def bloc_of(unit: Unit, request: UserRequest) -> dict[str, object] | None:
    """The commune's bloc today and how many sit in it."""
    if unit.level != Level.COMMUNE:
        return None
    blocs = Bloc.objects.visible_to(request.user, on=request.today)
    bloc = blocs.in_force(request.today).filter(unit=unit).first()
    seats = Seat.objects.in_force(request.today).filter(bloc=bloc)
    return {"bloc": bloc, "seats": seats.count() if bloc else 0}


def recent(unit: Unit, request: UserRequest) -> list[Activity]:
    visible = Activity.objects.visible_to(request.user, on=request.today)
    activities = visible.within(unit.pk).standing().newest_first()
    return list(activities.select_related("unit")[:RECENT])
