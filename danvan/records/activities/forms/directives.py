"""Forms of the yearly list of documents and of their audiences."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from danvan.foundation.access.choosing import unit_choices
from danvan.foundation.units.models import Unit
from danvan.shared import forms
from danvan.shared.saving import VersionedForm


class DirectiveForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("List of"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=2000, max_value=2100
    )
    number = forms.TextField(
        label=gettext_lazy("Number and symbol"),
        max_length=60,
        help_text=gettext_lazy("For example 05-CT/TU"),
    )
    about = forms.TextField(label=gettext_lazy("Abstract"), max_length=300)
    issued_on = forms.DateField(label=gettext_lazy("Issued on"), required=False)
    listed_on = forms.DateField(label=gettext_lazy("On the list from"))

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = unit_choices(self.units.values())  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class OffListForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Off the list from"))


class AudienceForm(VersionedForm):
    count = forms.IntegerField(
        label=gettext_lazy("People the document is meant for"), min_value=1
    )
    source = forms.TextField(
        label=gettext_lazy("Source of the figure"),
        max_length=200,
        help_text=gettext_lazy("For example: list of households, 31/12/2023"),
    )
    declared_on = forms.DateField(
        label=gettext_lazy("Declared on"),
        help_text=gettext_lazy(
            "For example 05/3/2024. When a figure is amended, its first day stays"
        ),
    )

    def values(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n != "version"}
