"""What the lists are narrowed to; every field may be empty."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.units.rules import Level
from danvan.records.plans.choices import Standing
from danvan.records.plans.overview import Issue
from danvan.shared import forms


def year_choices() -> list[tuple[str, str]]:
    years = programme.current().years
    return [(str(year), str(year)) for year in (*years, years[-1] + 1)]


def task_choices() -> list[tuple[str, Any]]:
    """Tasks of the programme under the headings of its parts."""
    return [
        (
            f"{group.number}. {group.title}",
            [(task.id, f"{task.id}. {shortened(task.text)}") for task in group.tasks],
        )
        for group in programme.current().task_groups
    ]


LONGEST = 70


def shortened(text: str) -> str:
    """Whole words, so that the list fits a phone."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0]}…"


class Filter(forms.Form):
    def asked(self, name: str) -> str:
        """What can be read of one field; what cannot asks for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class PlansFilter(Filter):
    year = forms.ChoiceField(label=gettext_lazy("Year"), choices=year_choices)
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=lambda: [("", _("All")), *((str(v), n) for v, n in Level.choices)],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State of the plan"),
        choices=lambda: [("", _("All")), *Issue.choices],
        required=False,
    )


class TasksFilter(Filter):
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            ("", _("All")),
            ("open", _("Not done yet")),
            ("late", _("Overdue or done late")),
            ("done", _("Done")),
            ("carried", _("Carried into a later plan")),
            ("cancelled", _("Cancelled")),
        ],
        required=False,
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year"),
        choices=lambda: [("", _("All")), *year_choices()],
        required=False,
    )
    body = forms.TextField(
        label=gettext_lazy("Body in charge"), required=False, max_length=150
    )
    programme_task = forms.ChoiceField(
        label=gettext_lazy("Task of the programme"),
        choices=lambda: [("", _("All")), *task_choices()],
        required=False,
    )
    above = forms.HiddenField(required=False)


class StandingsFilter(Filter):
    year = forms.ChoiceField(label=gettext_lazy("Year"), choices=year_choices)
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)


class DutyFilter(Filter):
    year = forms.ChoiceField(label=gettext_lazy("Year"), choices=year_choices)
    standing = forms.ChoiceField(
        label=gettext_lazy("How far"),
        choices=lambda: [
            ("", _("All")),
            ("unreported", _("Not reported")),
            *Standing.choices,
        ],
        required=False,
    )
