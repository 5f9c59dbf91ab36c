"""Forms that save once: they know the version seen, or the number of a new record."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.shared import forms
from danvan.shared.numbers import serial


class VersionedForm(forms.Form):
    """A form that knows which version of the record the person saw."""

    version = forms.HiddenField(required=False)

    def seen_version(self) -> int:
        """That version; 0 when there was none, so that nothing is overwritten."""
        return serial(self.cleaned_data["version"])

    def acknowledge(self, version: int) -> None:
        """After both texts were shown: sent again, the form replaces this version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]


class OnceForm(forms.Form):
    """A form that makes one record however often it is sent."""

    uid = forms.HiddenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("uid", str(uuid.uuid4()))

    def clean_uid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["uid"])
        except ValueError as fault:
            raise ValidationError(_("Open this form again and fill it in")) from fault


class ReasonForm(VersionedForm):
    reason = forms.TextField(
        label=gettext_lazy("Reason for the withdrawal"), max_length=300
    )


def facts_of(form: forms.Form, *apart: str) -> Mapping[str, Any]:
    """What was filled in, without the numbers of the form itself and `apart`."""
    own = {"uid", "version", "files", *apart}
    return {n: value for n, value in form.cleaned_data.items() if n not in own}
