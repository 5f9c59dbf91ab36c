"""The list of meetings, and what their pages read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import Calendar, due_day
from danvan.foundation.programme.schema import Clock as Terms
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity, ActivityQuerySet
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings.agenda import agenda  # noqa: F401 - of the contract
from danvan.records.meetings.around import kinds_of
from danvan.records.meetings.choices import MinutesState
from danvan.records.meetings.models import Conclusion, Dialogue
from danvan.records.meetings.questions import questions_of
from danvan.records.meetings.rules import BRIEFING, DIALOGUE

ANNOUNCED, PUBLISHED = "dialogue_announced", "dialogue_published"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None mean everything."""

    unit: str = ""
    kind: str = ""
    year: int | None = None
    lacks: str = ""


def meetings(user: User, wanted: Wanted, *, on: date) -> ActivityQuerySet:
    """Briefings and dialogues in scope, with minutes, dialogue and conclusions."""
    rows = (
        Activity.objects.visible_to(user, on=on)
        .standing()
        .filter(Q(kind__in=kinds_of(BRIEFING, DIALOGUE)) | Q(minutes__isnull=False))
        .select_related("unit__parent", "minutes", "dialogue")
        .annotate(publish_due=result_due(), **counted())
    )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(on__year=wanted.year)
    if wanted.unit:
        meant = meant_by(wanted.unit, Unit.objects.visible_to(user, on=on))
        rows = rows.within(*(unit.pk for unit in meant)) if meant else rows.none()
    return rows.filter(lacking(wanted.lacks, on)) if wanted.lacks else rows


def counted() -> dict[str, Any]:
    """Conclusions that stand, and those of them that are not done."""
    standing = Q(conclusions__withdrawn_on__isnull=True)
    still = Conclusion.objects.open().values("pk")
    return {
        "concluded": Count("conclusions", filter=standing, distinct=True),
        "still_open": Count(
            "conclusions", filter=Q(conclusions__in=still), distinct=True
        ),
    }


def lacking(what: str, on: date) -> Q:
    """Meetings that are behind with one thing."""
    dialogues = Q(kind__in=kinds_of(DIALOGUE))
    held = Q(status=Status.HELD)
    return {
        "conclusions": Q(still_open__gt=0),
        "minutes": held
        & (Q(minutes__isnull=True) | ~Q(minutes__state=MinutesState.FINAL)),
        "announcement": dialogues & held & not_announced(),
        "result": dialogues & held & not_published(on),
    }[what]


def not_announced() -> Q:
    least = timedelta(days=days_of(ANNOUNCED))
    late = Q(dialogue__announced_on__gt=F("on") - least)
    return Q(dialogue__announced_on__isnull=True) | late


def not_published(on: date) -> Q:
    late = Q(dialogue__published_on__gt=F("publish_due"))
    usual = Q(publish_due__isnull=True, on__lt=on - timedelta(days=days_of(PUBLISHED)))
    missing = Q(dialogue__published_on__isnull=True)
    return late | (missing & (Q(publish_due__lt=on) | usual))


def result_due() -> Subquery:
    """The last day in time, as the clock of the dialogue has it."""
    clocks = Clock.objects.filter(
        subject_type=Dialogue._meta.label_lower,
        subject_id=OuterRef("dialogue__pk"),
        rule=PUBLISHED,
    )
    return Subquery(clocks.order_by("-pk").values("due_on")[:1])


def last_day(activity: Activity, calendar: Calendar, known: date | None) -> date:
    """The last day in time for the result; counted where no clock has run."""
    terms = clock_named(PUBLISHED)
    if known or terms is None:
        return known or date.max
    return due_day(
        activity.on,
        terms.days,
        working=terms.counting == "working",
        before=False,
        calendar=calendar,
    )


def days_of(clock_id: str) -> int:
    clock = clock_named(clock_id)
    return clock.days if clock else 0


def clock_named(clock_id: str) -> Terms | None:
    return next((c for c in programme.current().clocks if c.id == clock_id), None)


def conclusions_of(activity: Activity) -> Sequence[Conclusion]:
    """In their order, those taken back last."""
    rows = activity.conclusions.select_related("task", "matter")
    return list(rows.order_by(F("withdrawn_on").asc(nulls_first=True), "number", "pk"))


def questions(activity: Activity) -> Sequence[Matter]:
    """Questions of a dialogue with what was promised for each, in order of asking."""
    given = Commitment.objects.order_by("due_on", "pk")
    rows = questions_of(activity).select_related("village")
    promised = Prefetch("commitments", queryset=given, to_attr="promises")
    return list(rows.prefetch_related(promised).order_by("received_on", "pk"))


def other_promises(activity: Activity) -> QuerySet[Commitment]:
    """Given at the meeting, but not with the answer to one of its questions."""
    rows = activity.commitments.exclude(matter__in=questions_of(activity).values("pk"))
    return rows.order_by("due_on", "pk")
