"""The form field that takes several files at once."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileInput
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents import rules
from danvan.shared import forms, metrics

NAMED = 5
"""How many files are named before the rest are counted."""


class SeveralFilesInput(FileInput):
    allow_multiple_selected = True


def hint() -> str:
    return _(
        "%(kinds)s; at most %(limit)d MB a file, %(count)d files at once. No pictures "
        "of identity papers"
    ) % {
        "kinds": rules.ACCEPTED_WORDS,
        "limit": settings.ATTACHMENT_MAX_BYTES // rules.MEGABYTE,
        "count": rules.MAX_FILES,
    }


hint_lazy = lazy(hint, str)


class AttachmentBoundField(forms.BoundField):
    """Says, when the form comes back, which files have to be chosen again."""

    def __init__(self, form: forms.Form, field: Any, name: str) -> None:
        super().__init__(form, field, name)
        if sent := form.files and self.data:
            self.help_text = f"{again(sent)} {self.help_text}"


def again(sent: Sequence[UploadedFile]) -> str:
    """No browser fills in files again; the person has to."""
    names = [f"“{file.name}”" for file in sent]
    listed = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        listed = _("%(names)s and %(count)d more") % {
            "names": listed,
            "count": len(names) - NAMED,
        }
    return _("No file is kept yet. Choose again: %(names)s.") % {"names": listed}


class AttachmentField(forms.FileField):
    """Zero or more files; what they really are is decided when they are stored."""

    bound_field_class = AttachmentBoundField

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        accept = {"accept": ",".join(rules.ACCEPTED)}
        options.setdefault("widget", SeveralFilesInput(accept))
        options.setdefault("label", gettext_lazy("Attachments"))
        options.setdefault("help_text", hint_lazy())
        super().__init__(required=required, allow_empty_file=True, **options)

    def clean(
        self, data: Sequence[UploadedFile] | None, initial: Any = None
    ) -> list[UploadedFile]:
        chosen: Sequence[UploadedFile | None] = [*data] if data else [None]
        files = [super(AttachmentField, self).clean(one, initial) for one in chosen]
        kept = [file for file in files if file]
        limit = settings.ATTACHMENT_MAX_BYTES
        if faults := list(rules.faults_of_sending(kept, limit=limit)):
            metrics.UPLOADS_REFUSED.inc(len(faults))
            raise forms.ValidationError(faults)
        return kept
