"""The form field that takes several files at once."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileInput
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.rules import ACCEPTED, ACCEPTED_WORDS
from danvan.shared import forms


class SeveralFilesInput(FileInput):
    allow_multiple_selected = True


def hint() -> str:
    megabytes = settings.ATTACHMENT_MAX_BYTES // 1024 // 1024
    return _("%(kinds)s; at most %(limit)d MB a file. Several files may be chosen") % {
        "kinds": ACCEPTED_WORDS,
        "limit": megabytes,
    }


hint_lazy = lazy(hint, str)


class AttachmentField(forms.FileField):
    """Zero or more files; what they really are is decided when they are stored."""

    def __init__(
        self,
        *,
        required: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("widget", SeveralFilesInput({"accept": ",".join(ACCEPTED)}))
        options.setdefault("label", gettext_lazy("Attachments"))
        options.setdefault("help_text", hint_lazy())
        super().__init__(required=required, **options)

    def clean(
        self, data: Sequence[UploadedFile] | None, initial: Any = None
    ) -> list[UploadedFile]:
        chosen: Sequence[UploadedFile | None] = [*data] if data else [None]
        files = [super(AttachmentField, self).clean(one, initial) for one in chosen]
        return [file for file in files if file]
