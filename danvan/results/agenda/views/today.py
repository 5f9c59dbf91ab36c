"""The first page after signing in: what waits for this person."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.models import Activity
from danvan.records.blocs import queries as blocs
from danvan.records.blocs.models import Bloc
from danvan.results.agenda.items import items_for
from danvan.results.agenda.lacking import missing_besides
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import Item, Part
from danvan.results.agenda.summary import counted, sections
from danvan.results.scorecard.forms import question_from
from danvan.results.scorecard.presenting import (
    address,
    missing_items,
    target_url,
    tiles,
)
from danvan.results.scorecard.queries import (
    answerable,
    card_for,
    home_unit,
    lagging,
    units_of,
)
from danvan.results.scorecard.score import Scorecard

LONGEST = 15
RECENT = 5


@require_safe
@requires(None)
def today(request: UserRequest) -> HttpResponse:
    """What is owed and when, then what the figures miss or which communes lag."""
    unit = home_unit(request.user, request.today)
    if unit is None:
        if request.user.holds(Permission.MANAGE_ACCOUNTS, request.today):
            return redirect("access:accounts")
        return render(request, "agenda/no_place.html", {"title": _("Today's work")})
    person = Person(request.user, request.today)
    items = items_for(person)
    question, _form = question_from(request.GET, request.today)
    question = answerable(unit, question)
    card = card_for(unit, question)
    page = {
        "unit": unit,
        "question": question,
        "title": _("Today's work"),
        "counted": counted(items),
        "sections": sections(items, person),
        "tiles": tiles(card, unit),
        "scorecard_url": address("scorecard:unit", unit.pk, question=question),
        "has_ended": question.programme.ends < request.today,
        "recent": recent(request),
    }
    if unit.level == Level.COMMUNE:
        page |= commune(request, card, unit, items)
        return render(request, "agenda/today_commune.html", page)
    parts = sections(items, person)
    page |= {
        "own_sections": [part for part in parts if part.part is not Part.BELOW],
        "below_sections": [part for part in parts if part.part is Part.BELOW],
    }
    page |= above(request, card)
    return render(request, "agenda/today_above.html", page)


def recent(request: UserRequest) -> list[Activity]:
    """What was held last; what is planned stands among the things to do."""
    rows = Activity.objects.visible_to(request.user, on=request.today).held()
    return list(rows.select_related("unit").newest_first()[:RECENT])


def commune(
    request: UserRequest, card: Scorecard, unit: Unit, items: Sequence[Item]
) -> dict[str, object]:
    """Everything the targets still miss, and the kinds a clerk may record."""
    programme = card.question.programme
    missing = missing_besides(card, unit, items)
    may = request.user.holds(Permission.WRITE, request.today)
    return {
        "missing": [
            {
                "target": target,
                "url": target_url(unit.pk, target.id, card.question),
                "items": missing_items(
                    missing[target.id], card.question, may_record=may
                ),
            }
            for target in programme.targets
            if target.id in missing
        ],
        "count": sum(len(items) for items in missing.values()),
        "may_record": may,
        "record_url": f"{reverse('activities:new')}?unit={unit.pk}",
    }


def above(request: UserRequest, card: Scorecard) -> dict[str, object]:
    """Communes that have most to do, and seats that wait for somebody new."""
    rows = lagging(card, units_of(card))
    shorts = {target.id: target for target in card.question.programme.targets}
    visible = Bloc.objects.visible_to(request.user, on=request.today)
    watched = blocs.watch_list(card.question.as_of, visible)
    return {
        "lagging": [
            {
                "unit": row.unit,
                "url": address("scorecard:unit", row.unit.pk, question=card.question),
                "unmet": [
                    {
                        "target": shorts[target],
                        "url": target_url(row.unit.pk, target, card.question),
                    }
                    for target in row.unmet
                ],
            }
            for row in rows[:LONGEST]
        ],
        "lagging_count": len(rows),
        "communes": len(card.communes),
        "watched": watched[:RECENT],
        "watched_count": len(watched),
        "may_manage": request.user.holds(Permission.MANAGE_BLOC, request.today),
    }
