"""A form whose free texts hold no number of a private person."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.documents.guarded import GuardedForm
from danvan.shared import forms


class PrivateForm(GuardedForm):
    """Says so beside the long texts too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.guarded:
            if isinstance(self.fields[name], forms.BlockField):
                self.fields[name].help_text = _(
                    "No names of citizens, ID card, telephone or account numbers"
                )
