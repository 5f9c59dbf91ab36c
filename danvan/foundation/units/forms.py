"""A unit, typed as people write it, and a village chosen from those of a commune."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.units.models import Unit, UnitQuerySet
from danvan.foundation.units.queries import meant_by
from danvan.foundation.units.rules import LONGEST_NAME
from danvan.foundation.units.villages import choosable
from danvan.shared.fields import ObjectField
from danvan.shared.text import nfc


class UnitField(forms.Field):
    """Code or name, marks optional; gives one of `units`, which a form may narrow."""

    def __init__(self, *, units: UnitQuerySet | None = None, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        options.setdefault(
            "help_text", gettext_lazy("Name or code, marks are not needed")
        )
        super().__init__(**options)
        self.units = units if units is not None else Unit.objects.none()

    def to_python(self, value: Any) -> Unit | None:
        typed = nfc(str(value or ""))
        if not typed:
            return None
        if len(typed) > LONGEST_NAME:
            raise forms.ValidationError(_("A name has at most 100 letters."))
        meant = meant_by(typed, self.units)
        if len(meant) == 1:
            return meant[0]
        raise forms.ValidationError(sentence(typed, meant))

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Unit) else value


def sentence(typed: str, meant: Any) -> str:
    if not meant:
        return _("No unit in your area is called %(typed)s.") % {"typed": typed}
    choices = "; ".join(described(unit) for unit in meant)
    return _("%(typed)s may be: %(choices)s. Enter the code.") % {
        "typed": typed,
        "choices": choices,
    }


def described(unit: Unit) -> str:
    above = f", {unit.parent.full_name}" if unit.parent else ""
    return f"{unit.code} {unit.full_name}{above}"


class VillageField(ObjectField):
    """One of the villages a commune has that day, or none of them.

    `kept` is the number of a village that a record already names. A unit above the
    communes has none, and so has a commune whose list is not entered: `is_empty` then
    tells a form to leave the question out.
    """

    def __init__(
        self, unit: Unit, *, on: date, kept: int | None = None, **options: Any
    ) -> None:
        options.setdefault("label", gettext_lazy("Village or street group"))
        options.setdefault("empty_label", gettext_lazy("The whole commune"))
        super().__init__(choosable(unit, on=on, kept=kept), required=False, **options)

    @property
    def is_empty(self) -> bool:
        return self.queryset is None or not self.queryset.exists()
