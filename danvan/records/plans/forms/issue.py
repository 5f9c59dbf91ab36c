"""The paper of a plan: issuing it, mending what it says, withdrawing it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.forms import AttachmentField
from danvan.records.activities.choices import Evidence
from danvan.records.plans.forms.guarded import GuardedForm
from danvan.shared import forms
from danvan.shared.saving import VersionedForm

NUMBER = gettext_lazy("Number and symbol")
EXAMPLE = gettext_lazy("For example 12-KH/ĐU")


class IssueForm(VersionedForm, GuardedForm):
    number = forms.TextField(label=NUMBER, max_length=60, help_text=EXAMPLE)
    issued_on = forms.DateField(label=gettext_lazy("Issued on"))
    files = AttachmentField(label=gettext_lazy("The issued plan"))  # type: ignore[assignment]
    evidence = forms.RadioField(
        label=gettext_lazy("Evidence there is"),
        choices=Evidence.choices,
        coerce=int,
        help_text=gettext_lazy(
            "With no file here, say what there is; otherwise it does not count"
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("evidence", Evidence.NONE)


class PaperForm(VersionedForm, GuardedForm):
    """What an issued plan says of itself; its tasks change one by one."""

    title = forms.TextField(label=gettext_lazy("Title of the plan"), max_length=200)
    number = forms.TextField(label=NUMBER, max_length=60, help_text=EXAMPLE)
    issued_on = forms.DateField(label=gettext_lazy("Issued on"))
    aim = forms.BlockField(
        label=gettext_lazy("Aim and requirements"), required=False, rows=3
    )


class WithdrawForm(VersionedForm, GuardedForm):
    reason = forms.TextField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = _("Why the plan is withdrawn")
