"""A form that names every field at once in which a private number stands."""

from typing import Any

from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.shared import forms
from danvan.shared.refusals import Refused


class GuardedForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, text in list(cleaned.items()):
            if isinstance(text, str) and isinstance(self.fields[name], forms.TextField):
                try:
                    refuse_personal_numbers({name: (str(self[name].label), text)})
                except Refused as refused:
                    self.refuse(refused)
        return cleaned
