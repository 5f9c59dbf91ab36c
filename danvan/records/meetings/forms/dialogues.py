"""The steps of a dialogue, each a short form."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.programme.schema import Kind
from danvan.records.activities import kinds
from danvan.records.meetings.forms.guarded import GuardedForm
from danvan.shared import forms
from danvan.shared.saving import OnceForm, VersionedForm

WHERE = gettext_lazy(
    "For example: posted at the office, loudspeaker, village heads, public page"
)


class ChairFields(forms.Form):
    """Who chairs; for some kinds that decides whether the meeting counts."""

    chair = forms.ChoiceField(label=gettext_lazy("Chair"), required=False)
    chair_name = forms.TextField(
        label=gettext_lazy("Full name of the chair"), max_length=100, required=False
    )

    def ask_for_chair(self, kind: Kind | None, *, required: bool) -> None:
        counting = kind.chairs if kind else ()
        first = sorted(kinds.chairs(), key=lambda chair: chair.id not in counting)
        field = self.fields["chair"]
        field.choices = [("", _("Choose")), *((c.id, c.name) for c in first)]  # type: ignore[attr-defined]
        field.required = required and bool(counting)
        if counting:
            field.help_text = _(
                "The target counts it only when the chair is: %(chairs)s"
            ) % {"chairs": kinds.chair_names(counting)}


class NoticeFields(forms.Form):
    announced_on = forms.DateField(label=gettext_lazy("Announced on"))
    announced_where = forms.TextField(
        label=gettext_lazy("Announced where"), max_length=200, help_text=WHERE
    )
    notice_no = forms.TextField(
        label=gettext_lazy("Number of the notice"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example 15/TB-UBND"),
    )
    subject = forms.BlockField(
        label=gettext_lazy("Content of the dialogue"), rows=3, required=False
    )


NOTICE = ("announced_on", "announced_where", "notice_no")


class DialogueForm(OnceForm, ChairFields, NoticeFields, GuardedForm):
    """Plan and announcement in one; the announcement may follow later."""

    on = forms.DateField(label=gettext_lazy("Day of the dialogue"))
    venue = forms.TextField(label=gettext_lazy("Place"), max_length=150, required=False)
    groups = (
        (
            gettext_lazy("Plan"),
            ("on", "venue", "subject", "chair", "chair_name"),
        ),
        (gettext_lazy("Announcement, if it was made already"), NOTICE),
    )
    guarded = ("venue", "subject", "chair_name", "announced_where", "notice_no")

    def __init__(self, *args: Any, kind: Kind | None, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NOTICE:
            self.fields[name].required = False
        self.ask_for_chair(kind, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("announced_on") and not cleaned.get("announced_where"):
            self.add_error("announced_where", _("Enter where it was announced"))
        undated = "announced_on" in cleaned and cleaned["announced_on"] is None
        if cleaned.get("announced_where") and undated:
            self.add_error("announced_on", _("Enter the day it was announced"))
        return cleaned


class AnnounceForm(VersionedForm, NoticeFields, GuardedForm):
    guarded = ("announced_where", "notice_no", "subject")


class HoldForm(VersionedForm, ChairFields, GuardedForm):
    on = forms.DateField(label=gettext_lazy("Held on"))
    attended = forms.IntegerField(
        label=gettext_lazy("People attending"), min_value=0, required=False
    )
    field_order = ("on", "chair", "chair_name", "attended")
    guarded = ("chair_name",)

    def __init__(self, *args: Any, kind: Kind | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_for_chair(kind, required=True)


class PostponeForm(VersionedForm, GuardedForm):
    on = forms.DateField(label=gettext_lazy("New day of the dialogue"))
    reason = forms.TextField(label=gettext_lazy("Reason"), max_length=300)
    guarded = ("reason",)


class CancelForm(VersionedForm, GuardedForm):
    reason = forms.TextField(label=gettext_lazy("Reason"), max_length=300)
    guarded = ("reason",)


class PublishForm(VersionedForm, GuardedForm):
    published_on = forms.DateField(label=gettext_lazy("Made known on"))
    published_where = forms.TextField(
        label=gettext_lazy("Made known where"), max_length=200, help_text=WHERE
    )
    result_no = forms.TextField(
        label=gettext_lazy("Number of the result"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example 20/TB-UBND"),
    )
    guarded = ("published_where", "result_no")
