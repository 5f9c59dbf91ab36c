"""Stored values and log entries as sentences for people."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.audit.models import Entry
from danvan.foundation.programme.schema import Kind
from danvan.records.activities import kinds, rules
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.models import Activity, Attendance
from danvan.shared.dates import parse_date, short
from danvan.shared.numbers import decimal

NOTHING = "–"


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
    if not kind.measure:
        return _("Kept and shown; no target counts it")
    often = {
        "quarter": _("every quarter, or as the regulation says"),
        "year": _("at least once a year"),
    }
    target = kinds.target_of(kind)
    if kind.form == "training" and target and target.period == "programme":
        often["year"] = _("each member at least once during the programme")
    words = _("Counts for target %(number)d") % {
        "number": target.number if target else 0
    }
    return f"{words}, {often[kind.cadence]}" if kind.cadence in often else words


READERS: dict[str, Callable[[Any], object]] = {
    "status": lambda value: Status(value).label,
    "evidence": lambda value: Evidence(int(value)).label,
    "chair": kinds.chair_name,
    "grade": kinds.grade_name,
    "on": lambda value: short(value if isinstance(value, date) else parse_date(value)),
    "attended": decimal,
    "reached": decimal,
    "attendees": decimal,
}


def kinds_by_target() -> Iterator[tuple[str, list[Kind]]]:
    """Headings and the kinds below them, the targets in their order, the rest last."""
    known = kinds.in_force()
    for target in sorted(known.targets, key=lambda target: target.number):
        if members := [kind for kind in known.kinds if kind.target == target.id]:
            words = {"number": target.number, "short": target.short}
            yield _("Target %(number)d: %(short)s") % words, members
    if others := [kind for kind in known.kinds if not kind.target]:
        yield _("Other activities"), others


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
    label = str(getattr(Activity._meta.get_field(column), "verbose_name", column))
    return label[:1].upper() + label[1:]


SHOWN = (
    *("venue", "chair", "chair_name", "attended", "directive", "reached", "grade"),
    *("criteria", "summary", "document_no", "status_reason"),
)


def facts(activity: Activity) -> list[dict[str, Any]]:
    """Rows of components/facts.html: what is filled in, in reading order."""
    rows: list[dict[str, Any]] = [
        {"label": _("Unit"), "value": activity.unit, "note": activity.unit.parent},
        {"label": _("Kind of activity"), "value": kinds.kind_name(activity.kind)},
        {"label": column_label("on"), "value": short(activity.on)},
        {"label": column_label("year"), "value": str(activity.year)},
    ]
    filled = [name for name in SHOWN if getattr(activity, name) not in ("", None)]
    return rows + [
        {"label": column_label(name), "value": in_words(name, getattr(activity, name))}
        for name in filled
    ]


def attendance(rows: Iterable[Attendance]) -> list[dict[str, Any]]:
    """Rows of components/facts.html: the names by commune; takes rows in that order."""
    by_unit = groupby(rows, key=lambda row: row.member.unit)
    return [
        {"label": unit, "value": ", ".join(str(row.member) for row in members)}
        for unit, members in by_unit
    ]


def verb_in_words(verb: str) -> str:
    return {
        "record_activity": _("Recorded"),
        "amend_activity": _("Changed"),
        "withdraw_activity": _("Withdrawn"),
        "attach": _("File attached"),
        "withdraw_attachment": _("File taken off"),
    }.get(verb, verb)


def changes_in_words(entry: Entry) -> str:
    """ "Tóm tắt: cũ → mới; …" and the reason."""
    parts = [
        f"{column_label(column)}: {change_in_words(column, pair)}"
        for column, pair in entry.changes.items()
    ]
    return "; ".join([*parts, entry.reason] if entry.reason else parts)


def change_in_words(column: str, pair: list[Any]) -> str:
    before, after = (in_words(column, value) for value in pair)
    if column == "file" or before == NOTHING:
        return after if after != NOTHING else before
    return f"{before} → {after}"


def timeline(entries: Iterable[Entry]) -> list[dict[str, str]]:
    """Items of components/timeline.html."""
    return [
        {
            "when": moment(entry.at),
            "by": entry.actor,
            "title": verb_in_words(entry.verb),
            "text": changes_in_words(entry),
        }
        for entry in entries
    ]


def moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} {short(local.date())}"
