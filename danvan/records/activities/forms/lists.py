"""The small forms around the records: filter, choice of unit, reason."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.activities import kinds, queries, wording
from danvan.records.activities.choices import Status
from danvan.shared import forms
from danvan.shared.numbers import serial
from danvan.shared.saving import VersionedForm

REASON = 300


class FilterForm(forms.Form):
    """What the list of activities is narrowed to; every field may be empty."""

    at = forms.HiddenField(required=False)

    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of activity"),
        choices=lambda: [("", _("All kinds")), *grouped_kinds()],
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
    host = forms.ChoiceField(
        label=gettext_lazy("Held by"),
        choices=lambda: [("", _("All organisations")), *hosts()],
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """The organisation is asked where the kinds shown have one."""
        super().__init__(*args, **options)
        kind = kinds.find(self.data.get("kind", ""))
        if not (self.data.get("host") or (kind and kind.hosts)):
            del self.fields["host"]

    def wanted(self) -> queries.Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        year, place = asked.pop("year"), serial(asked.pop("at"))
        return queries.Wanted(**asked, year=int(year) if year else None, at=place)


def grouped_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (heading, [(kind.id, kind.name) for kind in members])
        for heading, members in wording.kinds_by_form()
    ]


def hosts() -> list[tuple[str, str]]:
    return [(row.id, row.name) for row in kinds.in_force().organisations]


def years() -> Sequence[int]:
    return kinds.in_force().years


class PostponeForm(VersionedForm):
    on = forms.DateField(label=gettext_lazy("New date"))
    reason = forms.TextField(
        label=gettext_lazy("Why it is postponed"), max_length=REASON
    )


class CancelForm(VersionedForm):
    reason = forms.TextField(
        label=gettext_lazy("Why it is cancelled"), max_length=REASON
    )


class CoverageForm(forms.Form):
    """What the table of organisations is narrowed to."""

    kind = forms.HiddenField(required=False)
    year = forms.ChoiceField(
        label=gettext_lazy("Year"),
        choices=lambda: [(str(y), str(y)) for y in years()],
        required=False,
    )
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    lacking = forms.TickField(
        label=gettext_lazy("Only where one is missing"), required=False
    )


class DirectiveFilterForm(forms.Form):
    """What one year's list of documents is narrowed to."""

    year = forms.HiddenField(required=False)
    q = forms.TextField(
        label=gettext_lazy("Number or abstract"), required=False, max_length=100
    )
    listed = forms.ChoiceField(
        label=gettext_lazy("On the list"),
        choices=[
            ("", gettext_lazy("All documents")),
            ("now", gettext_lazy("Still on the list")),
            ("off", gettext_lazy("Taken off the list")),
        ],
        required=False,
    )
