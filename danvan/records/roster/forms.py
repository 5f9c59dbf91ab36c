"""The roster's two forms: send a file, and agree to what it would do."""

from django.forms import FileInput
from django.utils.translation import gettext_lazy as _

from danvan.shared import forms


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Roster file"),
        help_text=_("An Excel workbook (.xlsx), up to 20,000 rows."),
        allow_empty_file=True,  # `sniffing` has the better sentence
        widget=FileInput(attrs={"accept": ".xlsx,.xls"}),
    )
    replace = forms.TickField(
        label=_("Replace the list: who is not in the file leaves as of today"),
        help_text=_(
            "Only in communes that are in the file. You see who would leave before"
            " anything is changed."
        ),
    )


class ReplaceForm(forms.Form):
    leave = forms.TickField(label=_("I have read who leaves, and agree"), required=True)
