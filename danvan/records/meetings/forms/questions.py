"""Questions of a dialogue: typed one after another, taken up, answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.units.forms import VillageField
from danvan.foundation.units.models import Unit
from danvan.records.matters.choices import Kind, Outcome
from danvan.records.matters.models import Matter
from danvan.records.meetings.forms.guarded import GuardedForm
from danvan.shared import forms
from danvan.shared.saving import OnceForm, VersionedForm, facts_of

KINDS = (Kind.REFLECTION, Kind.RECOMMENDATION, Kind.OPINION)


class QuestionForm(OnceForm, GuardedForm):
    text = forms.BlockField(
        label=gettext_lazy("Question or opinion"),
        rows=3,
        help_text=gettext_lazy("What was asked, without the name of who asked"),
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=lambda: [
            ("", _("Choose")),
            *((topic.id, topic.name) for topic in programme.current().topics),
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [(kind.value, kind.label) for kind in KINDS],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Came by"),
        choices=lambda: [
            (known.id, known.name) for known in programme.current().channels
        ],
    )
    guarded = ("text",)

    def __init__(self, *args: Any, unit: Unit, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        village = VillageField(unit, on=on)
        if not village.is_empty:
            self.fields["village"] = village

    def values(self) -> dict[str, Any]:
        return dict(facts_of(self))


class MatterField(forms.CheckboxesField):
    """Matters to tick, each with its topic."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, **options)


class LinkForm(forms.Form):
    matters = MatterField(
        label=gettext_lazy("Open questions and recommendations of the commune"),
        error_messages={
            "required": gettext_lazy("Tick what the dialogue takes up"),
        },
    )

    def __init__(self, *args: Any, rows: Iterable[Matter], **options: Any) -> None:
        super().__init__(*args, **options)
        topics = {topic.id: topic.name for topic in programme.current().topics}
        self.fields["matters"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.title} ({topics.get(row.topic, row.topic)})")
            for row in rows
        ]


class ReplyForm(OnceForm, VersionedForm, GuardedForm):
    """The answer and, when something was promised with it, who does what by when."""

    answer = forms.BlockField(label=gettext_lazy("Answer"), rows=4)
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of the question"),
        choices=lambda: Outcome.choices,
        required=False,
    )
    promised = forms.BlockField(
        label=gettext_lazy("What was promised"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Leave empty when nothing was promised"),
    )
    body = forms.TextField(
        label=gettext_lazy("Organisation that promised"),
        max_length=150,
        required=False,
    )
    owner = forms.TextField(
        label=gettext_lazy("Official in charge"), max_length=100, required=False
    )
    due_on = forms.DateField(label=gettext_lazy("To be finished by"), required=False)
    groups = (
        (gettext_lazy("Answer"), ("answer", "outcome")),
        (gettext_lazy("Promise"), ("promised", "body", "owner", "due_on")),
    )
    guarded = ("answer", "promised", "body", "owner")

    def values(self) -> dict[str, Any]:
        return dict(facts_of(self))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asked = {
            "body": _("Enter the organisation that promised"),
            "owner": _("Enter the official in charge"),
            "due_on": _("Enter the day by which it will be done"),
        }
        if cleaned.get("promised"):
            for name, sentence in asked.items():
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, sentence)
        elif any(cleaned.get(name) for name in asked):
            self.add_error("promised", _("Enter what was promised"))
        return cleaned
