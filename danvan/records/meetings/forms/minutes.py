"""Forms of the minutes themselves and of the lines of an agenda."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from danvan.records.meetings.choices import Said
from danvan.records.meetings.forms.guarded import GuardedForm
from danvan.records.meetings.merging import TEXTS, marks
from danvan.records.meetings.wording import LABELS
from danvan.shared import forms
from danvan.shared.saving import VersionedForm


def block(name: str, hint: Any = "", *, rows: int = 5) -> forms.BlockField:
    return forms.BlockField(
        label=LABELS[name], required=False, rows=rows, help_text=hint
    )


class MinutesForm(VersionedForm, GuardedForm):
    """`seen` are the marks of the texts the person was shown, for a later merge."""

    seen = forms.HiddenField(required=False)
    present = block("present", gettext_lazy("One person a line"), rows=8)
    absent = block("absent", gettext_lazy("One person a line, with the reason"), rows=2)
    clerk = forms.TextField(label=LABELS["clerk"], max_length=100, required=False)
    opening = block("opening", rows=6)
    discussion = block(
        "discussion",
        gettext_lazy("No names of citizens, ID card, telephone or account numbers"),
        rows=8,
    )
    closing = block("closing", gettext_lazy("Tasks are entered one by one below"))
    groups = (
        (gettext_lazy("Who was there"), ("present", "absent", "clerk")),
        (gettext_lazy("What was said"), ("opening", "discussion", "closing")),
    )
    guarded = TEXTS

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def begin_from(self, texts: dict[str, str]) -> None:
        """Show these texts, and remember that they were shown."""
        self.initial.update(texts, seen=marks(texts))

    def offer(self, texts: dict[str, str], theirs: dict[str, str]) -> None:
        """After a clash: other texts in the fields, and what is stored as seen."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, text in texts.items():
            self.data[name] = text  # type: ignore[index]
        self.data["seen"] = marks(theirs)  # type: ignore[index]


class AgreeForm(VersionedForm):
    agreed_on = forms.DateField(
        label=gettext_lazy("Agreed on"),
        help_text=gettext_lazy("The day on which those present agreed to the text"),
    )


class FinishForm(VersionedForm):
    number = forms.TextField(
        label=gettext_lazy("Number and symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example 05-BB/ĐU"),
    )


class LineForm(VersionedForm, GuardedForm):
    """What the meeting did with one thing; `offered` is what may be said of it."""

    outcome = forms.RadioField(
        label=gettext_lazy("What became of it?"),
        error_messages={"required": gettext_lazy("Choose what became of it")},
    )
    said = forms.BlockField(
        label=gettext_lazy("Result, reason or what was said"),
        required=False,
        rows=3,
        help_text=gettext_lazy("Needed when it is done or put off"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("New day, when it is put off"), required=False
    )
    guarded = ("said",)

    def __init__(self, *args: Any, offered: Iterable[Said], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(said.value, said.label) for said in offered]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if Said.POSTPONED not in offered:
            del self.fields["due_on"]
        if not choices:
            del self.fields["outcome"]
