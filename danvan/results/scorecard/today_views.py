"""The first page after signing in: what waits for this person."""

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
from danvan.results.scorecard.forms import question_from
from danvan.results.scorecard.presenting import address, missing_item, target_url, tiles
from danvan.results.scorecard.queries import (
    card_for,
    home_unit,
    lagging,
    missing_at,
    units_of,
)
from danvan.results.scorecard.score import Scorecard

LONGEST = 15
RECENT = 5


@require_safe
@requires(None)
def today(request: UserRequest) -> HttpResponse:
    """What is missing at a commune; which communes wait, for those above."""
    unit = home_unit(request.user, request.today)
    if unit is None:
        if request.user.holds(Permission.MANAGE_ACCOUNTS, request.today):
            return redirect("access:accounts")
        return render(request, "scorecard/no_place.html", {"title": _("Today's work")})
    question, _form = question_from(request.GET, request.today)
    card = card_for(unit, question)
    visible = Bloc.objects.visible_to(request.user, on=request.today)
    watched = blocs.watch_list(question.as_of, visible)
    page = {
        "unit": unit,
        "question": question,
        "title": _("Today's work"),
        "tiles": tiles(card, unit),
        "scorecard_url": address("scorecard:unit", unit.pk, question=question),
        "watched": watched[:RECENT],
        "watched_count": len(watched),
        "recent": list(
            Activity.objects.visible_to(request.user, on=request.today)
            .standing()
            .select_related("unit")
            .newest_first()[:RECENT]
        ),
    }
    if unit.level == Level.COMMUNE:
        page |= commune(card, unit)
        return render(request, "scorecard/today_commune.html", page)
    return render(request, "scorecard/today_above.html", page | above(card))


def commune(card: Scorecard, unit: Unit) -> dict[str, object]:
    """Everything still to do, by target, and the kinds a clerk may record."""
    programme = card.question.programme
    missing = missing_at(card, unit)
    return {
        "missing": [
            {
                "target": target,
                "url": target_url(unit.pk, target.id, card.question),
                "items": [
                    missing_item(item, card.question, _("Record"))
                    for item in missing[target.id]
                ],
            }
            for target in programme.targets
            if target.id in missing
        ],
        "count": sum(len(items) for items in missing.values()),
        "record_url": f"{reverse('activities:new')}?unit={unit.pk}",
    }


def above(card: Scorecard) -> dict[str, object]:
    """Communes that have most to do, and how many there are in all."""
    rows = lagging(card, units_of(card))
    shorts = {target.id: target for target in card.question.programme.targets}
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
    }
