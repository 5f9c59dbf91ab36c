"""A checksum over everything in the database that no row number enters."""

import hashlib
from collections.abc import Iterator

from django.db.models import F

from danvan.foundation.access.models import Grant, User
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity, Attendance, Audience, Directive
from danvan.records.blocs.models import (
    Bloc,
    Duty,
    Member,
    Qualification,
    Regulation,
    Seat,
)

KEYS = {
    Unit: ("code", "name", "valid_from"),
    User: ("username", "full_name"),
    Grant: ("user__username", "role", "unit__code", "valid_from"),
    Bloc: ("unit__code", "valid_from", "decision_no"),
    Member: ("unit__code", "full_name", "sex"),
    Qualification: (
        *("member__full_name", "professional", "theory", "languages"),
        *("valid_from", "valid_to"),
    ),
    Seat: (
        *("bloc__unit__code", "member__full_name", "role", "post", "post_title"),
        *("decision_no", "valid_from", "valid_to", "post_ended_on", "left_reason"),
    ),
    Duty: ("seat__member__full_name", "task", "villages", "valid_from", "valid_to"),
    Regulation: ("bloc__unit__code", "number", "document_no", "cadence", "valid_from"),
    Directive: ("year", "number", "listed_on", "withdrawn_on"),
    Audience: ("directive__number", "unit__code", "count", "source", "declared_on"),
    Activity: (
        *("uid", "unit__code", "kind", "year", "on", "status", "title", "chair"),
        *("chair_name", "venue", "attended", "summary", "document_no", "evidence"),
        *("reached", "grade", "criteria", "status_reason", "recorded_at", "version"),
    ),
    Attendance: ("activity__uid", "member__full_name"),
    Entry: ("at", "verb", "subject_type", "subject", "year_from", "reason"),
}


def fingerprint() -> str:
    found = hashlib.sha256()
    for line in lines():
        found.update(line.encode())
    return found.hexdigest()


def lines() -> Iterator[str]:
    for model, names in KEYS.items():
        columns = [F(name) for name in names]
        rows = model._default_manager.order_by().values_list(*columns)
        yield from sorted(f"{model.__name__} {row}\n" for row in rows)
