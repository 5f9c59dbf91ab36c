"""A checksum over everything in the database that no row number enters."""

import hashlib
from collections.abc import Iterator

from django.db.models import F

from danvan.foundation.access.models import Grant, User
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.models import CalendarDay, Climb, Clock
from danvan.foundation.units.models import Unit, Village
from danvan.records.activities.models import (
    Activity,
    Attendance,
    Audience,
    Directive,
    Need,
)
from danvan.records.blocs.models import (
    Bloc,
    Duty,
    Member,
    Qualification,
    Regulation,
    Seat,
)
from danvan.records.budget.models import Expense, Line
from danvan.records.matters.models import Check, Commitment, Matter, Seal, Step
from danvan.records.meetings.models import (
    AgendaLine,
    Conclusion,
    Dialogue,
    Minutes,
    Question,
)
from danvan.records.movements.models import Claim, Result, Session, Team, TeamSeat
from danvan.records.plans.models import Plan, Responsibility, Task

PLACES = {
    Unit: ("code", "name", "valid_from"),
    Village: ("unit__code", "name", "valid_from", "valid_to"),
    User: ("username", "full_name"),
    Grant: ("user__username", "role", "unit__code", "valid_from"),
    CalendarDay: ("day", "is_working", "name"),
}
BLOCS = {
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
}
ACTIVITIES = {
    Directive: ("year", "number", "listed_on", "withdrawn_on"),
    Audience: ("directive__number", "unit__code", "count", "source", "declared_on"),
    Activity: (
        *("uid", "unit__code", "kind", "year", "on", "status", "title", "chair"),
        *("chair_name", "venue", "attended", "summary", "document_no", "evidence"),
        *("reached", "grade", "criteria", "status_reason", "recorded_at", "version"),
        *("host", "counterpart", "language"),
    ),
    Attendance: ("activity__uid", "member__full_name"),
    Need: ("activity__uid", "language", "wanting"),
}
MATTERS = {
    Matter: (
        *("unit__code", "village__name", "kind", "channel", "topic", "title", "text"),
        *("received_on", "activity__uid", "state", "outcome", "holder__code", "body"),
        *("answer", "answer_no", "answered_on", "solved_on", "closed_on", "version"),
    ),
    Step: ("matter__title", "at", "verb", "state", "unit__code", "text", "actor"),
    Check: ("matter__title", "step", "done_on", "note"),
    Seal: ("matter__title", "sealed_at", "erase_on"),
    Commitment: (
        *("uid", "unit__code", "activity__uid", "matter__title", "text", "body"),
        *("owner", "given_on", "due_on", "state", "kept_on", "proof", "version"),
    ),
    Clock: (
        *("unit__code", "subject_type", "rule", "title", "started_on", "due_on"),
        *("first_due_on", "stopped_on", "dropped", "version"),
    ),
    Climb: ("clock__title", "unit__code", "rung", "on", "due_on"),
}
MEETINGS = {
    Dialogue: (
        *("activity__uid", "announced_on", "announced_for", "announced_where"),
        *("notice_no", "subject", "published_on", "published_where", "result_no"),
    ),
    Question: ("activity__uid", "matter__title"),
    Minutes: (
        *("activity__uid", "state", "present", "clerk", "opening", "discussion"),
        *("closing", "number", "agreed_on", "final_on", "version"),
    ),
    Conclusion: ("uid", "activity__uid", "number", "text", "becomes"),
    AgendaLine: ("activity__uid", "place", "part", "title", "outcome", "said"),
}
PLANS = {
    Plan: ("uid", "unit__code", "year", "above__uid", "number", "issued_on", "state"),
    Task: (
        *("unit__code", "plan__uid", "above__unit__code", "programme_task", "text"),
        *("body", "owner", "given_on", "due_on", "state", "done_on", "result"),
    ),
    Responsibility: ("unit__code", "year", "body", "duty", "standing", "note", "on"),
}
MONEY = {
    Line: (
        *("uid", "unit__code", "year", "source", "text", "estimate", "approved"),
        *("approved_no", "allocated", "allocated_no"),
    ),
    Expense: ("uid", "line__uid", "on", "amount", "text", "voucher_no"),
}
MOVEMENTS = {
    Result: (
        *("uid", "unit__code", "village__name", "movement", "title", "on"),
        *("labour_days", "land_m2", "roads_m", "houses", "money"),
    ),
    Claim: ("result__uid", "organisation"),
    Team: ("uid", "unit__code", "name", "valid_from", "valid_to", "cases", "settled"),
    TeamSeat: ("team__uid", "full_name", "is_head", "valid_from", "valid_to"),
    Session: ("uid", "team__uid", "on", "village__name", "text", "settled"),
}
LOG = {Entry: ("at", "verb", "subject_type", "subject", "year_from", "reason")}

KEYS = PLACES | BLOCS | ACTIVITIES | MATTERS | MEETINGS | PLANS | MONEY | MOVEMENTS
KEYS |= LOG


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
