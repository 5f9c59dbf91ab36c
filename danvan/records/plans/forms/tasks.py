"""One task: its words, its end, another day."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.forms import AttachmentField
from danvan.records.plans.forms.guarded import GuardedForm
from danvan.records.plans.forms.lists import task_choices
from danvan.shared import forms
from danvan.shared.saving import OnceForm, VersionedForm


class TaskFields(GuardedForm):
    text = forms.BlockField(
        label=gettext_lazy("Work"),
        rows=4,
        max_length=2000,
        help_text=gettext_lazy("What will be done, where, with what result"),
    )
    body = forms.TextField(
        label=gettext_lazy("Body in charge"), max_length=150, required=False
    )
    owner = forms.TextField(
        label=gettext_lazy("Person in charge"),
        max_length=100,
        help_text=gettext_lazy("Full name of the official"),
    )
    due_on = forms.DateField(label=gettext_lazy("Due"))
    programme_task = forms.ChoiceField(
        label=gettext_lazy("Task of the programme"),
        choices=lambda: [("", _("None of them")), *task_choices()],
        required=False,
    )


class NewTaskForm(OnceForm, TaskFields):
    """A task beside those of the draft, or of no plan."""


class TaskForm(VersionedForm, TaskFields):
    """Change one task; the day only while it does not run yet."""

    def __init__(self, *args: Any, runs: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].required = runs
        if runs:
            del self.fields["due_on"]


class FinishForm(VersionedForm, GuardedForm):
    done_on = forms.DateField(label=gettext_lazy("Done on"))
    result = forms.BlockField(
        label=gettext_lazy("What came of it"),
        max_length=4000,
        help_text=gettext_lazy("What was done and what changed; no names of residents"),
    )
    files = AttachmentField(label=gettext_lazy("Evidence"))  # type: ignore[assignment]


class PostponeForm(VersionedForm, GuardedForm):
    due_on = forms.DateField(label=gettext_lazy("New due day"))
    reason = forms.TextField(label=gettext_lazy("Why its day moves"), max_length=300)


class CancelForm(VersionedForm, GuardedForm):
    reason = forms.TextField(label=gettext_lazy("Why it is cancelled"), max_length=300)


class ReopenForm(VersionedForm, GuardedForm):
    reason = forms.TextField(
        label=gettext_lazy("Why it is taken up again"), max_length=300
    )
