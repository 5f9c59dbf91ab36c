"""Movements, organisations and fields of the programme as the pages name them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.programme.schema import named
from danvan.shared.money import dong
from danvan.shared.numbers import decimal

type Choices = list[tuple[str, str]]


def movements() -> Choices:
    return [(row.id, row.name) for row in programme.current().movements]


def movement_name(movement: str) -> str:
    return named(programme.current().movements, movement)


def organisations() -> Choices:
    return [(row.id, row.name) for row in programme.current().organisations]


def organisation_name(organisation: str) -> str:
    return named(programme.current().organisations, organisation)


def organisation_names(ids: Iterable[str]) -> str:
    """Their names in the programme's order, those it lost last."""
    known = [id_ for id_, _name in organisations()]
    ordered = sorted(
        ids, key=lambda i: (known.index(i) if i in known else len(known), i)
    )
    return ", ".join(map(organisation_name, ordered))


def fields() -> Choices:
    return [(row.id, row.name) for row in programme.current().team_fields]


def field_name(field: str) -> str:
    return named(programme.current().team_fields, field)


def years() -> list[int]:
    return sorted(programme.current().years, reverse=True)


def with_kept(choices: Choices, *kept: str) -> Choices:
    """The choices, and what a record names though the programme no longer does."""
    known = dict(choices)
    return [*choices, *((id_, id_) for id_ in kept if id_ and id_ not in known)]


def measure_text(name: str, number: int) -> str:
    """120 ngày công; the number with its unit."""
    words = {"number": decimal(number)}
    return {
        "labour_days": lambda: _("%(number)s days of labour") % words,
        "land_m2": lambda: _("%(number)s m² of land") % words,
        "roads_m": lambda: _("%(number)s m of roads") % words,
        "houses": lambda: _("%(number)s houses") % words,
        "money": lambda: dong(number),
    }[name]()


def measures_text(figures: dict[str, int]) -> str:
    return ", ".join(measure_text(name, n) for name, n in figures.items() if n)
