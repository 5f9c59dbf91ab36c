"""A form that takes files behind the record, as its last field."""

from typing import Any

from danvan.foundation.documents.forms import AttachmentField
from danvan.shared import forms


class AttachingForm(forms.Form):
    """The field is made here: `files` is also what Django calls the uploads."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"] = AttachmentField()
