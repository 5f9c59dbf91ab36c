"""A form whose free texts hold no number of a private person."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from danvan.foundation.documents.privacy import check_texts
from danvan.shared import forms


class GuardedForm(forms.Form):
    """Says it of every field at once; the acts say it again."""

    guarded: ClassVar[Sequence[str]] = ()

    def guarded_fields(self) -> Iterable[str]:
        return (name for name in self.guarded if name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_texts(self, self.guarded_fields())
        return cleaned
