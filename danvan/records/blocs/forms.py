"""What people type about blocs; the rules themselves are asked by the actions."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.forms import AttachmentField
from danvan.foundation.units.models import Unit, UnitQuerySet
from danvan.records.blocs.choices import (
    Cadence,
    ProfessionalLevel,
    SeatRole,
    Sex,
    TheoryLevel,
)
from danvan.records.blocs.models import Member, MemberQuerySet, Seat
from danvan.shared import forms

NOT_STATED = gettext_lazy("Not stated")
POSTS_LIST = "posts"
"""Id of the list of posts that the browser offers while typing."""


class FilterForm(forms.Form):
    """The bar over the list of blocs; the state is chosen by a tab."""

    q = forms.TextField(
        label=gettext_lazy("Commune or member"), required=False, max_length=100
    )
    district = forms.ObjectField(
        Unit.objects.none(),
        label=gettext_lazy("District"),
        required=False,
        empty_label=gettext_lazy("All districts"),
    )
    state = forms.HiddenField(required=False)

    def __init__(self, districts: UnitQuerySet, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day as of which a bloc is looked at."""

    on = forms.DateField(label=gettext_lazy("As of"), required=False, help_text="")


class EstablishForm(forms.Form):
    unit = forms.ObjectField(Unit.objects.none(), label=gettext_lazy("Commune"))
    valid_from = forms.DateField(label=gettext_lazy("Founded on"))
    decision_no = forms.TextField(
        label=gettext_lazy("Founding decision"),
        help_text=gettext_lazy("For example 12-QĐ/ĐU"),
        max_length=60,
        required=False,
    )

    def __init__(self, communes: UnitQuerySet, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["unit"].queryset = communes  # type: ignore[attr-defined]


class BlocEditForm(forms.Form):
    """A correction of the bloc itself."""

    valid_from = forms.DateField(label=gettext_lazy("Founded on"))
    decision_no = forms.TextField(
        label=gettext_lazy("Founding decision"),
        help_text=gettext_lazy("For example 12-QĐ/ĐU"),
        max_length=60,
        required=False,
    )
    version = forms.HiddenField()

    def values(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n != "version"}


class PastField(forms.ObjectField):
    """Somebody who sat before, with the commune: it may have merged since."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.unit}"


class PersonForm(forms.Form):
    """Who takes a seat: somebody who sat here before, or a person entered now."""

    alternatives: ClassVar[frozenset[str]] = frozenset({"full_name", "sex"})

    member = PastField(
        Member.objects.none(),
        label=gettext_lazy("Sat in this bloc before"),
        help_text=gettext_lazy("Choose the person; name and sex are then taken over"),
        empty_label=gettext_lazy("No, a new person"),
        required=False,
    )
    full_name = forms.TextField(
        label=gettext_lazy("Full name"), max_length=100, required=False
    )
    sex = forms.RadioField(
        choices=Sex.choices, label=gettext_lazy("Sex"), required=False
    )
    post_title = forms.TextField(
        label=gettext_lazy("Post"),
        help_text=gettext_lazy("As in the decision, for example Chủ tịch Hội Nông dân"),
        max_length=150,
    )
    decision_no = forms.TextField(
        label=gettext_lazy("Decision"), max_length=60, required=False
    )
    professional = forms.ChoiceField(
        choices=ProfessionalLevel.choices,
        blank=NOT_STATED,
        label=gettext_lazy("Professional level"),
        required=False,
    )
    theory = forms.ChoiceField(
        choices=TheoryLevel.choices,
        blank=NOT_STATED,
        label=gettext_lazy("Political theory level"),
        required=False,
    )
    languages = forms.TextField(
        label=gettext_lazy("Working languages"),
        help_text=gettext_lazy("For example Tày, Dao"),
        max_length=120,
        required=False,
    )

    def __init__(self, past: MemberQuerySet | None, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["post_title"].widget.attrs["list"] = POSTS_LIST
        if past is None:
            del self.fields["member"]
            self.fields["full_name"].required = self.fields["sex"].required = True
        else:
            self.fields["member"].queryset = past  # type: ignore[attr-defined]
            self.fields["full_name"].help_text = gettext_lazy("Only for a new person")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("member"):
            for name in ("full_name", "sex"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class SeatForm(PersonForm):
    """A seat from the day of joining."""

    groups: ClassVar[Any] = [
        (gettext_lazy("Person"), ["member", "full_name", "sex"]),
        (
            gettext_lazy("Seat"),
            ["role", "post_title", "body", "valid_from", "decision_no"],
        ),
        (gettext_lazy("Levels"), ["professional", "theory", "languages"]),
    ]
    role = forms.ChoiceField(
        choices=SeatRole.choices,
        blank=gettext_lazy("Choose"),
        label=gettext_lazy("Place in the bloc"),
    )
    body = forms.TextField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Left empty, it follows from the post"),
        max_length=150,
        required=False,
    )
    valid_from = forms.DateField(label=gettext_lazy("Joined on"))
    field_order = [name for _legend, names in groups for name in names]

    SEAT: ClassVar[tuple[str, ...]] = (
        *("role", "post_title", "body", "decision_no", "valid_from"),
        *("full_name", "sex"),
    )
    LEVELS: ClassVar[tuple[str, ...]] = ("professional", "theory", "languages")


class SeatEditForm(SeatForm):
    """A correction; VERSIONS are those of seat and person that the page showed."""

    groups: ClassVar[Any] = [
        (gettext_lazy("Person"), ["full_name", "sex"]),
        (
            gettext_lazy("Seat"),
            [*SeatForm.groups[1][1], "post_ended_on"],
        ),
        (
            gettext_lazy("Levels"),
            ["professional", "theory", "languages", "levels_on"],
        ),
    ]
    VERSIONS: ClassVar[tuple[str, ...]] = ("version", "member_version")
    post_ended_on = forms.DateField(
        label=gettext_lazy("No longer holds the post since"),
        help_text=gettext_lazy(
            "Clear it if the change of post was recorded by mistake"
        ),
        required=False,
    )
    levels_on = forms.DateField(
        label=gettext_lazy("New level since"),
        help_text=gettext_lazy(
            "Only when the level itself changed; left empty, the entry is corrected"
        ),
        required=False,
    )
    version = forms.HiddenField()
    member_version = forms.HiddenField()

    def __init__(self, seat: Seat, *args: Any, **words: Any) -> None:
        super().__init__(None, *args, **words)
        if seat.post_ended_on is None:
            del self.fields["post_ended_on"]

    def seat_values(self) -> dict[str, Any]:
        names = {*self.SEAT, "post_ended_on"} & set(self.cleaned_data)
        return {name: self.cleaned_data[name] for name in names}

    def level_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.LEVELS}


class HandOverForm(PersonForm):
    groups: ClassVar[Any] = [
        (gettext_lazy("Handover"), ["on", "decision_no"]),
        (gettext_lazy("Successor"), ["member", "full_name", "sex", "post_title"]),
        (gettext_lazy("Levels"), ["professional", "theory", "languages"]),
    ]
    on = forms.DateField(
        label=gettext_lazy("Successor takes over on"),
        help_text=gettext_lazy("The leaver sits until the day before. 05/3/2024"),
    )
    field_order = [name for _legend, names in groups for name in names]


class EndForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Leaves on"),
        help_text=gettext_lazy("First day out of the bloc, for example 05/3/2024"),
    )
    reason = forms.TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For example retired, moved to another commune"),
        max_length=200,
        required=False,
    )


class PostChangeForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("No longer holds the post since"))


class RegulationForm(forms.Form):
    document_no = forms.TextField(
        label=gettext_lazy("Document number"),
        help_text=gettext_lazy("For example 05-QC/ĐU"),
        max_length=60,
        required=False,
    )
    adopted_on = forms.DateField(label=gettext_lazy("Adopted on"))
    valid_from = forms.DateField(
        label=gettext_lazy("Takes effect on"),
        help_text=gettext_lazy("Left empty: on the day of adoption"),
        required=False,
    )
    cadence = forms.RadioField(
        choices=Cadence.choices,
        label=gettext_lazy("Periodic briefing"),
        initial=Cadence.QUARTER,
    )
    text = forms.BlockField(label=gettext_lazy("Text"), rows=10, required=False)
    attachments = AttachmentField(label=gettext_lazy("Files"))


class RegulationEditForm(RegulationForm):
    """A correction of one version."""

    version = forms.HiddenField()

    def values(self) -> dict[str, Any]:
        """Columns of the version, without its files."""
        apart = {"version", "attachments"}
        values = {n: v for n, v in self.cleaned_data.items() if n not in apart}
        return values | {"valid_from": values["valid_from"] or values["adopted_on"]}


def shown(form: forms.Form, name: str, value: Any) -> str:
    """A raw value of a field as its reader sees it: the label of a choice, a date."""
    field = form.fields[name]
    choices: Iterator[tuple[Any, Any]] = iter(getattr(field, "choices", ()))
    labels = {str(key): str(label) for key, label in choices}
    text = str(field.prepare_value(value) if value is not None else "")
    return labels.get(text, text)


def clash_rows(form: forms.Form, stored: Mapping[str, Any]) -> list[dict[str, str]]:
    """Rows of components/clash.html: the fields where mine and the stored differ."""
    rows = [
        {
            "label": str(form[name].label),
            "mine": shown(form, name, form[name].value()),
            "theirs": shown(form, name, value),
        }
        for name, value in stored.items()
        if name in form.fields and not form[name].is_hidden
    ]
    return [row for row in rows if row["mine"] != row["theirs"]]


def overwritable(form: forms.Form, versions: Mapping[str, int]) -> None:
    """Let the next save of this form rest on what is stored now."""
    data = cast("QueryDict", form.data).copy()
    data.update({name: str(version) for name, version in versions.items()})
    form.data = data
