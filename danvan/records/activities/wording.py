"""Stored values and log entries as sentences for people."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.audit.history import NOTHING, Telling, by_columns
from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.rules import Level
from danvan.records.activities import kinds, rules
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.layout import FORM_LABELS, GROUPS
from danvan.records.activities.models import Activity, Attendance, Audience, Directive
from danvan.shared.dates import parse_date, short
from danvan.shared.numbers import decimal


def counted_sentence(activity: Activity) -> str:
    """One line: what the record counts for now, or that it does not and why."""
    reasons = list(why_not_counted(activity))
    target = counted_target(kinds.find(activity.kind))
    if reasons or target is None:
        return " ".join([_("Not counted for a target."), *map(sentence, reasons)])
    words = {
        "number": target.number,
        "short": target.short,
        "year": activity.year,
        "day": short(activity.on),
    }
    if target.period == "year" and activity.on.year > activity.year:
        return (
            _(
                "Counts for target %(number)d, %(short)s, in %(year)d, in figures as of"
                " %(day)s or later"
            )
            % words
        )
    return _("Counts for target %(number)d, %(short)s, in %(year)d") % words


def counted_target(kind: Kind | None) -> Any:
    return kinds.target_of(kind) if kind and kind.measure else None


def why_not_counted(activity: Activity) -> Iterator[str]:
    kind = kinds.find(activity.kind)
    target = counted_target(kind)
    return rules.why_not_counted(
        kind,
        status=Status(activity.status),
        chair=activity.chair,
        level=activity.unit.level,
        on=activity.on,
        year=activity.year,
        period=target.period if target else "",
        starts=kinds.in_force().starts,
        ends=kinds.in_force().ends,
        chairs=kinds.chair_names(kind.chairs) if kind else "",
    )


def sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def purpose(kind: Kind) -> str:
    """What recording this kind is good for."""
    often = how_often(kind)
    if not kind.measure:
        words = _("Kept and shown; no target counts it")
    else:
        target = kinds.target_of(kind)
        words = _("Counts for target %(number)d") % {
            "number": target.number if target else 0
        }
    return f"{words}, {often}" if often else words


def how_often(kind: Kind) -> str:
    target = kinds.target_of(kind)
    whole = target is not None and target.period == "programme"
    if kind.cadence == "year" and kind.form in rules.ATTENDED_BY_NAME and whole:
        return _("each member at least once during the programme")
    if kind.cadence == "year" and kind.each_host:
        return _("each organisation at least once a year")
    if kind.cadence == "year" and kind.levels:
        named = (str(Level[level.upper()].label) for level in kind.levels)
        levels = "; ".join(label[:1].lower() + label[1:] for label in named)
        return _("at least once a year at these levels: %(levels)s") % {
            "levels": levels
        }
    return {
        "quarter": _("every quarter, or as the regulation says"),
        "year": _("at least once a year"),
    }.get(kind.cadence, "")


READERS: dict[str, Callable[[Any], object]] = {
    "status": lambda value: Status(value).label,
    "evidence": lambda value: Evidence(int(value)).label,
    "chair": kinds.chair_name,
    "grade": kinds.grade_name,
    "host": kinds.host_name,
    "language": kinds.language_name,
    "on": lambda value: short(value if isinstance(value, date) else parse_date(value)),
    "attended": decimal,
    "reached": decimal,
    "attendees": decimal,
}


def kinds_by_form() -> Iterator[tuple[str, list[Kind]]]:
    """Headings as a clerk thinks of the work, and the kinds below them."""
    known = kinds.in_force().kinds
    for heading, forms in GROUPS:
        if members := [kind for kind in known if kind.form in forms]:
            yield str(heading), members


def in_words(column: str, value: Any) -> str:
    """A stored or logged value of a column, as the pages write it."""
    if value in ("", None):
        return NOTHING
    return str(READERS.get(column, str)(value))


def shown(value: Any) -> str:
    """A day, a number or a text as the pages write it."""
    if isinstance(value, date):
        return short(value)
    return decimal(value) if isinstance(value, int) else str(value) or NOTHING


def column_label(column: str) -> str:
    if column == "attendees":
        return _("Members attending")
    if column == "file":
        return _("Attachment")
    if column.startswith("need_"):
        return need_label(column.removeprefix("need_"))
    label = str(getattr(Activity._meta.get_field(column), "verbose_name", column))
    return label[:1].upper() + label[1:]


def need_label(language: str) -> str:
    return _("Want to learn: %(language)s") % {
        "language": kinds.language_name(language)
    }


def form_label(kind: Kind | None, column: str) -> str:
    """What the form of the kind calls the column."""
    return str(FORM_LABELS.get((kind.form if kind else "", column), "")) or (
        column_label(column)
    )


SHOWN = (
    *("venue", "host", "counterpart", "language", "chair", "chair_name", "attended"),
    *("directive", "reached", "grade"),
    *("criteria", "summary", "document_no", "status_reason"),
)


def facts(activity: Activity) -> list[dict[str, Any]]:
    """Rows of components/facts.html: what is filled in, in reading order."""
    kind = kinds.find(activity.kind)
    rows: list[dict[str, Any]] = [
        {"label": _("Unit"), "value": activity.unit, "note": activity.unit.parent},
        {"label": _("Kind of activity"), "value": kinds.kind_name(activity.kind)},
        {"label": form_label(kind, "on"), "value": short(activity.on)},
        {"label": column_label("year"), "value": str(activity.year)},
    ]
    filled = [name for name in SHOWN if getattr(activity, name) not in ("", None)]
    return rows + [
        {
            "label": form_label(kind, name),
            "value": in_words(name, getattr(activity, name)),
        }
        for name in filled
    ]


def counted_needs(needs: Mapping[str, int]) -> list[dict[str, Any]]:
    """Rows of components/facts.html: how many want each language."""
    known = [row.id for row in kinds.in_force().languages]
    return [
        {"label": need_label(language), "value": decimal(needs[language])}
        for language in known
        if language in needs
    ]


def attendance(rows: Iterable[Attendance]) -> list[dict[str, Any]]:
    """Rows of components/facts.html: the names by commune; takes rows in that order."""
    by_unit = groupby(rows, key=lambda row: row.member.unit)
    return [
        {"label": unit, "value": ", ".join(str(row.member) for row in members)}
        for unit, members in by_unit
    ]


TELLING = Telling(
    verbs={
        "record_activity": gettext_lazy("Recorded"),
        "amend_activity": gettext_lazy("Changed"),
        "postpone_activity": gettext_lazy("Postponed"),
        "cancel_activity": gettext_lazy("Cancelled"),
        "withdraw_activity": gettext_lazy("Withdrawn"),
        "attach": gettext_lazy("File attached"),
        "withdraw_attachment": gettext_lazy("File taken off"),
    },
    label=column_label,
    value=in_words,
)
AUDIENCE = Telling(
    verbs={}, label=column_label, value=lambda _column, value: shown(value)
)
"""For the form of how many people a document is meant for."""

DIRECTIVES = by_columns(
    Directive,
    Audience,
    verbs={
        "list_directive": gettext_lazy("Document listed"),
        "withdraw_directive": gettext_lazy("Document taken off the list"),
        "declare_audience": gettext_lazy("Audience declared"),
        "amend_audience": gettext_lazy("Audience changed"),
    },
)
"""For the log: documents to disseminate and for how many people."""
