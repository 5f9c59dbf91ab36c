"""One small form for each thing that is done about a matter."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.matters import rules
from danvan.records.matters.actions import Promised
from danvan.records.matters.choices import Outcome
from danvan.records.matters.forms.guarded import (
    NO_NUMBERS,
    FilesForm,
    GuardedForm,
    body_field,
)
from danvan.records.matters.models import Matter
from danvan.shared import forms
from danvan.shared.dates import short


def reason_field(**options: Any) -> forms.BlockField:
    words: dict[str, Any] = {
        "label": gettext_lazy("Reason"),
        "rows": 3,
        "max_length": 1000,
    } | options
    return forms.BlockField(**words)


class AcceptForm(GuardedForm):
    guarded = ("body",)

    on = forms.DateField(label=gettext_lazy("Accepted on"))
    body = body_field(required=False)


class ReasonForm(GuardedForm):
    """A reason and nothing else: to withdraw, to make a hot spot."""

    guarded: ClassVar[tuple[str, ...]] = ("reason",)

    reason = reason_field()


class WhyForm(ReasonForm):
    """A day and a reason: to decline, to reopen."""

    on = forms.DateField(label=gettext_lazy("Date"))
    field_order: Sequence[str] = ("on", "reason")


class NoteForm(GuardedForm):
    """A remark one may leave: to confirm, to close."""

    guarded = ("note",)

    note = forms.BlockField(
        label=gettext_lazy("Note"), max_length=1000, rows=3, required=False
    )


class TransferForm(WhyForm):
    guarded = ("reason", "body")

    holder = forms.ChoiceField(label=gettext_lazy("Hand over to"))
    body = body_field(
        required=False,
        label=gettext_lazy("Body there"),
        help_text=gettext_lazy("Needed when it stays in the same unit"),
    )
    field_order = ("holder", "body", "reason", "on")

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = list(units)
        self.units = {str(unit.pk): unit for unit in rows}
        self.fields["holder"].choices = receiver_choices(rows)  # type: ignore[attr-defined]

    def clean_holder(self) -> Unit:
        return self.units[self.cleaned_data["holder"]]


def receiver_choices(units: Sequence[Unit]) -> list[tuple[Any, Any]]:
    """Province and districts plainly, communes under their district."""
    choices: list[tuple[Any, Any]] = [("", _("Choose"))]
    for parent, rows in groupby(
        units, key=lambda u: u.parent if u.level == Level.COMMUNE else None
    ):
        boxes = [(unit.pk, str(unit)) for unit in rows]
        choices += [(str(parent), boxes)] if parent else boxes
    return choices


class AnswerForm(FilesForm):
    """The answer, what became of the matter, and what was promised with it."""

    guarded = ("answer", "answer_no", "promised_text", "promised_body")

    answered_on = forms.DateField(label=gettext_lazy("Answered on"))
    answer = forms.BlockField(
        label=gettext_lazy("Text of the answer"), rows=6, help_text=NO_NUMBERS
    )
    answer_no = forms.TextField(
        label=gettext_lazy("Number of the written answer"),
        max_length=60,
        required=False,
    )
    outcome = forms.RadioField(
        label=gettext_lazy("What became of the matter"),
        choices=[
            *[(o.value, o.label) for o in Outcome if o],
            ("unknown", Outcome.UNKNOWN.label),
        ],
        help_text=gettext_lazy("An answer alone does not mean that it is solved"),
    )
    solved_on = forms.DateField(
        label=gettext_lazy("Solved on"),
        required=False,
        help_text=gettext_lazy("If solved on another day than the answer"),
    )
    promised_text = forms.BlockField(
        label=gettext_lazy("What was promised"), rows=3, required=False
    )
    promised_body = body_field(label=gettext_lazy("Body that promised"), required=False)
    promised_owner = forms.TextField(
        label=gettext_lazy("Official in charge"), max_length=100, required=False
    )
    promised_due_on = forms.DateField(
        label=gettext_lazy("Promised for"), required=False
    )
    whole_group = forms.TickField(label=gettext_lazy("Answer all like it as well"))

    groups = (
        (
            gettext_lazy("Answer"),
            ("answered_on", "answer", "answer_no", "files", "whole_group"),
        ),
        (gettext_lazy("Result"), ("outcome", "solved_on")),
        (
            gettext_lazy("If something was promised"),
            ("promised_text", "promised_body", "promised_owner", "promised_due_on"),
        ),
    )

    def __init__(self, *args: Any, alike: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        if not alike:
            del self.fields["whole_group"]
            return
        self.fields["whole_group"].help_text = _(
            "%(count)d matters are laid together with this one"
        ) % {"count": alike}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.PROMISED:
            self.ask_for_promise(cleaned)
        return cleaned

    def ask_for_promise(self, cleaned: dict[str, Any]) -> None:
        """Who promises says what, who and by when; the commitment is kept with it."""
        for name in ("promised_text", "promised_owner", "promised_due_on"):
            if not cleaned.get(name) and name not in self.errors:
                label = self[name].label
                sentence = _("Something was promised: fill in “%(label)s”")
                self.add_error(name, sentence % {"label": label})

    def words(self) -> dict[str, Any]:
        words = super().words()
        outcome = words["outcome"]
        promised = [words.pop(name) for name in PROMISED]
        if outcome == Outcome.PROMISED:
            words["promised"] = Promised(*promised)
        words["outcome"] = "" if outcome == "unknown" else outcome
        words.pop("whole_group", None)
        return words


PROMISED = ("promised_text", "promised_body", "promised_owner", "promised_due_on")


class SolveForm(FilesForm):
    guarded = ("text",)

    on = forms.DateField(label=gettext_lazy("Solved on"))
    text = forms.BlockField(label=gettext_lazy("What was done"), rows=4, required=False)


class CoolForm(ReasonForm):
    kind = forms.RadioField(
        label=gettext_lazy("What it is now"),
        choices=[(kind.value, kind.label) for kind in rules.ORDINARY],
    )
    field_order = ("kind", "reason")


class CheckForm(GuardedForm):
    guarded = ("note",)

    done_on = forms.DateField(label=gettext_lazy("Done on"))
    note = forms.TextField(label=gettext_lazy("Note"), max_length=300, required=False)


class GroupForm(forms.Form):
    with_ = forms.RadioField(label=gettext_lazy("Lay together with"))

    def __init__(self, *args: Any, rows: Iterable[Matter], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = {str(row.pk): row for row in rows}
        choices = [
            (pk, f"{row.title} ({short(row.received_on)})")
            for pk, row in self.rows.items()
        ]
        self.fields["with_"].choices = choices  # type: ignore[attr-defined]

    def clean_with_(self) -> Matter:
        return self.rows[self.cleaned_data["with_"]]


class ResealForm(forms.Form):
    """A name for the box, exempt from the guard: a telephone may stand in it."""

    speaker = forms.TextField(
        label=gettext_lazy("Name"), max_length=100, required=False
    )
    contact = forms.TextField(
        label=gettext_lazy("How to reach the person"), max_length=200, required=False
    )
    alternatives = frozenset({"speaker", "contact"})


class EraseForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
