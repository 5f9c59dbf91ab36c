"""What the targets of a commune still miss, without what stands on the list already."""

from collections.abc import Iterable

from django.urls import reverse

from danvan.foundation.notices.choices import Topic
from danvan.foundation.units.models import Unit
from danvan.results.agenda.rules import Item
from danvan.results.scorecard.missing import Missing
from danvan.results.scorecard.queries import missing_at
from danvan.results.scorecard.score import Scorecard


def missing_besides(
    card: Scorecard, commune: Unit, items: Iterable[Item]
) -> dict[str, list[Missing]]:
    """Target id → things; what leads to the form of an item is that item."""
    told = set(forms_of(items))
    found = {
        target: [thing for thing in things if thing.url not in told]
        for target, things in missing_at(card, commune).items()
    }
    return {target: things for target, things in found.items() if things}


def forms_of(items: Iterable[Item]) -> Iterable[str]:
    """Their forms, also where the reader may not open them."""
    for item in items:
        if item.topic is Topic.SEAT:
            yield reverse("blocs:seat_hand_over", args=[item.key[1]])
        elif item.act_url:
            yield item.act_url
