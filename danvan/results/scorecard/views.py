"""The scorecard, from the province down to the record that proves a figure."""

from dataclasses import replace

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.programme.labels import label
from danvan.foundation.programme.schema import Target
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.results.scorecard import exports
from danvan.results.scorecard.commune import Commune
from danvan.results.scorecard.forms import question_from
from danvan.results.scorecard.missing import missing
from danvan.results.scorecard.presenting import (
    address,
    cell,
    in_order,
    matrix,
    missing_items,
    target_url,
    tile_map,
    tiles,
    trail,
)
from danvan.results.scorecard.proofs import Proof, proofs
from danvan.results.scorecard.queries import (
    answerable,
    card_for,
    home_unit,
    missing_at,
    unit_asked,
    units_of,
)
from danvan.results.scorecard.ranking import ranked
from danvan.results.scorecard.score import Scorecard
from danvan.shared.sheets import XLSX, download


@require_safe
@requires(Permission.READ)
def index(request: UserRequest) -> HttpResponse:
    """The scorecard of the highest unit the person may read."""
    unit = home_unit(request.user, request.today)
    if unit is None:
        raise Http404
    question, _form = question_from(request.GET, request.today)
    question = answerable(unit, question)
    return redirect(address("scorecard:unit", unit.pk, question=question))


@require_safe
@requires(Permission.READ)
def unit(request: UserRequest, pk: int) -> HttpResponse:
    question, form = question_from(request.GET, request.today)
    place, question = unit_asked(request.user, pk, question, request.today)
    card = card_for(place, question)
    page = {
        "unit": place,
        "title": place.full_name,
        "question": question,
        "filter_form": form,
        "tiles": tiles(card, place),
        "crumbs": trail(place, question, request.user.root_units(request.today)),
        "export_url": address("scorecard:export", place.pk, question=question),
    }
    if place.level == Level.COMMUNE:
        page |= commune(request, card, place)
        return render(request, "scorecard/commune.html", page)
    return render(request, "scorecard/unit.html", page | below(request, card, place))


def commune(request: UserRequest, card: Scorecard, place: Unit) -> dict[str, object]:
    lacking = missing_at(card, place)
    may = request.user.holds(Permission.WRITE, request.today)
    return {
        "missing": [
            {
                "target": target,
                "items": missing_items(
                    lacking[target.id], card.question, may_record=may
                ),
            }
            for target in card.question.programme.targets
            if target.id in lacking
        ]
    }


def below(request: UserRequest, card: Scorecard, place: Unit) -> dict[str, object]:
    """The matrix of the units below, and the tile map of one chosen target."""
    units = units_of(card)
    children = [units[pk] for pk in card.children(place.pk)]
    target = chosen_target(request, card)
    return {
        "targets": card.question.programme.targets,
        "rows": matrix(card, sorted(children, key=lambda u: (u.sort_key, u.pk))),
        "own": matrix(card, [place])[0],
        "target": target,
        "map": tile_map(card, target, units) if place.level == Level.PROVINCE else [],
        "tabs": [
            {
                "label": f"{item.number}. {item.short}",
                "url": address(
                    "scorecard:unit",
                    place.pk,
                    question=card.question,
                    target=item.id,
                )
                + "#map",
                "current": item.id == target.id,
            }
            for item in card.question.programme.targets
        ],
    }


def chosen_target(request: UserRequest, card: Scorecard) -> Target:
    targets = card.question.programme.targets
    asked = request.GET.get("target")
    return next((target for target in targets if target.id == asked), targets[0])


