"""The list of activities as a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.records.activities import kinds, wording
from danvan.records.activities.models import Activity, ActivityQuerySet
from danvan.shared import sheets

FORMATS = {"xlsx": sheets.XLSX, "csv": sheets.CSV}


def columns() -> list[sheets.Column]:
    return [
        sheets.Column(_("Date"), "date", 12),
        sheets.Column(_("Unit code"), width=10),
        sheets.Column(_("Unit"), width=24),
        sheets.Column(_("Belongs to"), width=20),
        sheets.Column(_("Kind of activity"), width=34),
        sheets.Column(_("Title"), width=44),
        sheets.Column(_("Counts for the year"), "integer", 10),
        sheets.Column(_("Status"), width=12),
        sheets.Column(_("Chaired by"), width=24),
        sheets.Column(_("People attending"), "integer", 10),
        sheets.Column(_("People reached"), "integer", 10),
        sheets.Column(_("Document number"), width=18),
        sheets.Column(_("Evidence"), width=22),
    ]


def rows(activities: ActivityQuerySet) -> Iterator[list[object]]:
    for activity in activities.iterator(chunk_size=1000):
        yield row(activity)


def row(activity: Activity) -> list[object]:
    unit = activity.unit
    return [
        activity.on,
        unit.code,
        str(unit),
        str(unit.parent or ""),
        kinds.kind_name(activity.kind),
        activity.title,
        activity.year,
        str(activity.get_status_display()),
        wording.in_words("chair", activity.chair) if activity.chair else "",
        activity.attended,
        activity.reached,
        activity.document_no,
        str(activity.get_evidence_display()),
    ]


def download(
    activities: ActivityQuerySet, ending: str, *, at: datetime
) -> HttpResponse:
    """All rows of the filtered list; `ending` is a key of FORMATS."""
    day = timezone.localdate(at)
    name = f"{_('Activities')} {day:%Y-%m-%d}.{ending}"
    heads = columns()
    if ending == "xlsx":
        sheet = sheets.Sheet(_("Activities"), heads, rows(activities))
        data = sheets.write_xlsx([sheet], title=_("Activities"), at=at)
    else:
        data = sheets.write_csv([[head.header for head in heads], *rows(activities)])
    return sheets.download(data, name, FORMATS[ending])
