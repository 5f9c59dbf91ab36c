"""Which topics a person wants in the mail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.foundation.notices.choices import Topic
from danvan.shared import forms


class TopicsForm(forms.Form):
    """Ticked is wanted; what is stored is the rest. To tick none is an answer too."""

    alternatives = frozenset({"wanted"})

    wanted = forms.CheckboxesField(
        label=_("Tell me by e-mail about"), required=False, choices=Topic.choices
    )

    def __init__(self, *args: Any, muted: set[str], **words: Any) -> None:
        wanted = [topic for topic in Topic.values if topic not in muted]
        words["initial"] = {"wanted": wanted}
        super().__init__(*args, **words)

    def muted(self) -> set[str]:
        return set(Topic.values) - set(self.cleaned_data["wanted"])
