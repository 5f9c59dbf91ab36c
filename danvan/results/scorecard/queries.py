"""Units a reader may ask about, and what the first page shows beside the figures."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.results.scorecard.commune import Commune
from danvan.results.scorecard.missing import Missing, missing
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import Scorecard


def home_unit(user: User, today: date) -> Unit | None:
    """The highest unit the person may read, one still in force before an ended one."""
    roots = user.root_units(today)
    units = Unit.objects.filter(pk__in=roots).select_related("parent__parent")
    standing = units.in_force(today).order_by("level", "pk").first()
    return standing or units.order_by("level", "pk").first()


def unit_asked(
    user: User, pk: int, question: Question, today: date
) -> tuple[Unit, Question]:
    """A unit in scope with the question it can answer, else 404.

    Nobody sees a unit's figures through which a commune out of scope would show.
    """
    visible = Unit.objects.visible_to(user, on=today)
    unit = get_object_or_404(visible.select_related("parent__parent"), pk=pk)
    answered = answerable(unit, question)
    below = Unit.objects.in_force(answered.as_of).subtree(unit.pk)
    if below.exclude(pk__in=visible.values("pk")).exists():
        raise Http404
    return unit, answered


def answerable(unit: Unit, question: Question) -> Question:
    """An ended unit answers for its last day; one that has not begun does not."""
    if unit.holds(question.as_of):
        return question
    last = unit.valid_to - timedelta(days=1) if unit.valid_to else None
    if last and last < question.as_of and question.programme.covers(last.year):
        return replace(question, year=min(question.year, last.year), as_of=last)
    raise Http404(
        _("%(unit)s was not in force on %(day)s")
        % {"unit": unit.full_name, "day": question.as_of}
    )


def card_for(unit: Unit, question: Question) -> Scorecard:
    return Scorecard(replace(question, root=unit))


def units_of(card: Scorecard) -> dict[int, Unit]:
    """All units the card speaks of, in one read."""
    return Unit.objects.select_related("parent").in_bulk(list(card.desk.levels))


@dataclass(frozen=True, slots=True)
class Lagging:
    """A commune and the targets it has not met."""

    unit: Unit
    unmet: list[str]


def lagging(card: Scorecard, units: dict[int, Unit]) -> list[Lagging]:
    """Communes by the number of targets not met, most first, then by name."""
    rows = [
        Lagging(
            units[commune],
            [figure.id for figure in card.figures(commune) if figure.met is False],
        )
        for commune in card.communes
    ]
    return sorted(
        (row for row in rows if row.unmet),
        key=lambda row: (-len(row.unmet), row.unit.sort_key),
    )


def missing_at(card: Scorecard, commune: Unit) -> dict[str, list[Missing]]:
    """Target id → what the commune still has to do, each thing once."""
    if commune.level != Level.COMMUNE:
        return {}
    seen = Commune(card.desk, commune)
    found: dict[str, list[Missing]] = {}
    said: set[str] = set()
    for target in card.question.programme.targets:
        items = list(
            chain.from_iterable(missing(seen, measure) for measure in target.measures)
        )
        fresh = [item for item in items if item.text not in said]
        said.update(item.text for item in fresh)
        if fresh:
            found[target.id] = fresh
    return found
