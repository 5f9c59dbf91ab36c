"""Each edit that the log lets people take back is taken back, whole, by its clerk."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from danvan.foundation.audit.history import entries_of
from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.rules import Level
from danvan.records.blocs.models import Duty
from tests.house.door import Place
from tests.house.test_scope import signed_in

pytestmark = pytest.mark.django_db

EDITS: dict[str, tuple[Callable[[Place], Any], dict[str, Any]]] = {
    "amend_activity": (lambda place: place.activity, {"title": "Nhầm", "attended": 9}),
    "amend_duty": (lambda place: place.seat.duties.get(), {"task": "Việc nhầm"}),
    "amend_line": (lambda place: place.more["line"], {"estimate": 12_000_000}),
    "amend_matter": (lambda place: place.more["matter"], {"title": "Đường nhầm"}),
    "amend_plan": (lambda place: place.more["draft"], {"title": "Kế hoạch nhầm"}),
    "amend_result": (lambda place: place.more["result"], {"title": "Nhà nhầm"}),
    "amend_task": (lambda place: place.more["task"], {"owner": "Ông Nhầm"}),
    "amend_team": (lambda place: place.more["team"], {"decision_no": "99-QĐ/ĐU"}),
    "correct_bloc": (lambda place: place.bloc, {"decision_no": "99-QĐ/ĐU"}),
    "correct_regulation": (
        lambda place: place.bloc and place.bloc.regulations.get(),
        {"adopted_on": date(2022, 9, 30), "document_no": "99-QC/ĐU"},
    ),
    "correct_seat": (
        lambda place: place.seat,
        {"post_title": "Chức vụ nhầm", "full_name": "Nguyễn Thị Nhầm"},
    ),
}


def columns(record: Versioned) -> dict[str, Any]:
    """All but the version, which an undo counts on."""
    stored = type(record)._default_manager.filter(pk=record.pk).values().get()
    return {name: value for name, value in stored.items() if name != "version"}


def page_of(record: Versioned) -> str:
    """Where the record is read; a duty stands on the page of its seat."""
    shown = record.seat if isinstance(record, Duty) else record
    return str(shown.get_absolute_url())  # type: ignore[attr-defined]


def test_every_edit_that_can_be_undone_is_tried_here():
    assert set(EDITS) == set(settings.DANVAN_UNDO)


@pytest.mark.parametrize("verb", EDITS)
def test_an_edit_is_undone_from_its_entry(verb, places):
    place = next(each for each in places if each.unit.level == Level.COMMUNE)
    find, values = EDITS[verb]
    record = find(place)
    record.refresh_from_db()
    before, clerk = columns(record), signed_in(place.account)
    amend = import_string(settings.DANVAN_UNDO[verb])
    by, at = place.account, timezone.now()
    amend(record, values, version=record.version, by=by, at=at)
    edited, entry = columns(record), entries_of(record).first()
    page = clerk.get(page_of(record)).text
    shown = clerk.get(reverse("journal:show", args=[entry.pk]))
    done = clerk.post(reverse("journal:undo", args=[entry.pk]))

    assert entry.verb == verb
    assert edited != before
    assert shown.request["PATH_INFO"] in page, "no way from the record to its entry"
    assert shown.context["may_undo"]

    assert done.status_code == 302, done.text
    assert columns(record) == before