@require_safe
@requires(Permission.READ)
def target(request: UserRequest, pk: int, target_id: str) -> HttpResponse:
    """One target of one unit: its figure, the units below, or the records."""
    question, form = question_from(request.GET, request.today)
    place, question = unit_asked(request.user, pk, question, request.today)
    found = [item for item in question.programme.targets if item.id == target_id]
    if not found:
        raise Http404
    card = card_for(place, question)
    page = {
        "unit": place,
        "question": question,
        "filter_form": form,
        "target": found[0],
        "title": f"{found[0].number}. {found[0].short}",
        "figure": cell(card.figure(found[0], place), "") | {"label": place.full_name},
        "unmeasured": card.unmeasured(found[0], place.pk),
        "crumbs": [
            *trail(place, question, request.user.root_units(request.today))[:-1],
            (
                place.full_name,
                address("scorecard:unit", place.pk, question=question),
            ),
            (f"{found[0].number}. {found[0].short}", ""),
        ],
    }
    if place.level == Level.COMMUNE:
        page |= records(request, card, place, found[0])
        return render(request, "scorecard/target_commune.html", page)
    if found[0].level == "district" and place.level == Level.DISTRICT:
        page["proofs"] = readable(request, pilots(card))
        return render(request, "scorecard/target_district.html", page)
    page |= comparison(request, card, place, found[0])
    return render(request, "scorecard/target.html", page)


def readable(request: UserRequest, found: list[Proof]) -> list[Proof]:
    """Proofs with a link only where the person may open the record.

    A member's training may be the record of a district that a clerk cannot read.
    """
    visible = Unit.objects.visible_to(request.user, on=request.today)
    units = set(
        visible.filter(pk__in={proof.unit for proof in found}).values_list(
            "pk", flat=True
        )
    )
    return [proof if proof.unit in units else replace(proof, url="") for proof in found]


def pilots(card: Scorecard) -> list[Proof]:
    """The records of a district's communes that the district's figure counted."""
    communes = Unit.objects.filter(pk__in=list(card.desk.pilots))
    return [
        proof
        for commune in communes.select_related("parent__parent").in_order()
        for proof in proofs(Commune(card.desk, commune), "pilot_bloc")
    ]


def records(
    request: UserRequest, card: Scorecard, place: Unit, item: Target
) -> dict[str, object]:
    """What counted and what is missing, measure by measure."""
    seen = Commune(card.desk, place)
    may = request.user.holds(Permission.WRITE, request.today)
    return {
        "measures": [
            {
                "name": label(figure.id, "measure"),
                "figure": cell(figure, ""),
                "proofs": readable(request, proofs(seen, figure.id)),
                "missing": missing_items(
                    missing(seen, figure.id), card.question, may_record=may
                ),
            }
            for figure in card.parts(item, place)
        ]
    }


def comparison(
    request: UserRequest, card: Scorecard, place: Unit, item: Target
) -> dict[str, object]:
    """The units below: by name, or by result where there are cases enough."""
    units = units_of(card)
    by_result = request.GET.get("sort") == "result"
    children = sorted(
        (units[pk] for pk in card.children(place.pk)),
        key=lambda u: (u.sort_key, u.pk),
    )
    rows = [
        {
            "unit": child,
            "figure": (figure := card.figure(item, child)),
            "cell": cell(figure, target_url(child.pk, item.id, card.question)),
            "measures": [cell(part, "") for part in card.parts(item, child)],
        }
        for child in children
    ]
    minimum = card.question.programme.ranking_minimum
    order = ranked(rows, minimum) if by_result else (rows, [])
    return {
        "rows": order[0],
        "unranked": order[1],
        "by_result": by_result,
        "minimum": minimum,
        "parts": [label(name, "measure") for name in item.measures],
        "sort_url": address(
            "scorecard:target", place.pk, item.id, question=card.question, sort="result"
        ),
        "name_url": target_url(place.pk, item.id, card.question),
    }


@require_safe
@requires(Permission.READ)
def export(request: UserRequest, pk: int) -> HttpResponse:
    question, form = question_from(request.GET, request.today)
    if form.errors:
        raise BadRequest(form.errors.as_text())
    place, question = unit_asked(request.user, pk, question, request.today)
    card = card_for(place, question)
    chosen = units_of(card)
    ordered = [
        unit
        for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
        for unit in in_order(chosen, level)
    ]
    data = exports.workbook(card, ordered)
    name = f"bang-ket-qua-{place.code}-{question.year}.xlsx"
    return download(data, name, XLSX)
