"""Why a person's data is erased."""

from django.utils.translation import gettext_lazy

from danvan.shared import forms


class EraseForm(forms.Form):
    reason = forms.TextField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: asked for by the person, letter no. 12. It is logged; write "
            "no e-mail and no number of the person."
        ),
    )
