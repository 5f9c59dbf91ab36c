"""Figures as the components of the face take them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.programme.schema import Target
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.results.scorecard.missing import Missing
from danvan.results.scorecard.question import Figure, Question
from danvan.results.scorecard.score import Scorecard
from danvan.shared.numbers import percent_text

type Component = dict[str, Any]


def address(name: str, *args: object, question: Question, **query: object) -> str:
    """A page of the scorecard that keeps the year and the day asked for."""
    words = {"year": question.year, "as_of": question.as_of.isoformat(), **query}
    return f"{reverse(name, args=args)}?{urlencode(words)}"


def percent_of(figure: Figure) -> str:
    fact = figure.fact
    return percent_text(fact.have, fact.need) if fact.need else ""


def cell(figure: Figure, url: str) -> Component:
    """One figure of a matrix or a table."""
    return {
        "percent": percent_of(figure),
        "have": figure.fact.have,
        "need": figure.fact.need,
        "ratio": figure.percent or 0,
        "threshold": figure.threshold,
        "state": figure.state.value,
        "url": url,
    }


def target_url(unit: int, target: str, question: Question) -> str:
    return address("scorecard:target", unit, target, question=question)


def tiles(card: Scorecard, unit: Unit) -> list[Component]:
    """One tile a target."""
    targets = card.question.programme.targets
    return [
        cell(figure, target_url(unit.pk, figure.id, card.question))
        | {
            "label": f"{target.number}. {target.short}",
            "note": note(card, target, unit),
        }
        for target, figure in zip(targets, card.figures(unit), strict=True)
    ]


def note(card: Scorecard, target: Target, unit: Unit) -> str:
    """What a bare percentage would hide: where it is counted, who is left out."""
    if counted_above(target, unit):
        return _("Counted by district")
    missing = card.unmeasured(target, unit.pk)
    if not missing or unit.level == Level.COMMUNE:
        return ""
    words = ngettext(
        "not measurable in %(n)s unit", "not measurable in %(n)s units", missing
    )
    return words % {"n": missing}


def counted_above(target: Target, unit: Unit) -> bool:
    """A commune has no figure of its own for a target of districts."""
    return target.level == "district" and unit.level == Level.COMMUNE


def matrix(card: Scorecard, units: Iterable[Unit]) -> list[Component]:
    """One row a unit, one cell a target."""
    asked = card.question
    return [
        {
            "unit": unit,
            "url": address("scorecard:unit", unit.pk, question=asked),
            "cells": [
                cell(card.figure(target, unit), target_url(unit.pk, target.id, asked))
                | {"above": counted_above(target, unit)}
                for target in asked.programme.targets
            ],
        }
        for unit in units
    ]


def tile_map(
    card: Scorecard, target: Target, units: Mapping[int, Unit]
) -> list[Component]:
    """Blocks of districts with a tile for each commune, coloured by one target."""
    groups = []
    for district in in_order(units, Level.DISTRICT):
        tiles = [
            commune_tile(card, target, commune)
            for commune in in_order(units, Level.COMMUNE)
            if commune.parent_id == district.pk
        ]
        groups.append(
            {
                "label": district.full_name,
                "url": target_url(district.pk, target.id, card.question),
                "row": district.grid_row,
                "col": district.grid_col,
                "tiles": tiles,
            }
        )
    return groups


def commune_tile(card: Scorecard, target: Target, commune: Unit) -> Component:
    figure = card.figure(target.id, commune)
    return {
        "label": commune.full_name,
        "state": figure.state.value,
        "value": percent_of(figure) if figure.fact.need > 1 else "",
        "url": target_url(commune.pk, target.id, card.question),
    }


def in_order(units: Mapping[int, Unit], level: Level) -> list[Unit]:
    chosen = [unit for unit in units.values() if unit.level == level]
    return sorted(chosen, key=lambda unit: (unit.sort_key, unit.pk))


def missing_items(
    items: Iterable[Missing], question: Question, *, may_record: bool
) -> list[Component]:
    """What is missing; who may not record it sees no button."""
    return [
        {
            "title": item.text,
            "note": item.note,
            "due": item.due,
            "late": item.due is not None and item.due < question.as_of,
            "url": item.url if may_record else "",
            "action": item.action,
        }
        for item in items
    ]


def trail(
    unit: Unit, question: Question, roots: Collection[int]
) -> list[tuple[str, str]]:
    """Breadcrumbs from the highest of the reader's `roots` down to the unit.

    The last has no address; what lies above the roots is closed to the reader.
    """
    chain: list[Unit] = []
    open_from = 0
    step = unit.parent
    while step is not None:
        chain.append(step)
        open_from = len(chain) if step.pk in roots else open_from
        step = step.parent
    crumbs = [
        (item.full_name, address("scorecard:unit", item.pk, question=question))
        for item in reversed(chain[:open_from])
    ]
    return [*crumbs, (unit.full_name, "")]
