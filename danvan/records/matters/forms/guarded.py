"""Forms whose free text holds no number of a private person."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.forms import AttachmentField
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.records.activities.forms.lists import VersionedForm
from danvan.shared import forms
from danvan.shared.refusals import Clash, Refused

NO_NUMBERS = gettext_lazy(
    "About the matter, not the person: no names, ID card, telephone or account numbers"
)
BODIES = "bodies"
"""Id of the list of suggestions that the page carries."""


class GuardedForm(VersionedForm):
    guarded: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        """Every field at once that holds a number of a private person."""
        cleaned = super().clean() or self.cleaned_data
        for name in (n for n in self.guarded if n in self.fields):
            text = cleaned.get(name) or ""
            try:
                refuse_personal_numbers({name: (self[name].label, text)})
            except Refused as refused:
                self.refuse(refused)
        return cleaned

    def words(self) -> dict[str, Any]:
        """What the action takes, apart from the version."""
        return {n: v for n, v in self.cleaned_data.items() if n != "version"}

    def differing(self, clash: Clash) -> list[dict[str, Any]]:
        """Rows of components/clash.html, of the fields that this form has."""
        theirs: Mapping[str, str] = clash.theirs
        known = {name: text for name, text in theirs.items() if name in self.fields}
        return self.clash_rows(Clash(theirs=known))


class FilesForm(GuardedForm):
    """A form that takes files as well, asked for last."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"] = AttachmentField()


class SentOnceForm(GuardedForm):
    """A form that makes one record, however often it is sent."""

    uid = forms.HiddenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("uid", str(uuid.uuid4()))

    def clean_uid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["uid"])
        except ValueError as fault:
            raise ValidationError(_("Open this form again and fill it in")) from fault


def body_field(**options: Any) -> forms.TextField:
    """A body in its own words, with the names of the known ones to choose from."""
    widget = TextInput({"list": BODIES, "autocomplete": "off"})
    words: dict[str, Any] = {"label": gettext_lazy("Body that must answer")} | options
    return forms.TextField(max_length=150, widget=widget, **words)
