"""The small forms of deadlines and of the working calendar."""

from dataclasses import dataclass
from typing import Any

from django.forms import FileInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from danvan.foundation import programme
from danvan.foundation.deadlines.models import CalendarDay
from danvan.foundation.deadlines.rules import DayRow, Rung
from danvan.foundation.deadlines.sheet import LARGEST, NAME, SOURCE
from danvan.foundation.documents.guarded import GuardedForm
from danvan.shared import forms
from danvan.shared.saving import VersionedForm

OFF, WORKED = "off", "worked"
RUNNING, PAUSED, DONE, LATE, DROPPED = "running", "paused", "done", "late", "dropped"
STATES = [
    (RUNNING, gettext_lazy("Still owed")),
    (PAUSED, pgettext_lazy("deadline", "Paused")),
    (DONE, gettext_lazy("Done")),
    (LATE, gettext_lazy("Done late")),
    (DROPPED, gettext_lazy("No longer owed")),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    unit: str = ""
    rule: str = ""
    rung: Rung | None = None
    state: str = RUNNING


class FilterForm(forms.Form):
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    rule = forms.ChoiceField(
        label=gettext_lazy("Kind of deadline"),
        choices=lambda: [("", _("All deadlines")), *rules()],
        required=False,
    )
    rung = forms.ChoiceField(
        label=gettext_lazy("How late"),
        choices=lambda: [("", _("All")), *Rung.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=STATES, required=False
    )

    def wanted(self) -> Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        rung = Rung(int(asked["rung"])) if asked["rung"] else None
        state = asked["state"] or RUNNING
        return Wanted(asked["unit"], asked["rule"], rung, state)


def rules() -> list[tuple[str, str]]:
    return [(clock.id, clock.name) for clock in programme.current().clocks]


class PauseForm(GuardedForm, VersionedForm):
    guarded = ("reason",)
    on = forms.DateField(label=gettext_lazy("Paused from"))
    reason = forms.TextField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: waiting for the district's land office to measure the plot"
        ),
    )


class ResumeForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Runs on from"),
        help_text=gettext_lazy("This day counts again"),
    )


class DayForm(GuardedForm, VersionedForm):
    guarded = ("name", "source")
    day = forms.DateField(label=gettext_lazy("Day"))
    is_working = forms.RadioField(
        label=gettext_lazy("On this day offices"),
        choices=[(OFF, gettext_lazy("are closed")), (WORKED, gettext_lazy("work"))],
        coerce=lambda choice: choice == WORKED,
    )
    name = forms.TextField(
        label=gettext_lazy("Name of the day"),
        max_length=NAME,
        help_text=gettext_lazy("For example: Nghỉ bù Quốc khánh"),
    )
    source = forms.TextField(
        label=gettext_lazy("Decided by"),
        max_length=SOURCE,
        required=False,
        help_text=gettext_lazy("Number and date of the document"),
    )
    agreed = forms.HiddenField(required=False)

    def row(self) -> DayRow:
        values = self.cleaned_data
        return DayRow(
            values["day"], values["is_working"], values["name"], values["source"]
        )

    def agree(self) -> None:
        """After the moved deadlines were shown: sent again, the form saves."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["agreed"] = agreement(self.row())  # type: ignore[index]

    def is_agreed(self) -> bool:
        return bool(self.cleaned_data["agreed"] == agreement(self.row()))


def agreement(row: DayRow) -> str:
    """What was shown, so that another day sent with it is shown anew."""
    return f"{row.day.isoformat()} {'+' if row.is_working else '-'}"


def stored_day(day: CalendarDay) -> dict[str, Any]:
    return {
        "day": day.day,
        "is_working": WORKED if day.is_working else OFF,
        "name": day.name,
        "source": day.source,
        "version": day.version,
    }


class RemoveForm(GuardedForm, VersionedForm):
    guarded = ("reason",)
    reason = forms.TextField(label=gettext_lazy("Reason"), max_length=300)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of days"),
        max_bytes=LARGEST,
        allow_empty_file=True,  # `sheet` has the better sentence
        widget=FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy(
            "An Excel workbook or a csv table with the columns Ngày, Loại, Tên, Căn cứ"
        ),
    )


class AgreeForm(forms.Form):
    """The days that were shown, sent back to be saved."""

    text = forms.HiddenField(strip=False)
