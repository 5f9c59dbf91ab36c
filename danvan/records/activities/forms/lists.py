"""The small forms around the records: filter, choice of unit, reason."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, queries
from danvan.records.activities.choices import Status
from danvan.shared import forms
from danvan.shared.numbers import serial


class FilterForm(forms.Form):
    """What the list of activities is narrowed to; every field may be empty."""

    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of activity"),
        choices=lambda: [("", _("All kinds")), *((k.id, k.name) for k in all_kinds())],
        required=False,
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year"),
        choices=lambda: [("", _("All years")), *((str(y), str(y)) for y in years())],
        required=False,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=lambda: [("", _("All but withdrawn")), *Status.choices],
        required=False,
    )

    def wanted(self) -> queries.Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        year = asked.pop("year")
        return queries.Wanted(**asked, year=int(year) if year else None)


def all_kinds() -> tuple[Kind, ...]:
    return kinds.in_force().kinds


def years() -> Sequence[int]:
    return kinds.in_force().years


class UnitForm(forms.Form):
    """Which unit the record is for, when the person covers several."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    hidden: ClassVar[Sequence[str]] = ("kind", "year", "directive")

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        field.choices = unit_choices(units)  # type: ignore[attr-defined]
        for name in self.hidden:
            self.fields[name] = forms.HiddenField(required=False)


def unit_choices(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units under their parent; those without one stand first, ungrouped."""
    choices: list[tuple[Any, Any]] = [("", _("Choose"))]
    for parent, rows in groupby(units, key=lambda unit: unit.parent):
        boxes = [(unit.pk, str(unit)) for unit in rows]
        choices += [(str(parent), boxes)] if parent else boxes
    return choices


class VersionedForm(forms.Form):
    """A form that knows which version of the record the person saw."""

    version = forms.HiddenField(required=False)

    def seen_version(self) -> int:
        """That version; 0 when there was none, so that nothing is overwritten."""
        return serial(self.cleaned_data["version"])

    def acknowledge(self, version: int) -> None:
        """After both texts were shown: sent again, the form replaces this version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]


class ReasonForm(VersionedForm):
    reason = forms.TextField(
        label=gettext_lazy("Reason for the withdrawal"), max_length=300
    )
