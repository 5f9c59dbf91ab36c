"""What a change of the calendar would move, before and after it is made."""

from datetime import date
from typing import Any

from django.utils.translation import ngettext

from danvan.foundation.deadlines import queries
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import DayRow

SHOWN = 20


def preview(
    rows: list[DayRow], *, today: date, removed: tuple[date, ...] = ()
) -> dict[str, Any]:
    """Running deadlines that would move, all of them counted, some of them shown."""
    after = queries.with_changes(rows, removed=removed)
    days = [*(row.day for row in rows), *removed]
    moved = queries.moves(Clock.objects.select_related("unit"), days, after)
    return {
        "count": len(moved),
        "late": sum(due < today <= clock.due_on for clock, due in moved),
        "items": [
            {"clock": clock, "before": clock.due_on, "after": due}
            for clock, due in moved[:SHOWN]
        ],
    }


def told(what: str, moved: int) -> str:
    if not moved:
        return what
    moves = ngettext("%(n)d deadline moved", "%(n)d deadlines moved", moved)
    return f"{what}. {moves % {'n': moved}}"
