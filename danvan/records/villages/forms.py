"""Forms of the villages: a pasted list, a name, an end, the filters of both lists."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.records.blocs.models import Seat
from danvan.records.villages.rules import one_a_line
from danvan.shared import forms
from danvan.shared.refusals import Refused
from danvan.shared.saving import VersionedForm

NOBODY = "nobody"


class NamesForm(forms.Form):
    names = forms.BlockField(
        label=gettext_lazy("Names of villages and street groups"),
        help_text=gettext_lazy("One a line; a list may be pasted"),
        rows=12,
    )
    valid_from = forms.DateField(label=gettext_lazy("There since"))

    def clean_names(self) -> list[str]:
        return one_a_line(self.cleaned_data["names"])


class NameForm(VersionedForm):
    name = forms.TextField(label=gettext_lazy("Name of the village"), max_length=100)


class EndForm(VersionedForm):
    on = forms.DateField(label=gettext_lazy("Ended on"))
    reason = forms.TextField(
        label=gettext_lazy("What became of it"),
        help_text=gettext_lazy("For example: merged into Nà Thử, decision 12/NQ-HĐND"),
        max_length=300,
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        try:
            refuse_personal_numbers({"reason": (_("Reason"), reason)})
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return reason


class WhoForm(forms.Form):
    """Whose villages of one commune are shown; `people` are its members by seat."""

    unit = forms.HiddenField(required=False)

    def __init__(self, *args: Any, people: Iterable[Seat], **words: Any) -> None:
        super().__init__(*args, **words)
        seats = [(str(seat.pk), str(seat.member)) for seat in people]
        self.fields["who"] = forms.ChoiceField(
            label=_("In charge"),
            choices=[("", _("All villages")), (NOBODY, _("Nobody")), *seats],
            required=False,
        )

    def who(self) -> str:
        """A seat's number, NOBODY, or "" for everybody's."""
        self.is_valid()
        return str(self.cleaned_data.get("who", ""))


class FilterForm(forms.Form):
    """What the communes are narrowed to; every field may be empty."""

    q = forms.TextField(
        label=gettext_lazy("Commune or district"), required=False, max_length=100
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Villages in charge of somebody"),
        choices=lambda: [
            ("", _("All communes")),
            ("open", _("Some without anybody")),
            ("full", _("All covered")),
            ("none", _("No list of villages yet")),
        ],
        required=False,
    )

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
