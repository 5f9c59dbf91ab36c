"""The form of an activity, with the fields its kind asks for."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple, Field
from django.utils.translation import gettext as _

from danvan.foundation.documents.forms import AttachmentField
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, queries, rules
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.forms.attendance import attendance_choices, everyone
from danvan.records.activities.layout import (
    COUNTERPART_HINTS,
    FORM_LABELS,
    LABELS,
    LAYOUT,
    PAPERS,
    PROOF,
    TITLE_HINTS,
)
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Seat
from danvan.shared import forms
from danvan.shared.refusals import Refused
from danvan.shared.saving import VersionedForm


class DirectiveField(forms.ObjectField):
    """A document with the year of the list it is on."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(number)s (list of %(year)d): %(about)s") % {
            "number": obj.number,
            "year": obj.year,
            "about": obj.about,
        }


class ActivityForm(VersionedForm):
    """Fields as the kind asks for them; `activity` when one is being changed."""

    uid = forms.HiddenField()

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        unit: Unit,
        today: date,
        activity: Activity | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind, self.unit, self.today, self.activity = kind, unit, today, activity
        self.seats: Sequence[Seat] = ()
        when, what = self.asked_for()
        for name in (*when, *what, *PROOF):
            if field := self.field_for(name):
                self.fields[name] = field
        self.groups = (  # type: ignore[misc]
            (_("When and where") if "venue" in when else _("When"), when),
            (_("Content"), what),
            (_("Evidence"), PROOF),
        )
        self.initial.setdefault("uid", str(uuid.uuid4()))

    def asked_for(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The columns of the form; both sides as well where the kind has hosts."""
        when, what = LAYOUT[self.kind.form]
        sides = tuple(n for n in rules.SIDES if n not in (*when, *what))
        what = (*(sides if self.kind.hosts else ()), *what)
        if "needs" not in what:
            return when, what
        place = what.index("needs")
        fields = map(rules.need_field, self.languages())
        return when, (*what[:place], *fields, *what[place + 1 :])

    def languages(self) -> dict[str, str]:
        return {row.id: row.name for row in kinds.in_force().languages}

    def field_for(self, name: str) -> Field | None:
        if name.startswith("need_"):
            return self.need_field(name.removeprefix("need_"))
        field: Field | None = getattr(self, f"{name}_field")()
        return field

    def is_done(self) -> bool:
        """Whether the form, as sent or as first shown, speaks of something held."""
        kept = self.activity.status if self.activity else Status.HELD
        said = self.data if self.is_bound else self.initial
        return bool(said.get("status", kept) == Status.HELD)

    def label(self, name: str) -> Any:
        return FORM_LABELS.get((self.kind.form, name), LABELS[name])

    def text(self, name: str, **options: Any) -> forms.TextField:
        length = getattr(Activity._meta.get_field(name), "max_length", None)
        return forms.TextField(
            label=self.label(name), max_length=length, required=False, **options
        )

    def on_field(self) -> forms.DateField:
        field = forms.DateField(label=self.label("on"))
        asked = self.initial.get("year")
        target = kinds.target_of(self.kind)
        counts_then = target is not None and target.period == "year"
        if self.activity is None and asked and counts_then:
            words = {"year": int(asked)}
            field.help_text = _("A day of %(year)d, so that it counts there") % words
        return field

    def year_field(self) -> forms.ChoiceField | None:
        if not self.kind.year_choice:
            return None
        kept = {self.activity.year} if self.activity else set()
        years = sorted({*kinds.in_force().years, *kept}, reverse=True)
        self.initial.setdefault("year", kinds.in_force().default_year(self.today))
        return forms.ChoiceField(
            label=self.label("year"), choices=[(y, str(y)) for y in years], coerce=int
        )

    def status_field(self) -> forms.RadioField | None:
        choices = self.statuses()
        self.initial.setdefault("status", Status.HELD)
        if len(choices) == 1:
            return None
        asked = {"required": _("Say whether it has been done.")}
        return forms.RadioField(
            label=self.label("status"), choices=choices, error_messages=asked
        )

    def statuses(self) -> list[tuple[str, Any]]:
        """What may be said of it here, the present status first.

        Putting off and calling off have a page of their own.
        """
        if self.activity is None:
            return [
                (Status.HELD, _("Yes, done")),
                (Status.PLANNED, _("Not yet, it is planned")),
            ]
        now = Status(self.activity.status)
        apart = rules.NEEDS_REASON
        after = [s for s in Status if s in rules.NEXT[now] and s not in apart]
        return [(status.value, status.label) for status in (now, *after)]

    def status_reason_field(self) -> forms.TextField | None:
        known = {value for value, _label in self.statuses()}
        if not known & set(rules.NEEDS_REASON):
            return None
        return self.text("status_reason")

    def venue_field(self) -> forms.TextField:
        return self.text("venue")

    def chair_field(self) -> forms.ChoiceField:
        asked = self.kind.chairs
        hint = (
            _("The target counts it only when the chair is: %(chairs)s")
            % {"chairs": kinds.chair_names(asked)}
            if asked
            else ""
        )
        known = [chair for chair in kinds.chairs() if chair.id in asked] + [
            chair for chair in kinds.chairs() if chair.id not in asked
        ]
        return forms.ChoiceField(
            label=self.label("chair"),
            choices=[(chair.id, chair.name) for chair in known],
            blank=_("Choose"),
            required=bool(asked) and self.is_done(),
            help_text=hint,
        )

    def chair_name_field(self) -> forms.TextField:
        return self.text("chair_name")

    def attended_field(self) -> forms.IntegerField:
        return forms.IntegerField(
            label=self.label("attended"),
            min_value=0,
            required=self.must_say("attended"),
        )

    def must_say(self, name: str) -> bool:
        """Whether the kind cannot be recorded without it, as it stands."""
        early = name in rules.KNOWN_EARLY
        return name in rules.own_facts(self.kind) and (early or self.is_done())

    def need_field(self, language: str) -> forms.IntegerField:
        return forms.IntegerField(
            label=_("Want to learn: %(language)s")
            % {"language": self.languages()[language]},
            min_value=0,
            required=self.is_done(),
        )

    def host_field(self) -> forms.RadioField | None:
        known = kinds.in_force().organisations
        choices = [(row.id, row.name) for row in known if row.id in self.kind.hosts]
        if not choices:
            return None
        return forms.RadioField(
            label=self.label("host"), choices=choices, required=self.must_say("host")
        )

    def counterpart_field(self) -> forms.TextField:
        hint = COUNTERPART_HINTS.get(self.kind.form, "")
        field = self.text("counterpart", help_text=hint)
        field.required = self.must_say("counterpart")
        return field

    def language_field(self) -> forms.RadioField:
        return forms.RadioField(
            label=self.label("language"),
            choices=list(self.languages().items()),
            required=self.must_say("language"),
        )

    def title_field(self) -> forms.TextField:
        left = _("Left empty, it reads “%(kind)s”") % {"kind": self.kind.name}
        hint = TITLE_HINTS.get(self.kind.form, left)
        return self.text("title", help_text=hint)

    def summary_field(self) -> forms.BlockField:
        hint = _("No names of citizens, ID card, telephone or account numbers")
        return forms.BlockField(
            label=self.label("summary"), required=False, rows=6, help_text=hint
        )

    def document_no_field(self) -> forms.TextField:
        number = f"12-{PAPERS.get(self.kind.form, 'KH')}/ĐU"
        hint = _("For example %(number)s") % {"number": number}
        return self.text("document_no", help_text=hint)

    def directive_field(self) -> forms.ObjectField:
        stored = self.activity
        listed = queries.listed_for(
            self.unit,
            on=min(self.today, stored.on) if stored else self.today,
            year=self.likely_year(),
            kept=stored.directive_id if stored else None,
        )
        return DirectiveField(listed, label=self.label("directive"))

    def likely_year(self) -> int:
        """The year kept, else the one in the address, else the present one."""
        if self.activity:
            return self.activity.year
        asked = str(self.initial.get("year", ""))
        known = {str(year): year for year in kinds.in_force().years}
        return known.get(asked, self.today.year)

    def reached_field(self) -> forms.IntegerField:
        hint = _("Members of organisations and people who attended or were told")
        return forms.IntegerField(
            label=self.label("reached"),
            min_value=0,
            required=self.is_done(),
            help_text=hint,
        )

    def attendees_field(self) -> forms.CheckboxesField:
        self.seats = queries.seats_for_attendance(
            self.unit, since=kinds.in_force().starts
        )
        return forms.CheckboxesField(
            label=self.label("attendees"),
            choices=attendance_choices(self.seats),
            required=self.is_done(),
            widget=CheckboxSelectMultiple({"class": "choices--columns"}),
        )

    def grade_field(self) -> forms.RadioField:
        grades = [(grade.id, grade.name) for grade in kinds.in_force().grades]
        return forms.RadioField(
            label=self.label("grade"), choices=grades, required=self.is_done()
        )

    def criteria_field(self) -> forms.BlockField:
        return forms.BlockField(label=self.label("criteria"), required=self.is_done())

    def evidence_field(self) -> forms.RadioField:
        self.initial.setdefault("evidence", Evidence.NONE)
        hint = _("Expected: %(papers)s") % {"papers": "; ".join(self.kind.evidence)}
        return forms.RadioField(
            label=self.label("evidence"),
            choices=Evidence.choices,
            coerce=int,
            help_text=hint if self.kind.evidence else "",
        )

    def files_field(self) -> AttachmentField:
        return AttachmentField()

    def clean_uid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["uid"])
        except ValueError as fault:
            raise ValidationError(_("Open this form again and fill it in")) from fault

    def clean(self) -> dict[str, Any]:
        """Every field at once that holds a number of a private person."""
        cleaned = super().clean() or self.cleaned_data
        for name in rules.GUARDED:
            try:
                text = {name: (self.label(name), cleaned.get(name) or "")}
                refuse_personal_numbers(text)
            except Refused as refused:
                self.refuse(refused)
        return cleaned

    def clean_attendees(self) -> set[int]:
        """Numbers of the members ticked, a whole commune's box included."""
        chosen = set(self.cleaned_data["attendees"])
        day = self.cleaned_data.get("on") or self.today
        return {
            seat.member_id
            for seat in self.seats
            if str(seat.member_id) in chosen
            or (everyone(seat) in chosen and seat.holds(day))
        }

    def values(self) -> dict[str, Any]:
        """Cleaned columns of the activity, without numbers, files and attendance."""
        apart = {"uid", "version", "files", "attendees", *self.need_fields()}
        return {n: v for n, v in self.cleaned_data.items() if n not in apart}

    def need_fields(self) -> dict[str, str]:
        """Field → language it asks for; none but in a survey."""
        asked = {rules.need_field(language): language for language in self.languages()}
        return {name: row for name, row in asked.items() if name in self.fields}

    def needs(self) -> dict[str, int | None]:
        """Language → how many want to learn it, as far as it was said."""
        asked = self.need_fields()
        return {row: self.cleaned_data[name] for name, row in asked.items()}

    @property
    def has_directives(self) -> bool:
        """Whether there is a document to report on."""
        field = self.fields["directive"]
        rows = getattr(field, "queryset", None)
        return rows is not None and rows.exists()
