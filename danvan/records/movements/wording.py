"""Stored values and log entries as sentences for people."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.audit.history import NOTHING, Telling
from danvan.records.movements import known
from danvan.records.movements.models import MEASURES, Result, Team
from danvan.records.movements.queries import Overlap, Share, difference
from danvan.shared.dates import parse_date, short
from danvan.shared.money import dong
from danvan.shared.numbers import decimal, fraction_text, percent_text

LABELS: dict[str, Callable[[], str]] = {
    "movement": lambda: _("Movement"),
    "title": lambda: _("What was done"),
    "on": lambda: _("Date"),
    "village": lambda: _("Village"),
    "organisations": lambda: _("Counted by"),
    "labour_days": lambda: _("Days of labour"),
    "land_m2": lambda: _("Land given (m²)"),
    "roads_m": lambda: _("Roads (m)"),
    "houses": lambda: _("Houses"),
    "money": lambda: _("Money (đồng)"),
    "field": lambda: _("Field"),
    "name": lambda: _("Name of the team"),
    "purpose": lambda: _("Work to be done"),
    "decision_no": lambda: _("Number of the decision"),
    "valid_from": lambda: _("Formed on"),
    "valid_to": lambda: _("Closed on"),
    "cases": lambda: _("Cases"),
    "settled": lambda: _("Cases settled"),
    "outcome": lambda: _("Outcome"),
    "official": lambda: _("Official"),
    "file": lambda: _("Attachment"),
}


def column_label(column: str) -> str:
    return LABELS[column]() if column in LABELS else column


def day(value: Any) -> str:
    return short(value if isinstance(value, date) else parse_date(str(value)))


READERS: dict[str, Callable[[Any], str]] = {
    "movement": known.movement_name,
    "field": known.field_name,
    "on": day,
    "valid_from": day,
    "valid_to": day,
    "money": lambda value: dong(int(value)),
    **dict.fromkeys(("labour_days", "land_m2", "roads_m", "houses"), decimal),
    **dict.fromkeys(("cases", "settled"), decimal),
}


def value(column: str, stored: Any) -> str:
    """A stored or logged value of a column, as the pages write it."""
    return READERS.get(column, str)(stored)


def shown(column: str, stored: Any) -> str:
    return NOTHING if stored in ("", None) else value(column, stored)


TELLING = Telling(
    verbs={
        "record_result": gettext_lazy("Recorded"),
        "amend_result": gettext_lazy("Changed"),
        "claim": gettext_lazy("Organisation added"),
        "withdraw_result": gettext_lazy("Withdrawn"),
        "form_team": gettext_lazy("Formed"),
        "amend_team": gettext_lazy("Changed"),
        "seat_official": gettext_lazy("Official joined"),
        "end_seat": gettext_lazy("Official left"),
        "close_team": gettext_lazy("Work closed"),
        "withdraw_team": gettext_lazy("Withdrawn"),
        "record_session": gettext_lazy("Session recorded"),
        "withdraw_session": gettext_lazy("Session withdrawn"),
        "attach": gettext_lazy("File attached"),
        "withdraw_attachment": gettext_lazy("File taken off"),
    },
    label=column_label,
    value=value,
)


def facts(result: Result) -> list[dict[str, Any]]:
    """Rows of components/facts.html: what is filled in, in reading order."""
    rows: list[dict[str, Any]] = [
        {"label": _("Unit"), "value": result.unit, "note": result.unit.parent},
        {
            "label": column_label("movement"),
            "value": known.movement_name(result.movement),
        },
        {"label": column_label("on"), "value": short(result.on)},
    ]
    if result.village:
        rows.append({"label": column_label("village"), "value": result.village})
    return rows + [
        {"label": column_label(name), "value": value(name, number)}
        for name, number in result.figures.items()
    ]


def team_facts(team: Team, done: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": _("Unit"), "value": team.unit, "note": team.unit.parent},
        {"label": column_label("field"), "value": known.field_name(team.field)},
        {"label": column_label("valid_from"), "value": short(team.valid_from)},
        {"label": column_label("decision_no"), "value": team.decision_no},
        {"label": column_label("purpose"), "value": team.purpose},
        {"label": column_label("settled"), "value": settled_text(team, done)},
    ]
    if team.valid_to:
        rows.append({"label": column_label("valid_to"), "value": short(team.valid_to)})
        rows.append({"label": column_label("outcome"), "value": team.outcome})
    return rows


def settled_text(team: Team, done: int) -> str:
    """12/15 (80%); the number alone where nobody said how many cases there are."""
    if team.cases is None:
        return decimal(done)
    return f"{fraction_text(done, team.cases)} ({percent_text(done, team.cases)})"


def share_row(share: Share) -> dict[str, Any]:
    return {
        "id": share.organisation,
        "name": known.organisation_name(share.organisation),
        "results": share.results,
        "shared": share.shared,
        "figures": [(column_label(name), share.figures[name]) for name in MEASURES],
    }


def excess_sentence(found: Overlap) -> str:
    """What adding organisation to organisation would count twice; "" for nothing."""
    excess = difference(found.excess)
    if not excess:
        return ""
    return _("Counted twice if organisations were added up: %(excess)s.") % {
        "excess": known.measures_text(excess)
    }
