"""The form of an activity, with the fields its kind asks for."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.documents.forms import AttachmentField
from danvan.foundation.documents.privacy import refuse_personal_numbers
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, queries, rules
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.forms.lists import VersionedForm
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Seat
from danvan.shared import forms
from danvan.shared.dates import short
from danvan.shared.forms import Text
from danvan.shared.refusals import Refused

MEETING = ("on", "status", "status_reason", "venue")
PAPER = ("on", "year", "status", "status_reason", "document_no")
PROOF = ("evidence", "files")

LAYOUT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "briefing": (
        (*MEETING, "chair", "chair_name", "attended"),
        ("title", "summary", "document_no"),
    ),
    "dialogue": (
        (*MEETING, "chair", "chair_name", "attended"),
        ("title", "summary", "document_no"),
    ),
    "dissemination": (
        ("directive", *MEETING),
        ("reached", "title", "summary", "document_no"),
    ),
    "training": ((*MEETING,), ("title", "summary", "document_no", "attendees")),
    "plan": (PAPER, ("title", "summary")),
    "inspection": (
        (*MEETING, "year", "chair_name"),
        ("title", "summary", "document_no"),
    ),
    "review": ((*MEETING, "year"), ("title", "summary", "document_no")),
    "evaluation": (PAPER, ("grade", "title", "summary")),
    "commendation": (PAPER, ("title", "summary")),
    "pilot": (PAPER, ("criteria", "title", "summary")),
    "general": (
        (*MEETING, "year", "chair", "chair_name", "attended"),
        ("title", "summary", "document_no"),
    ),
}
"""Columns asked for each form: when and where, then what it was about."""

LABELS: dict[str, Text] = {
    "on": gettext_lazy("Date"),
    "year": gettext_lazy("Counts for the year"),
    "status": gettext_lazy("Has it been held?"),
    "status_reason": gettext_lazy("Reason, if postponed or cancelled"),
    "venue": gettext_lazy("Place"),
    "chair": gettext_lazy("Chair"),
    "chair_name": gettext_lazy("Full name of the chair"),
    "attended": gettext_lazy("People attending"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "document_no": gettext_lazy("Document number"),
    "directive": gettext_lazy("Document disseminated"),
    "reached": gettext_lazy("People reached"),
    "attendees": gettext_lazy("Members attending"),
    "grade": gettext_lazy("Grade"),
    "criteria": gettext_lazy("Criteria the pilot bloc works by"),
    "evidence": gettext_lazy("Evidence there is"),
}
FORM_LABELS: dict[tuple[str, str], Text] = {
    ("plan", "on"): gettext_lazy("Issued on"),
    ("plan", "status"): gettext_lazy("Has it been issued?"),
    ("evaluation", "on"): gettext_lazy("Decided on"),
    ("evaluation", "status"): gettext_lazy("Has it been decided?"),
    ("commendation", "on"): gettext_lazy("Decided on"),
    ("commendation", "status"): gettext_lazy("Has it been decided?"),
    ("commendation", "title"): gettext_lazy("Who was commended, for what"),
    ("pilot", "on"): gettext_lazy("Chosen on"),
    ("pilot", "status"): gettext_lazy("Has it been chosen?"),
    ("inspection", "venue"): gettext_lazy("Place inspected"),
    ("inspection", "chair_name"): gettext_lazy("Head of the inspection team"),
    ("inspection", "summary"): gettext_lazy("Findings"),
    ("review", "title"): gettext_lazy("What was reviewed"),
}
PAPERS = {
    "briefing": "TB",
    "dialogue": "TB",
    "inspection": "TB",
    "review": "BC",
    "evaluation": "QĐ",
    "commendation": "QĐ",
    "pilot": "QĐ",
}
"""Sign of the paper that usually comes of each form, in its number; else a plan."""
TITLE_HINTS: dict[str, Text] = {
    "commendation": gettext_lazy("For example: bloc of the commune, results of 2024"),
    "review": gettext_lazy("For example: Resolution 25-NQ/TW"),
}
EVERYONE = "unit"
"""Prefix of the box that stands for everyone seated in one commune that day."""


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
        when, what = LAYOUT[kind.form]
        for name in (*when, *what, *PROOF):
            if field := getattr(self, f"{name}_field")():
                self.fields[name] = field
        self.groups = (  # type: ignore[misc]
            (_("When and where") if "venue" in when else _("When"), when),
            (_("Content"), what),
            (_("Evidence"), PROOF),
        )
        self.initial.setdefault("uid", str(uuid.uuid4()))

    def is_done(self) -> bool:
        """Whether the form, as sent or as first shown, speaks of something held."""
        kept = self.activity.status if self.activity else Status.HELD
        return self.data.get("status", kept) == Status.HELD

    def label(self, name: str) -> Any:
        return FORM_LABELS.get((self.kind.form, name), LABELS[name])

    def text(self, name: str, **options: Any) -> forms.TextField:
        length = getattr(Activity._meta.get_field(name), "max_length", None)
        return forms.TextField(
            label=self.label(name), max_length=length, required=False, **options
        )

    def on_field(self) -> forms.DateField:
        return forms.DateField(label=self.label("on"))

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
        """What may be said of it now, the present status first."""
        if self.activity is None:
            return [
                (Status.HELD, _("Yes, done")),
                (Status.PLANNED, _("Not yet, it is planned")),
            ]
        now = Status(self.activity.status)
        after = [status for status in Status if status in rules.NEXT[now]]
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
            label=self.label("attended"), min_value=0, required=False
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
        apart = {"uid", "version", "files", "attendees"}
        return {n: v for n, v in self.cleaned_data.items() if n not in apart}

    @property
    def has_directives(self) -> bool:
        """Whether there is a document to report on."""
        field = self.fields["directive"]
        rows = getattr(field, "queryset", None)
        return rows is not None and rows.exists()


def everyone(seat: Seat) -> str:
    return f"{EVERYONE}:{seat.bloc.unit_id}"


def attendance_choices(seats: Iterable[Seat]) -> list[tuple[str, Any]]:
    """Boxes by commune, the first one for everyone seated on the day."""
    groups = []
    for unit, members in groupby(seats, key=lambda seat: seat.bloc.unit):
        boxes = [(str(seat.member_id), seat_label(seat)) for seat in members]
        whole = _("Everyone seated on that day")
        groups.append((str(unit), [(f"{EVERYONE}:{unit.pk}", whole), *boxes]))
    return groups


def seat_label(seat: Seat) -> str:
    label = f"{seat.member.full_name}, {seat.post_title}"
    if seat.valid_to is None:
        return label
    return _("%(member)s (left on %(day)s)") % {
        "member": label,
        "day": short(seat.valid_to),
    }
