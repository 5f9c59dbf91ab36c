"""The forms of what was promised."""

from django.utils.translation import gettext_lazy

from danvan.records.matters.forms.acts import reason_field
from danvan.records.matters.forms.guarded import (
    FilesForm,
    GuardedForm,
    SentOnceForm,
    body_field,
)
from danvan.shared import forms


class CommitmentForm(SentOnceForm):
    guarded = ("text", "body", "owner")

    text = forms.BlockField(label=gettext_lazy("What was promised"), rows=4)
    body = body_field(label=gettext_lazy("Body that promised"))
    owner = forms.TextField(label=gettext_lazy("Official in charge"), max_length=100)
    given_on = forms.DateField(label=gettext_lazy("Promised on"))
    due_on = forms.DateField(label=gettext_lazy("Promised for"))


class KeepForm(FilesForm):
    guarded = ("proof",)

    kept_on = forms.DateField(label=gettext_lazy("Done on"))
    proof = forms.BlockField(
        label=gettext_lazy("What shows that it was done"), max_length=2000, rows=4
    )


class PostponeForm(GuardedForm):
    guarded = ("reason",)

    due_on = forms.DateField(label=gettext_lazy("New day"))
    reason = reason_field(max_length=300)


class ReleaseForm(GuardedForm):
    guarded = ("reason",)

    reason = reason_field(max_length=300)
