"""A form whose free texts hold no number of a private person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.shared import forms
from danvan.shared.refusals import Refused


class GuardedForm(forms.Form):
    """Says it of every field at once; the acts say it again."""

    guarded: ClassVar[Sequence[str]] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.guarded:
            if name in self.fields:
                text = {name: (self[name].label, cleaned.get(name) or "")}
                try:
                    refuse_personal_numbers(text)
                except Refused as refused:
                    self.refuse(refused)
        return cleaned
