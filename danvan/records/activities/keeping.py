"""Rows of an activity and of what hangs on it: attendance, needs, files, log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit import once
from danvan.foundation.programme.schema import Kind
from danvan.records.activities import kinds
from danvan.records.activities.checks import FACTS
from danvan.records.activities.models import Activity, Attendance, Need


def insert_once(
    activity: Activity, members: set[int], needs: Mapping[str, int]
) -> tuple[Activity, bool]:
    """(the record, whether it is new); a form sent twice makes one record."""
    columns = ("unit_id", "kind", "directive_id", *(set(FACTS) - {"directive"}))
    agrees = once.agrees(activity, *columns)

    def same(first: Activity) -> bool:
        attended = set(first.attendances.values_list("member", flat=True))
        return agrees(first) and attended == members and stored_needs(first) == needs

    kept, fresh = once.insert_once(activity, same=same)
    if fresh:
        Attendance.objects.bulk_create(
            Attendance(activity=kept, member_id=member) for member in members
        )
        replace_needs(kept, {}, needs)
    return kept, fresh


def replace_attendance(activity: Activity, members: set[int]) -> dict[str, list[Any]]:
    before = set(activity.attendances.values_list("member", flat=True))
    activity.attendances.filter(member__in=before - members).delete()
    Attendance.objects.bulk_create(
        Attendance(activity=activity, member_id=member) for member in members - before
    )
    return {} if before == members else {"attendees": [len(before), len(members)]}


def stored_needs(activity: Activity) -> dict[str, int]:
    return dict(activity.needs.values_list("language", "wanting"))


def replace_needs(
    activity: Activity, before: Mapping[str, int], needs: Mapping[str, int]
) -> dict[str, list[Any]]:
    """The counts as given now; what changed, by the name of the language."""
    changed = {
        language
        for language in {*before, *needs}
        if before.get(language) != needs.get(language)
    }
    if not changed:
        return {}
    activity.needs.filter(language__in=changed).delete()
    Need.objects.bulk_create(
        Need(activity=activity, language=language, wanting=needs[language])
        for language in sorted(changed & set(needs))
    )
    return {
        f"need_{language}": [before.get(language), needs.get(language)]
        for language in sorted(changed)
    }


def log(
    verb: str,
    activity: Activity,
    kind: Kind | None,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    was: int | None = None,
) -> None:
    """The audit entry; `was` is the year it counted for before."""
    first, last = kinds.years_touched(kind, activity.year)
    audit.record(
        verb,
        activity,
        by=by,
        at=at,
        unit_id=activity.unit_id,
        years=(min(first, was or first), max(last, was or last)),
        changes=changes,
        reason=reason,
    )
