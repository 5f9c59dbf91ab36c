"""Forms of results: the record itself, more organisations, the filters."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.attaching import AttachingForm
from danvan.foundation.units.forms import VillageField
from danvan.foundation.units.models import Unit
from danvan.records.movements import known
from danvan.records.movements.forms.private import PrivateForm
from danvan.records.movements.models import MEASURES, Result
from danvan.records.movements.queries import Wanted
from danvan.shared import forms
from danvan.shared.forms import Text
from danvan.shared.money import MoneyField
from danvan.shared.saving import OnceForm, VersionedForm


class ResultForm(PrivateForm, AttachingForm, OnceForm, VersionedForm):
    """`result` when one is being changed; `claimed` are its organisations."""

    guarded = ("title",)
    alternatives: ClassVar[frozenset[str]] = frozenset(MEASURES)

    movement = forms.ChoiceField(label=gettext_lazy("Movement"))
    title = forms.TextField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("For example: opening the road Nà Thử – Nà Mới"),
        max_length=200,
    )
    on = forms.DateField(label=gettext_lazy("Date"))
    organisations = forms.CheckboxesField(
        label=gettext_lazy("Organisations that count it as their result"),
        help_text=gettext_lazy("Tick all that took part; it still counts once"),
        error_messages={
            "required": gettext_lazy("Choose the organisation whose result this is.")
        },
    )
    labour_days = forms.IntegerField(
        label=gettext_lazy("Days of labour"), min_value=0, required=False
    )
    land_m2 = forms.IntegerField(
        label=gettext_lazy("Land given (m²)"), min_value=0, required=False
    )
    roads_m = forms.IntegerField(
        label=gettext_lazy("Roads made or mended (m)"), min_value=0, required=False
    )
    houses = forms.IntegerField(
        label=gettext_lazy("Houses built or mended"), min_value=0, required=False
    )
    money = MoneyField(label=gettext_lazy("Money"), required=False)

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        today: date,
        result: Result | None = None,
        claimed: Iterable[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        movement = result.movement if result else ""
        choices = known.with_kept(known.movements(), movement)
        self.offer("movement", [("", _("Choose")), *choices])
        self.offer("organisations", known.with_kept(known.organisations(), *claimed))
        kept = result.village_id if result else None
        village = VillageField(unit, on=result.on if result else today, kept=kept)
        if not village.is_empty:
            self.fields["village"] = village
        self.groups = (  # type: ignore[misc]
            (_("What and where"), ("movement", "title", "on", "village")),
            (_("Figures, at least one"), MEASURES),
            (_("Who counts it"), ("organisations",)),
            (_("Evidence"), ("files",)),
        )

    def offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def ask_whether_separate(self) -> None:
        """Once results like it were shown: a tick that this is another one."""
        self.fields["separate"] = forms.TickField(
            label=_("It is another result, record it apart")
        )
        legend = _("Already recorded?")
        self.groups = ((legend, ("separate",)), *self.groups)  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = [cleaned.get(name) for name in MEASURES]
        if not any(given) and not set(MEASURES) & set(self.errors):
            self.add_error(
                MEASURES[0],
                _("Enter at least one figure: labour, land, roads, houses or money"),
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Columns of the result."""
        names = ("movement", "title", "on", "village", *MEASURES)
        found = {n: self.cleaned_data[n] for n in names if n in self.cleaned_data}
        return found | {name: found.get(name) or 0 for name in MEASURES}


class ClaimForm(forms.Form):
    organisations = forms.CheckboxesField(
        label=gettext_lazy("Organisations that count it too"),
        error_messages={
            "required": gettext_lazy("Choose the organisation whose result this is.")
        },
    )

    def __init__(self, *args: Any, claimed: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(i, n) for i, n in known.organisations() if i not in set(claimed)]
        self.fields["organisations"].choices = others  # type: ignore[attr-defined]


def all_of(label: Text, rows: Any) -> list[tuple[Any, Any]]:
    return [("", label), *rows]


def all_years() -> list[tuple[Any, Any]]:
    return all_of(_("All years"), ((str(year), str(year)) for year in known.years()))


class OverlapForm(forms.Form):
    """What the overlap is narrowed to; every field may be empty."""

    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    year = forms.ChoiceField(
        label=gettext_lazy("Year"), choices=all_years, required=False
    )
    movement = forms.ChoiceField(
        label=gettext_lazy("Movement"),
        choices=lambda: all_of(_("All movements"), known.movements()),
        required=False,
    )

    def wanted(self) -> Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        year = asked.pop("year")
        return Wanted(**asked, year=int(year) if year else None)


class FilterForm(OverlapForm):
    organisation = forms.ChoiceField(
        label=gettext_lazy("Organisation"),
        choices=lambda: all_of(_("All organisations"), known.organisations()),
        required=False,
    )
    claims = forms.ChoiceField(
        label=gettext_lazy("Counted by"),
        choices=lambda: [
            ("", _("One organisation or several")),
            ("shared", _("Several organisations")),
        ],
        required=False,
    )
