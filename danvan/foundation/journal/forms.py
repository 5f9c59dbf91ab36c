"""What the log is narrowed to."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.journal import telling
from danvan.foundation.journal.queries import Wanted
from danvan.shared import forms


class FilterForm(forms.Form):
    who = forms.TextField(
        label=gettext_lazy("Who acted"), required=False, max_length=100
    )
    act = forms.ChoiceField(
        label=gettext_lazy("Act"),
        choices=lambda: [("", _("All acts")), *acts()],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of record"),
        choices=lambda: [("", _("All kinds")), *kinds()],
        required=False,
    )
    unit = forms.TextField(
        label=gettext_lazy("Unit and all below"), required=False, max_length=100
    )
    since = forms.DateField(label=gettext_lazy("From day"), required=False)
    until = forms.DateField(label=gettext_lazy("To day"), required=False)
    text = forms.TextField(
        label=gettext_lazy("In the record or the reason"),
        required=False,
        max_length=100,
    )

    def wanted(self) -> Wanted:
        """The readable part of the question; what cannot be read asks for nothing."""
        self.is_valid()
        found = {n: v for n in self.fields if (v := self.cleaned_data.get(n))}
        return Wanted(**found)


def acts() -> list[tuple[str, str]]:
    """By their words; what two rooms call alike is told apart by the kind."""
    return sorted(telling.verbs().items(), key=lambda row: row[1])


def kinds() -> list[tuple[str, str]]:
    named = [name for name in settings.DANVAN_TELLINGS if "." in name]
    return sorted(((n, telling.kind(n)) for n in named), key=lambda row: row[1])
