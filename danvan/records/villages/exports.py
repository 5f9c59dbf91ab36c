"""Columns of the two lists: communes with their coverage, villages with who."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.units.models import Unit, Village
from danvan.records.blocs.models import Duty
from danvan.records.villages.queries import Coverage
from danvan.shared.listing import Column
from danvan.shared.numbers import percent


def commune_columns(found: Mapping[int, Coverage]) -> list[Column[Unit]]:
    def of(unit: Unit) -> Coverage:
        return found[unit.pk]

    return [
        Column("commune", _("Commune"), str, width=28, order=("sort_key",)),
        Column(
            "district",
            _("District"),
            lambda unit: unit.parent or "",
            width=28,
            order=("parent__sort_key", "sort_key"),
        ),
        Column(
            "total",
            _("Villages"),
            lambda unit: of(unit).total,
            "integer",
            order=("villages_total", "sort_key"),
        ),
        Column(
            "covered",
            _("In charge of somebody"),
            lambda unit: of(unit).covered,
            "integer",
            order=("villages_covered", "sort_key"),
        ),
        Column(
            "open",
            _("In charge of nobody"),
            lambda unit: of(unit).total - of(unit).covered,
            "integer",
            order=("villages_open", "sort_key"),
        ),
        Column(
            "share",
            _("Share"),
            lambda unit: percent(of(unit).covered, of(unit).total),
            "percent",
            order=("share", "sort_key"),
        ),
    ]


def village_columns(found: Coverage) -> list[Column[Village]]:
    def people(village: Village) -> str:
        return "; ".join(person(duty) for duty in found.duties.get(village.pk, []))

    return [
        Column("name", _("Village"), str, width=28, order=("sort_key",)),
        Column(
            "people", _("In charge"), people, width=50, order=("carers", "sort_key")
        ),
        Column(
            "since",
            _("There since"),
            lambda village: village.valid_from,
            "date",
            order=("valid_from", "sort_key"),
        ),
    ]


def person(duty: Duty) -> Any:
    return f"{duty.seat.member}, {duty.seat.post_title}"
