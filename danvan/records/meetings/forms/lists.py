"""What the list of meetings is narrowed to."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.activities import kinds
from danvan.records.meetings import queries
from danvan.records.meetings.around import kinds_of
from danvan.records.meetings.rules import BRIEFING, DIALOGUE
from danvan.shared import forms

OPEN_THINGS = (
    ("conclusions", gettext_lazy("Conclusions still open")),
    ("minutes", gettext_lazy("Minutes missing or not final")),
    ("announcement", gettext_lazy("Announced late or not at all")),
    ("result", gettext_lazy("Result not made known in time")),
)


class FilterForm(forms.Form):
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Meeting"),
        choices=lambda: [
            ("", _("All meetings")),
            *((k, kinds.kind_name(k)) for k in kinds_of(BRIEFING, DIALOGUE)),
        ],
        required=False,
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year"),
        choices=lambda: [
            ("", _("All years")),
            *((str(year), str(year)) for year in kinds.in_force().years),
        ],
        required=False,
    )
    lacks = forms.ChoiceField(
        label=gettext_lazy("What is open"),
        choices=lambda: [("", _("Everything")), *OPEN_THINGS],
        required=False,
    )

    def wanted(self) -> queries.Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked: dict[str, Any] = {
            name: self.cleaned_data.get(name, "") for name in self.fields
        }
        year = asked.pop("year")
        return queries.Wanted(**asked, year=int(year) if year else None)
