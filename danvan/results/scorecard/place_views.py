"""Finding a place, and everything about it on one page."""

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
from danvan.shared.listing import Column, Listing
from danvan.shared.numbers import decimal

PAGE = 40
RECENT = 12
ORDER = ("sort_key",)


@require_safe
@requires(Permission.READ)
def places(request: UserRequest) -> HttpResponse:
    """Places in scope in force today, found with or without marks."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    units = Unit.objects.visible_to(request.user, on=request.today)
    units = units.in_force(request.today).select_related("parent")
    found = units.find(typed) if typed else units
    listing: Listing[Unit] = Listing(
        request,
        found,
        place_columns(),
        title=_("Places"),
        sort="" if typed else "kind",
        per_page=PAGE,
    )
    if file := listing.export(at=request.at):
        return file
    words = {"form": form, "listing": listing, "typed": typed, "title": _("Places")}
    return render(request, "scorecard/places.html", words)


def place_columns() -> list[Column[Unit]]:
    above = ("parent__sort_key", "sort_key")
    return [
        Column("unit", _("Unit"), lambda row: row.full_name, width=30, order=ORDER),
        Column("code", _("Code"), lambda row: row.code, width=10, order=("code",)),
        Column(
            "kind",
            _("Kind"),
            lambda row: str(row.get_kind_display()),
            order=("level", *ORDER),
        ),
        Column(
            "parent",
            _("Belongs to"),
            lambda row: row.parent.full_name if row.parent else "",
            width=26,
            order=above,
        ),
        Column(
            "people",
            _("Population"),
            lambda row: row.population,
            "integer",
            order=("population",),
        ),
    ]


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
