"""A dialogue in its steps: planned, announced, asked, held, answered, published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit import history
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.queries import clocks_of, working_calendar
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.records.matters import rules as matter_rules
from danvan.records.matters.models import Commitment, Matter
from danvan.records.matters.rules import Standing
from danvan.records.meetings import queries, rules, wording
from danvan.records.meetings.line import charged
from danvan.records.meetings.models import Dialogue
from danvan.records.meetings.questions import (
    Kept,
    counted,
    promised_before,
    standing_on,
)
from danvan.records.meetings.views import pages

STANDINGS = {
    Standing.LATE: "bad",
    Standing.OPEN: "info",
    Standing.KEPT_LATE: "warning",
    Standing.KEPT: "good",
    Standing.RELEASED: "neutral",
}


@require_safe
@requires(Permission.READ)
def show(request: UserRequest, pk: int) -> HttpResponse:
    activity, dialogue = pages.dialogue_at(request, pk)
    before = promised_before(activity, today=request.today)
    asked = queries.questions(activity)
    minutes = pages.minutes_of(activity)
    clocks = clocks_of(dialogue) if dialogue else []
    writable = pages.may_write(request, activity)
    standing = activity.status not in {Status.CANCELLED, Status.WITHDRAWN}
    context = pages.heading(activity) | {
        "breadcrumbs": pages.trail(activity.title),
        "dialogue": dialogue,
        "notice": notice(activity, dialogue),
        "result": result(activity, dialogue, clocks, request.today),
        "promised": parted(before, request.today),
        "tally": [
            {
                "label": f"{wording.standing_label(what)}: {count}",
                "tone": STANDINGS[what],
            }
            for what, count in counted(before).items()
        ],
        "questions": [question(row, activity, request.today) for row in asked],
        "waiting": sum(row.state in matter_rules.OWED for row in asked),
        "others": [
            promise(row, request.today) for row in queries.other_promises(activity)
        ],
        "minutes": minutes,
        "clocks": clocks,
        "history": history.timeline(dialogue, wording.TELLING) if dialogue else [],
        "is_held": activity.status == Status.HELD,
        "has_begun": activity.on <= request.today,
        "may_write": writable and standing,
    }
    return render(request, "meetings/dialogue.html", context)


FOLDED = 4
"""More promises than these are shown with the kept ones folded away."""


def parted(before: Sequence[Kept], today: date) -> dict[str, Any]:
    """What was promised: still owed first, and what was kept, apart when long."""
    done = {Standing.KEPT, Standing.RELEASED}
    rows = [promise(row.commitment, today) for row in before]
    if len(rows) <= FOLDED:
        return {"owed": rows, "kept": []}
    return {
        "owed": [row for row in rows if row["standing"] not in done],
        "kept": [row for row in rows if row["standing"] in done],
    }


def notice(activity: Activity, dialogue: Dialogue | None) -> dict[str, Any]:
    """Whether and how long before it was announced."""
    least = queries.days_of(queries.ANNOUNCED)
    if dialogue is None or dialogue.announced_on is None:
        return {"is_given": False, "least": least}
    is_valid = rules.is_announced(
        dialogue.announced_on, dialogue.announced_for, activity.status, activity.on
    )
    days = rules.days_ahead(dialogue.announced_on, activity.on)
    return {
        "is_given": True,
        "is_valid": is_valid,
        "is_in_time": days >= least,
        "words": wording.announced_words(dialogue.announced_on, activity.on, least),
        "least": least,
    }


def result(
    activity: Activity,
    dialogue: Dialogue | None,
    clocks: Sequence[Clock],
    today: date,
) -> dict[str, Any]:
    ended = next((c for c in clocks if c.rule == queries.PUBLISHED), None)
    due = queries.last_day(
        activity, working_calendar(), ended.due_on if ended else None
    )
    most = queries.days_of(queries.PUBLISHED)
    if dialogue is None or dialogue.published_on is None:
        late = activity.status == Status.HELD and today > due
        return {"is_given": False, "is_late": late, "most": most}
    day = dialogue.published_on
    return {
        "is_given": True,
        "is_in_time": day <= due,
        "words": wording.published_words(day, activity.on, due),
    }


def promise(commitment: Commitment, today: date) -> dict[str, Any]:
    standing = standing_on(commitment, today)
    return {
        "row": commitment,
        "standing": standing,
        "owner": charged(commitment.body, commitment.owner),
        "tone": STANDINGS[standing],
        "label": wording.standing_label(standing),
        "is_open": standing in {Standing.OPEN, Standing.LATE},
    }


def question(matter: Matter, activity: Activity, today: date) -> dict[str, Any]:
    given = getattr(matter, "promises", [])
    return {
        "row": matter,
        "state": matter.get_state_display(),
        "topic": wording.topic_name(matter.topic),
        "channel": wording.channel_name(matter.channel),
        "is_taken_up": matter.activity_id != activity.pk,
        "waits": matter.state in matter_rules.OWED,
        "tone": "warning" if matter.state in matter_rules.OWED else "good",
        "promises": [promise(row, today) for row in given],
    }
