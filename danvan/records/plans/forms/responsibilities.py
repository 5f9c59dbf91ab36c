"""How far a body is with a duty."""

from django.utils.translation import gettext_lazy

from danvan.records.plans.choices import Standing
from danvan.records.plans.forms.guarded import GuardedForm
from danvan.shared import forms
from danvan.shared.saving import VersionedForm


class ReportForm(VersionedForm, GuardedForm):
    standing = forms.RadioField(label=gettext_lazy("How far"), choices=Standing.choices)
    note = forms.BlockField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Number and day of the papers, results reached"),
    )
    on = forms.DateField(label=gettext_lazy("As of"))
