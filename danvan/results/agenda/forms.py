"""What the month is narrowed to."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.activities.forms.lists import grouped_kinds
from danvan.results.agenda.month import DEADLINES, Wanted
from danvan.shared import forms


class MonthForm(forms.Form):
    """`month` goes along; a person of one commune is not asked for the unit."""

    month = forms.HiddenField(required=False)
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=lambda: [
            ("", _("Activities and deadlines")),
            (DEADLINES, _("Deadlines alone")),
            *grouped_kinds(),
        ],
        required=False,
    )

    def __init__(self, *args: Any, has_many: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_many:
            del self.fields["unit"]

    def wanted(self) -> Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(unit=asked.get("unit", ""), kind=asked.get("kind", ""))
