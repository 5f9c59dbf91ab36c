"""Columns of the lists of results and of teams."""

from django.utils.translation import gettext as _

from danvan.records.movements import known, wording
from danvan.records.movements.models import MEASURES, Result, Session, Team
from danvan.shared.listing import Column
from danvan.shared.numbers import percent


def result_columns() -> list[Column[Result]]:
    return [
        Column("on", _("Date"), lambda r: r.on, "date", order=("on",)),
        Column(
            "title", _("What was done"), lambda r: r.title, width=50, order=("title",)
        ),
        Column(
            "movement",
            _("Movement"),
            lambda r: known.movement_name(r.movement),
            width=28,
            order=("movement", "on"),
        ),
        Column(
            "unit",
            _("Unit"),
            lambda r: r.unit,
            width=28,
            order=("unit__sort_key", "on"),
        ),
        Column(
            "village",
            _("Village"),
            lambda r: r.village or "",
            width=20,
            order=("village__sort_key", "on"),
        ),
        Column(
            "organisations",
            _("Counted by"),
            lambda r: known.organisation_names(c.organisation for c in r.claims.all()),
            width=50,
        ),
        *(measure(name) for name in MEASURES),
    ]


def measure(name: str) -> Column[Result]:
    return Column(
        name,
        wording.column_label(name),
        lambda r: getattr(r, name),
        "integer",
        16,
        (name,),
    )


def team_columns() -> list[Column[Team]]:
    return [
        Column("name", _("Team"), lambda t: t.name, width=40, order=("name",)),
        Column(
            "field",
            _("Field"),
            lambda t: known.field_name(t.field),
            width=28,
            order=("field", "name"),
        ),
        Column(
            "unit", _("Unit"), lambda t: t.unit, width=28, order=("unit__sort_key",)
        ),
        Column(
            "since",
            _("Formed on"),
            lambda t: t.valid_from,
            "date",
            order=("valid_from",),
        ),
        Column(
            "until", _("Closed on"), lambda t: t.valid_to, "date", order=("valid_to",)
        ),
        Column(
            "sessions",
            _("Sessions of the team"),
            lambda t: getattr(t, "sessions_held", 0),
            "integer",
            order=("sessions_held",),
        ),
        Column(
            "settled",
            _("Cases settled"),
            lambda t: getattr(t, "done", 0),
            "integer",
            order=("done",),
        ),
        Column("cases", _("Cases"), lambda t: t.cases, "integer", order=("cases",)),
        Column(
            "share",
            _("Share settled"),
            lambda t: percent(getattr(t, "done", 0), t.cases),
            "percent",
            order=("done_share",),
        ),
    ]


def session_columns() -> list[Column[Session]]:
    return [
        Column("on", _("Date"), lambda s: s.on, "date", order=("on",)),
        Column(
            "village",
            _("Village"),
            lambda s: s.village or "",
            width=20,
            order=("village__sort_key", "on"),
        ),
        Column("text", _("Content and result"), lambda s: s.text, width=60),
        Column(
            "attended",
            _("People attending"),
            lambda s: s.attended,
            "integer",
            order=("attended",),
        ),
        Column(
            "settled",
            _("Cases settled"),
            lambda s: s.settled,
            "integer",
            order=("settled",),
        ),
        Column("reason", _("Withdrawn because"), lambda s: s.reason, width=40),
    ]
