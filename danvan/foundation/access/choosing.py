"""The unit a record is for: named in the address, the only one, or chosen."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.access.guard import UserRequest
from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.units.models import Unit, UnitQuerySet
from danvan.shared import forms
from danvan.shared.numbers import serial


def covered(user: User, permission: Permission, *, on: date) -> QuerySet[Unit]:
    """Units in force that the permission covers, communes under their district."""
    return reached(user, permission, on=on).in_force(on)


def reached(user: User, permission: Permission, *, on: date) -> UnitQuerySet:
    """The same and those that ended: a record may be written late."""
    units = Unit.objects.within(*user.root_units(on, permission))
    return units.select_related("parent").order_by(
        "level", "parent__sort_key", "sort_key", "pk"
    )


def unit_asked(
    request: UserRequest, units: QuerySet[Unit], permission: Permission
) -> Unit | None:
    """The unit of ?unit=, ended ones included, or the only one of `units`."""
    if number := serial(request.GET.get("unit", "")):
        rows = reached(request.user, permission, on=request.today)
        return get_object_or_404(rows, pk=number)
    found = list(units[:2])
    return found[0] if len(found) == 1 else None


class UnitForm(forms.Form):
    """Which unit the record is for; the rest of the address goes along."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = unit_choices(units)  # type: ignore[attr-defined]
        for name in self.initial:
            if name not in self.fields:
                self.fields[name] = forms.HiddenField(required=False)


def unit_choices(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units under their parent; those without one stand first, ungrouped."""
    choices: list[tuple[Any, Any]] = [("", _("Choose"))]
    for parent, rows in groupby(units, key=lambda unit: unit.parent):
        boxes = [(unit.pk, str(unit)) for unit in rows]
        choices += [(str(parent), boxes)] if parent else boxes
    return choices


def choose_unit(
    request: UserRequest,
    units: Iterable[Unit],
    *,
    title: str,
    label: str = "",
    **context: Any,
) -> HttpResponse:
    """The page that asks for the unit and comes back to the same address with it."""
    asked = {n: value for n, value in request.GET.items() if n != "unit"}
    form = UnitForm(initial=asked, units=units)
    if label:
        form.fields["unit"].label = label
    context |= {"title": title, "form": form}
    return render(request, "access/choose_unit.html", context)
