"""What the lists are narrowed to, and the unit asked for first."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.records.matters import queries
from danvan.records.matters.choices import Kind, State
from danvan.records.matters.rules import Standing
from danvan.records.matters.wording import standing_label
from danvan.shared import forms


class FilterForm(forms.Form):
    """Every field may be empty; villages are offered where there is one commune."""

    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            ("", _("All but withdrawn")),
            (queries.OPEN, _("Not finished")),
            *State.choices,
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [("", _("All kinds")), *Kind.choices],
        required=False,
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=lambda: named(_("All topics"), programme.current().topics),
        required=False,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        choices=lambda: named(_("All channels"), programme.current().channels),
        required=False,
    )
    late = forms.TickField(label=gettext_lazy("Overdue only"))
    ours = forms.TickField(label=gettext_lazy("Held by my unit only"))

    def __init__(self, *args: Any, user: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        typed = self.data.get("unit", "")
        commune = queries.one_commune(user, str(typed), on=today)
        if commune and not typed:
            del self.fields["unit"]
        if commune:
            self.ask_village(queries.villages_told_of(commune))

    def ask_village(self, villages: Any) -> None:
        choices = [(str(village.pk), str(village)) for village in villages]
        if choices:
            self.fields["village"] = forms.ChoiceField(
                label=_("Village"),
                choices=[("", _("All villages")), *choices],
                required=False,
            )
            self.order_fields(["unit", "state", "kind", "topic", "channel", "village"])

    def wanted(self) -> queries.Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        asked = {n: v for n, v in self.cleaned_data.items() if n in self.fields}
        return queries.Wanted(**asked)


def named(everything: str, rows: Any) -> list[tuple[str, str]]:
    return [("", everything), *((row.id, row.name) for row in rows)]


class CommitmentFilterForm(forms.Form):
    unit = forms.TextField(label=gettext_lazy("Unit"), required=False, max_length=100)
    standing = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            ("", _("All")),
            *((s.value, standing_label(s)) for s in Standing),
        ],
        required=False,
    )

    def __init__(self, *args: Any, user: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        if queries.one_commune(user, "", on=today):
            del self.fields["unit"]

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
