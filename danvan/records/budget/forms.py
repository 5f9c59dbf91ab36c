"""Forms of the budget: a line, an amount with its paper, an expense, the filter."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.documents.attaching import AttachingForm
from danvan.foundation.documents.guarded import GuardedForm
from danvan.foundation.units.rules import Level
from danvan.records.budget import known
from danvan.records.budget.models import WITHDRAWN
from danvan.records.budget.queries import Wanted
from danvan.shared import forms
from danvan.shared.forms import Text
from danvan.shared.money import MoneyField
from danvan.shared.saving import OnceForm, VersionedForm


class PrivateForm(GuardedForm):
    guarded: ClassVar[Sequence[str]] = ("text",)


class LineForm(PrivateForm, AttachingForm, OnceForm, VersionedForm):
    """`line_year` is that of a line being changed, which keeps it."""

    year = forms.ChoiceField(label=gettext_lazy("Budget year"), coerce=int)
    text = forms.TextField(label=gettext_lazy("For what"), max_length=200)
    source = forms.RadioField(label=gettext_lazy("Source of the money"))
    programme_task = forms.ChoiceField(
        label=gettext_lazy("Task of the programme"), required=False
    )
    estimate = MoneyField(label=gettext_lazy("Estimate"), min_value=1)

    def __init__(
        self,
        *args: Any,
        today: date,
        line_year: int | None = None,
        stored: tuple[str, str] = ("", ""),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("year", programme.current().default_year(today))
        if line_year is None:
            years = [(year, str(year)) for year in known.years()]
            self.fields["year"].choices = years  # type: ignore[attr-defined]
        else:
            del self.fields["year"]
        source, task = stored
        sources, tasks = dict(known.sources()), list(known.tasks())
        if source and source not in sources:
            sources[source] = source
        self.fields["source"].choices = list(sources.items())  # type: ignore[attr-defined]
        choices: list[tuple[Any, Any]] = [("", _("No single task")), *tasks]
        if task and task not in {one for _group, rows in tasks for one, _name in rows}:
            choices.append((task, task))
        self.fields["programme_task"].choices = choices  # type: ignore[attr-defined]


class AmountForm(AttachingForm, VersionedForm):
    """What was approved or allocated, and by which paper."""

    amount = MoneyField(label=gettext_lazy("Amount"))
    number = forms.TextField(
        label=gettext_lazy("Number of the decision"),
        help_text=gettext_lazy("For example 123/QĐ-UBND"),
        max_length=60,
    )


class ExpenseForm(PrivateForm, AttachingForm, OnceForm):
    on = forms.DateField(label=gettext_lazy("Spent on"))
    amount = MoneyField(label=gettext_lazy("Amount spent"), min_value=1)
    text = forms.TextField(label=gettext_lazy("For what"), max_length=200)
    voucher_no = forms.TextField(
        label=gettext_lazy("Number of the voucher"),
        help_text=gettext_lazy("For example PC 15"),
        max_length=60,
    )


def all_of(label: Text, rows: Any) -> list[tuple[Any, Any]]:
    return [("", label), *rows]


class FilterForm(forms.Form):
    """What the list and the sums are narrowed to; every field may be empty."""

    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    reach = forms.ChoiceField(
        label=gettext_lazy("Whose lines"),
        choices=lambda: [
            ("", _("The unit and all below")),
            ("own", _("The unit alone")),
            ("below", _("Only those below")),
        ],
        required=False,
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year"),
        choices=lambda: all_of(
            _("All years"), ((str(y), str(y)) for y in known.years())
        ),
        required=False,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        choices=lambda: all_of(_("All sources"), known.sources()),
        required=False,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=lambda: all_of(_("All levels"), Level.choices),
        required=False,
    )
    task = forms.ChoiceField(
        label=gettext_lazy("Task"),
        choices=lambda: all_of(_("All tasks"), tasks_and_groups()),
        required=False,
    )

    def wanted(self) -> Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        year = asked.pop("year", "")
        return Wanted(**asked, year=int(year) if year else None)


def tasks_and_groups() -> list[tuple[str, str]]:
    """Each group, and below it its tasks."""
    rows: list[tuple[str, str]] = []
    for group, (name, tasks) in zip(known.groups(), known.tasks(), strict=True):
        rows.append((str(group.number), name))
        rows += [(task, f"– {text}") for task, text in tasks]
    return rows


class ExpenseFilterForm(forms.Form):
    """Which expenses of a line are shown."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            ("", _("All expenses")),
            ("standing", _("Those that count")),
            (WITHDRAWN, _("Withdrawn")),
        ],
        required=False,
    )

    def state_asked(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


class YearForm(forms.Form):
    """The year of the sums, and the unit that goes along."""

    year = FilterForm.base_fields["year"]
    unit = forms.HiddenField(required=False)
