"""Forms whose free text holds no number of a private person."""

from collections.abc import Mapping
from typing import Any

from django.forms import TextInput
from django.utils.translation import gettext_lazy

from danvan.foundation.documents import guarded
from danvan.foundation.documents.attaching import AttachingForm
from danvan.shared import forms
from danvan.shared.refusals import Clash
from danvan.shared.saving import OnceForm, VersionedForm

NO_NUMBERS = gettext_lazy(
    "About the matter, not the person: no names, ID card, telephone or account numbers"
)
BODIES = "bodies"
"""Id of the list of suggestions that the page carries."""


class GuardedForm(guarded.GuardedForm, VersionedForm):
    """The form of one act about a record as it was seen."""

    def words(self) -> dict[str, Any]:
        """What the action takes, apart from the version."""
        return {n: v for n, v in self.cleaned_data.items() if n != "version"}

    def differing(self, clash: Clash) -> list[dict[str, Any]]:
        """Rows of components/clash.html, of the fields that this form has."""
        theirs: Mapping[str, str] = clash.theirs
        known = {name: text for name, text in theirs.items() if name in self.fields}
        return self.clash_rows(Clash(theirs=known))


class FilesForm(AttachingForm, GuardedForm):
    """A form that takes files as well, asked for last."""


class SentOnceForm(OnceForm, GuardedForm):
    """A form that makes one record, however often it is sent."""


def body_field(**options: Any) -> forms.TextField:
    """A body in its own words, with the names of the known ones to choose from."""
    widget = TextInput({"list": BODIES, "autocomplete": "off"})
    words: dict[str, Any] = {"label": gettext_lazy("Body that must answer")} | options
    return forms.TextField(max_length=150, widget=widget, **words)
