"""One conclusion: a task for somebody by a day, or a recommendation to a body."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.programme.schema import Body
from danvan.records.meetings.choices import Becomes
from danvan.records.meetings.forms.guarded import GuardedForm
from danvan.records.meetings.seated import Charge
from danvan.shared import forms
from danvan.shared.saving import OnceForm, VersionedForm


class ConclusionForm(OnceForm, VersionedForm, GuardedForm):
    text = forms.BlockField(
        label=gettext_lazy("Conclusion"),
        rows=3,
        help_text=gettext_lazy("One thing to be done, in one or two sentences"),
    )
    guarded = ("text", "body", "owner")
    becomes: Becomes

    def values(self) -> dict[str, Any]:
        apart = {"uid", "version", "charge", "addressed"}
        return {n: v for n, v in self.cleaned_data.items() if n not in apart}


class TaskForm(ConclusionForm):
    """Whom the meeting charged: chosen from the bloc, or written in."""

    charge = forms.ChoiceField(
        label=gettext_lazy("Who is charged with it"),
        blank=gettext_lazy("Somebody else, entered below"),
        required=False,
    )
    owner = forms.TextField(
        label=gettext_lazy("Somebody else: full name"), max_length=100, required=False
    )
    body = forms.TextField(
        label=gettext_lazy("Organisation"), max_length=150, required=False
    )
    due_on = forms.DateField(label=gettext_lazy("To be finished by"))
    field_order = ("text", "charge", "owner", "body", "due_on")
    alternatives = frozenset({"charge", "owner", "body"})
    becomes = Becomes.TASK

    def __init__(self, *args: Any, charges: Sequence[Charge], **options: Any) -> None:
        super().__init__(*args, **options)
        self.charges = {charge.key: charge for charge in charges}
        if not charges:
            del self.fields["charge"]
            self.fields["owner"].label = _("Official in charge")
            return
        blank = ("", _("Somebody else, entered below"))
        known = [(charge.key, charge.label) for charge in charges]
        self.fields["charge"].choices = [blank, *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if chosen := self.charges.get(cleaned.get("charge") or ""):
            return cleaned | {"owner": chosen.owner, "body": chosen.body}
        if not cleaned.get("owner"):
            field = "charge" if self.charges else "owner"
            self.add_error(field, _("Choose who is charged with it, or enter a name"))
        elif not cleaned.get("body"):
            self.add_error("body", _("Enter the organisation"))
        return cleaned


FROM_BELOW = ("commune", "village", "district", "province", "central")


def nearest_first() -> list[Body]:
    """Bodies of the commune first, then those above it."""
    bodies = programme.current().bodies
    return sorted(bodies, key=lambda body: FROM_BELOW.index(body.level))


class RecommendationForm(ConclusionForm):
    addressed = forms.ChoiceField(
        label=gettext_lazy("Addressed to"),
        choices=lambda: [
            ("", _("Another body, entered below")),
            *((body.id, body.name) for body in nearest_first()),
        ],
        required=False,
    )
    body = forms.TextField(
        label=gettext_lazy("Another body"), max_length=150, required=False
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=lambda: [
            ("", _("Choose")),
            *((topic.id, topic.name) for topic in programme.current().topics),
        ],
    )
    field_order = ("text", "addressed", "body", "topic")
    alternatives = frozenset({"addressed", "body"})
    becomes = Becomes.RECOMMENDATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = {body.id: body.name for body in programme.current().bodies}
        if chosen := names.get(cleaned.get("addressed") or ""):
            return cleaned | {"body": chosen}
        if not cleaned.get("body"):
            self.add_error("addressed", _("Choose a body, or enter one"))
        return cleaned


class WithdrawalForm(VersionedForm, GuardedForm):
    reason = forms.TextField(label=gettext_lazy("Why it is taken back"), max_length=300)
    guarded = ("reason",)
