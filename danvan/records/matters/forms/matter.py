"""The form a matter is written down with."""

from datetime import date
from typing import Any

from django.forms import TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.units.forms import VillageField
from danvan.foundation.units.models import Unit
from danvan.records.matters import rules
from danvan.records.matters.choices import Kind
from danvan.records.matters.forms.guarded import (
    NO_NUMBERS,
    FilesForm,
    SentOnceForm,
    body_field,
)
from danvan.records.matters.models import Matter
from danvan.shared import forms

ABOUT = ("kind", "received_on", "channel", "topic", "village", "title", "text")
MORE = ("body", "files")
WHO = ("speaker", "contact")


class MatterForm(FilesForm, SentOnceForm):
    """What was raised; who raised it is asked once, in a part of its own."""

    guarded = ("title", "text", "body")

    kind = forms.RadioField(label=gettext_lazy("What it is"), choices=Kind.choices)
    received_on = forms.DateField(label=gettext_lazy("Received on"))
    channel = forms.ChoiceField(label=gettext_lazy("Where it was raised"))
    topic = forms.ChoiceField(label=gettext_lazy("What it is about"))
    title = forms.TextField(label=gettext_lazy("In short"), max_length=200)
    text = forms.BlockField(label=gettext_lazy("Content"), help_text=NO_NUMBERS)
    body = body_field(
        required=False,
        help_text=gettext_lazy("Left empty, the unit decides when it accepts it"),
    )
    speaker = forms.TextField(
        label=gettext_lazy("Name"),
        max_length=100,
        required=False,
        widget=TextInput({"autocomplete": "off"}),
    )
    contact = forms.TextField(
        label=gettext_lazy("How to reach the person"),
        max_length=200,
        required=False,
        widget=TextInput({"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        today: date,
        matter: Matter | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        known = programme.current()
        self.choose("channel", known.channels)
        self.choose("topic", known.topics)
        self.ask_village(unit, today, matter)
        if matter:
            self.of_stored(matter)
        else:
            self.fields["speaker"].help_text = promise()
        self.groups = (  # type: ignore[misc]
            (_("What was raised"), [*ABOUT, *MORE]),
            (_("Who spoke"), WHO),
        )
        if matter:
            self.groups = self.groups[:1]  # type: ignore[misc]

    def choose(self, name: str, rows: Any) -> None:
        choices = [("", _("Choose")), *((row.id, row.name) for row in rows)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def ask_village(self, unit: Unit, today: date, matter: Matter | None) -> None:
        kept = matter.village_id if matter else None
        field = VillageField(unit, on=today, kept=kept)
        if not field.is_empty:
            self.fields["village"] = field

    def of_stored(self, matter: Matter) -> None:
        """Who spoke is not asked again; hot spots are made on a page of their own."""
        for name in (*WHO, "uid"):
            del self.fields[name]
        if matter.kind == Kind.HOT_SPOT:
            del self.fields["kind"]
        else:
            kinds = [(kind.value, kind.label) for kind in rules.ORDINARY]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


def promise() -> str:
    """What becomes of the name, in words for the person who gives it."""
    months = programme.current().privacy.erase_after_months
    return _(
        "Only if the person wants to be told the answer. The name is sealed: it is "
        "in no list, search or file; only those who must answer open it, and each "
        "look is logged with its reason. It is erased %(months)d months after the "
        "matter ends, or at once when the person asks"
    ) % {"months": months}
