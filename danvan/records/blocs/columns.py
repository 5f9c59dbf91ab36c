"""The columns of the list of blocs, on the page and in the file."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from danvan.records.blocs.models import Bloc
from danvan.shared.listing import Column


def blocs() -> list[Column[Bloc]]:
    """Of blocs with what `queries.listed` adds."""
    place = ("unit__sort_key", "unit")
    return [
        Column("code", _("Unit code"), lambda row: row.unit.code, width=10),
        Column(
            "commune", _("Commune"), lambda row: row.unit.full_name, "text", 26, place
        ),
        Column(
            "district",
            _("District"),
            lambda row: str(row.unit.parent or ""),
            width=22,
            order=("unit__parent__sort_key", *place),
        ),
        Column("head", _("Head of the bloc"), added("head"), "text", 28, ("head_key",)),
        number("seated", _("Members")),
        Column(
            "composition",
            _("Composition"),
            lambda row: (
                _("Complete") if added("is_satisfied")(row) else _("Incomplete")
            ),
            order=("is_satisfied",),
        ),
        Column(
            "regulation",
            _("Regulation"),
            lambda row: _("In force") if added("is_ruled")(row) else _("None"),
            order=("is_ruled",),
        ),
        number("assigned", _("With duties")),
        number("changes", _("To be re-formed")),
    ]


def added(name: str) -> Callable[[Bloc], Any]:
    return lambda row: getattr(row, name)


def number(key: str, header: str) -> Column[Bloc]:
    return Column(key, header, added(key), "integer", 12, (key,))
