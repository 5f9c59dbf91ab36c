"""Forms of teams: the team, its officials, its sessions, closing it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.attaching import AttachingForm
from danvan.foundation.units.forms import VillageField
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import heir_of
from danvan.foundation.units.rules import Level
from danvan.records.movements import known, queries
from danvan.records.movements.forms.private import PrivateForm
from danvan.records.movements.forms.results import all_of
from danvan.records.movements.models import WITHDRAWN
from danvan.records.movements.queries import WantedTeams
from danvan.shared import forms
from danvan.shared.saving import OnceForm, VersionedForm


class TeamForm(PrivateForm, AttachingForm, OnceForm, VersionedForm):
    guarded = ("name", "purpose")

    name = forms.TextField(label=gettext_lazy("Name of the team"), max_length=200)
    field = forms.ChoiceField(label=gettext_lazy("Field"))
    valid_from = forms.DateField(label=gettext_lazy("Formed on"))
    decision_no = forms.TextField(
        label=gettext_lazy("Number of the decision"), required=False, max_length=60
    )
    purpose = forms.BlockField(label=gettext_lazy("Work to be done"), required=False)
    cases = forms.IntegerField(
        label=gettext_lazy("Cases to be settled"),
        help_text=gettext_lazy("A number only, such as the plots to be cleared"),
        min_value=0,
        required=False,
    )

    def __init__(self, *args: Any, kept: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        choices = known.with_kept(known.fields(), kept)
        self.fields["field"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class SeatField(forms.ObjectField):
    """A seat in a bloc, told by the member and the post."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.member}, {obj.post_title}"


class OfficialForm(forms.Form):
    """A member of the unit's bloc, or anybody else named with the post held."""

    full_name = forms.TextField(
        label=gettext_lazy("Full name of the official"), required=False, max_length=100
    )
    post_title = forms.TextField(
        label=gettext_lazy("Post that the official holds"),
        required=False,
        max_length=150,
    )
    is_head = forms.TickField(label=gettext_lazy("Heads the team"))
    valid_from = forms.DateField(label=gettext_lazy("In the team since"))

    def __init__(self, *args: Any, unit: Unit, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit.level == Level.COMMUNE:
            self.fields["seat"] = SeatField(
                queries.seated(unit, on=today),
                label=_("Member of the bloc"),
                required=False,
                empty_label=_("Somebody else"),
            )
        self.groups = (  # type: ignore[misc]
            (_("Official"), ("seat", "full_name", "post_title")),
            (_("In the team"), ("is_head", "valid_from")),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seat"):
            return cleaned | {"full_name": "", "post_title": ""}
        asked = {
            "full_name": _("Choose a member of the bloc or enter a full name."),
            "post_title": _("Enter the post that the official holds."),
        }
        for name, sentence in asked.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned


class SeatEndForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Left the team on"))


class SessionForm(PrivateForm, AttachingForm, OnceForm):
    guarded = ("text",)

    on = forms.DateField(label=gettext_lazy("Date"))
    text = forms.BlockField(label=gettext_lazy("Content and result"))
    attended = forms.IntegerField(
        label=gettext_lazy("People attending"), min_value=0, required=False
    )
    settled = forms.IntegerField(
        label=gettext_lazy("Cases settled at this session"), min_value=0, required=False
    )

    def __init__(self, *args: Any, unit: Unit, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        village = VillageField(heir_of(unit, today), on=today)
        if not village.is_empty:
            self.fields["village"] = village
        self.order_fields(["on", "village", "text", "attended", "settled", "files"])

    def clean_settled(self) -> int:
        return self.cleaned_data["settled"] or 0


class CloseForm(PrivateForm, AttachingForm, VersionedForm):
    guarded = ("outcome",)

    on = forms.DateField(label=gettext_lazy("Work ended on"))
    outcome = forms.BlockField(label=gettext_lazy("Outcome"))
    settled = forms.IntegerField(
        label=gettext_lazy("Cases settled in the end"), min_value=0, required=False
    )


class SessionFilterForm(forms.Form):
    """Which sessions of a team are shown."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            ("", _("All sessions")),
            ("standing", _("Those that count")),
            (WITHDRAWN, _("Withdrawn")),
        ],
        required=False,
    )

    def state_asked(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


class TeamFilterForm(forms.Form):
    """What the list of teams is narrowed to; every field may be empty."""

    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        choices=lambda: all_of(_("All fields"), known.fields()),
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            ("", _("At work or closed")),
            ("open", _("At work")),
            ("closed", _("Work closed")),
        ],
        required=False,
    )

    def wanted(self) -> WantedTeams:
        self.is_valid()
        return WantedTeams(**{n: self.cleaned_data.get(n, "") for n in self.fields})
