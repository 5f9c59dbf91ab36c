"""The columns of the lists, on the page and in the files they hand out."""

from django.utils.translation import gettext as _

from danvan.foundation.programme.schema import Kind
from danvan.foundation.units.models import Unit
from danvan.records.activities import kinds, wording
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity, Directive
from danvan.records.activities.rounds import organisations
from danvan.shared.listing import Column, rank


def activities() -> list[Column[Activity]]:
    known = [kind.id for kind in kinds.in_force().kinds]
    place = ("unit__sort_key", "unit")
    above = ("unit__parent__sort_key", "unit__parent", *place)
    return [
        Column("on", _("Date"), lambda row: row.on, "date", 12, ("on",)),
        Column("code", _("Unit code"), lambda row: row.unit.code, width=10),
        Column("unit", _("Unit"), lambda row: str(row.unit), width=24, order=place),
        Column(
            "parent",
            _("Belongs to"),
            lambda row: str(row.unit.parent or ""),
            width=20,
            order=above,
        ),
        Column(
            "kind",
            _("Kind of activity"),
            lambda row: kinds.kind_name(row.kind),
            width=34,
            order=(rank("kind", known),),
        ),
        Column("title", _("Title"), lambda row: row.title, width=44),
        Column(
            "year",
            _("Counts for the year"),
            lambda row: str(row.year),
            width=10,
            order=("year",),
        ),
        Column(
            "status",
            _("Status"),
            lambda row: str(row.get_status_display()),
            width=12,
            order=(rank("status", Status.values),),
        ),
        Column("chair", _("Chaired by"), chair, width=24),
        Column("host", _("Held by"), host, width=28),
        Column("counterpart", _("Other side"), lambda row: row.counterpart, width=28),
        Column("language", _("Language taught"), language, width=14),
        Column(
            "attended",
            _("People attending"),
            lambda row: row.attended,
            "integer",
            10,
            ("attended",),
        ),
        Column(
            "reached",
            _("People reached"),
            lambda row: row.reached,
            "integer",
            10,
            ("reached",),
        ),
        Column("number", _("Document number"), lambda row: row.document_no, width=18),
        Column(
            "evidence",
            _("Evidence"),
            lambda row: str(row.get_evidence_display()),
            width=22,
            order=("evidence",),
        ),
    ]


def chair(row: Activity) -> str:
    return wording.in_words("chair", row.chair) if row.chair else ""


def host(row: Activity) -> str:
    return kinds.host_name(row.host) if row.host else ""


def language(row: Activity) -> str:
    return kinds.language_name(row.language) if row.language else ""


def directives() -> list[Column[Directive]]:
    """Of documents with the sums that `queries.directives` adds."""
    place = ("unit__level", "unit__sort_key", "number")
    return [
        Column(
            "number", _("Document"), lambda row: row.number, width=18, order=("number",)
        ),
        Column("about", _("Abstract"), lambda row: row.about, width=60),
        Column("issued", _("Issued on"), lambda row: row.issued_on, "date", 12),
        Column(
            "unit", _("Listed by"), lambda row: str(row.unit), width=24, order=place
        ),
        Column(
            "listed",
            _("On the list from"),
            lambda row: row.listed_on,
            "date",
            12,
            ("listed_on",),
        ),
        Column("off", _("Off the list from"), lambda row: row.withdrawn_on, "date", 12),
        number("sessions", _("Sessions"), "sessions_held"),
        number("reached", _("People reached"), "people_reached"),
        number("meant", _("People meant"), "people_meant"),
        number("declared", _("Communes that declared"), "communes_declared"),
    ]


def number(key: str, header: str, name: str) -> Column[Directive]:
    return Column(key, header, lambda row: getattr(row, name), "integer", 10, (name,))


def coverage(kind: Kind) -> list[Column[Unit]]:
    """Of communes with the counts that `rounds.coverage` adds."""
    return [
        Column("code", _("Unit code"), lambda row: row.code, width=10),
        Column("unit", _("Unit"), str, width=24, order=("sort_key",)),
        Column(
            "parent",
            _("Belongs to"),
            lambda row: str(row.parent or ""),
            width=20,
            order=("parent__sort_key", "sort_key"),
        ),
        *(times(f"by_{host.id}", host.name) for host in organisations(kind)),
        times("hosts_done", _("Organisations that did")),
    ]


def times(name: str, header: str) -> Column[Unit]:
    return Column(name, header, lambda row: getattr(row, name), "integer", 14, (name,))
