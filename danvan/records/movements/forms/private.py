"""A form whose free texts hold no number of a private person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.shared import forms
from danvan.shared.refusals import Refused


class PrivateForm(forms.Form):
    guarded: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.guarded:
            if isinstance(self.fields[name], forms.BlockField):
                self.fields[name].help_text = _(
                    "No names of citizens, ID card, telephone or account numbers"
                )

    def clean(self) -> dict[str, Any]:
        """Every field at once that holds such a number."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.guarded:
            try:
                label = str(self[name].label)
                refuse_personal_numbers({name: (label, cleaned.get(name) or "")})
            except Refused as refused:
                self.refuse(refused)
        return cleaned
