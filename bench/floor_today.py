"""The floor of today's work: what waits for a person, read in eight plain statements.

Numbers of the records alone: no words, no order, no buttons. Days are counted as the
product counts them, from the stored days off.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection

type Key = tuple[str, int]

OWN = "SELECT origin_id FROM units_lineage WHERE heir_id IN ({roots})"
BELOW = "SELECT unit_id FROM units_reach WHERE root_id IN ({roots})"

LATE = f"""
    SELECT c.subject_type, c.subject_id, c.due_on, c.climb, c.climb_again,
        h.level, h.parent_id, p.parent_id
    FROM deadlines_clock c
    JOIN units_lineage l ON l.origin_id = c.unit_id
    JOIN units_unit h ON h.id = l.heir_id AND h.valid_from <= %(day)s
        AND (h.valid_to IS NULL OR h.valid_to > %(day)s)
    LEFT JOIN units_unit p ON p.id = h.parent_id
    WHERE c.stopped_on IS NULL AND c.paused_on IS NULL AND c.due_on < %(day)s
        AND c.unit_id IN ({BELOW}) AND c.unit_id NOT IN ({OWN})
"""

RUNNING = f"""
    SELECT subject_type, subject_id FROM deadlines_clock
    WHERE stopped_on IS NULL AND unit_id IN ({OWN})
"""

HOT = f"""
    SELECT 'matters.matter', id FROM matters_matter
    WHERE kind = 'hot_spot'
        AND state NOT IN ('closed', 'confirmed', 'declined', 'withdrawn')
        AND (unit_id IN ({BELOW}) OR holder_id IN ({BELOW}))
        AND unit_id NOT IN ({OWN})
"""

RECORDS = (
    f"""SELECT 'matters.matter', id FROM matters_matter
    WHERE state IN ('received', 'accepted', 'reopened') AND holder_id IN ({OWN})""",
    f"""SELECT 'matters.commitment', id FROM matters_commitment
    WHERE state = 'open' AND unit_id IN ({OWN})""",
    f"""SELECT 'plans.task', t.id FROM plans_task t
    LEFT JOIN plans_plan p ON p.id = t.plan_id
    WHERE t.state = 'open' AND (p.id IS NULL OR p.state = 'issued')
        AND t.unit_id IN ({OWN})""",
    f"""SELECT 'planned', id FROM activities_activity
    WHERE status IN ('planned', 'postponed') AND "on" <= %(week)s
        AND unit_id IN ({OWN})""",
    f"""SELECT 'blocs.seat', s.id FROM blocs_seat s
    JOIN blocs_bloc b ON b.id = s.bloc_id
    WHERE s.post_ended_on <= %(day)s AND b.unit_id IN ({OWN})
        AND s.valid_from <= %(day)s AND (s.valid_to IS NULL OR s.valid_to > %(day)s)
        AND b.valid_from <= %(day)s AND (b.valid_to IS NULL OR b.valid_to > %(day)s)""",
)


def waiting(roots: Iterable[int], day: date) -> set[Key]:
    """Keys of all that waits that day for somebody whose grants lie at these units."""
    numbers = [int(root) for root in roots]
    listed = ", ".join(map(str, numbers))
    words = {"day": day, "week": day + timedelta(days=7)}
    with connection.cursor() as cursor:

        def rows(statement: str) -> list[Any]:
            cursor.execute(statement.format(roots=listed), words)
            return cursor.fetchall()

        found = {(kind, number) for kind, number in rows(HOT)}
        found |= set(heard(rows(LATE), rows(DAYS_OFF), set(numbers), day))
        found |= {(kind, number) for kind, number in rows(RUNNING)}
        for statement in RECORDS:
            found |= {(kind, number) for kind, number in rows(statement)}
    return found


DAYS_OFF = "SELECT day, is_working FROM deadlines_calendarday WHERE NOT is_removed"
COMMUNE = 3


def heard(
    late: list[Any], days: list[Any], roots: set[int], today: date
) -> Iterable[Key]:
    """Late by so many working days that it came up as far as one of the roots."""
    off = {as_day(day) for day, works in days if not works}
    worked = {as_day(day) for day, works in days if works}
    bounds: dict[int, date] = {}

    def bound(number: int) -> date:
        """What was due before it is late by that many working days."""
        if number not in bounds:
            day, left = today + timedelta(days=1), number
            while left:
                day -= timedelta(days=1)
                left -= (day.weekday() < 5 and day not in off) or day in worked  # noqa: PLR2004
            bounds[number] = day
        return bounds[number]

    for kind, number, due, climb, again, level, parent, grandparent in late:
        day = as_day(due)
        above = [parent, grandparent] if level == COMMUNE else [parent]
        steps = 2 if day < bound(again) else int(day < bound(climb))
        if roots.intersection(above[:steps]):
            yield kind, number


def as_day(value: Any) -> date:
    """SQLite keeps days as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
