"""What was open on a day: conclusions, matters, promises and tasks of a unit."""

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.matters.choices import Promise, State
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings.around import earlier, last_briefing, origins
from danvan.records.meetings.choices import Part
from danvan.records.meetings.line import Line, charged
from danvan.records.meetings.models import AgendaLine, Conclusion
from danvan.records.plans.choices import TaskState
from danvan.records.plans.models import Task
from danvan.shared.dates import short


def open_conclusions(unit: Unit, on: date, meeting: Activity | None) -> Iterator[Line]:
    rows = (
        Conclusion.objects.standing()
        .filter(earlier(on, meeting), activity__unit__in=origins(unit))
        .filter(task_open(on, "task__") | matter_open(on, "matter__"))
        .select_related("activity", "task", "matter")
        .annotate(due=clock_due(on, "matter"))
    )
    for row in rows:
        yield of_conclusion(row)


def of_conclusion(row: Conclusion) -> Line:
    words = {"number": row.number, "day": short(row.activity.on)}
    task, matter = row.task, row.matter
    return Line(
        Part.CONCLUSION,
        row.became._meta.label_lower,
        row.became.pk,
        row.text,
        owner=charged(task.body, task.owner) if task else matter.body if matter else "",
        note=_("Conclusion %(number)d of %(day)s") % words,
        since=row.activity.on,
        due_on=task.due_on if task else getattr(row, "due", None),
    )


def open_matters(unit: Unit, on: date, meeting: Activity | None) -> Iterator[Line]:
    own = origins(unit)
    concluded = Conclusion.objects.standing().filter(matter__isnull=False)
    rows = (
        Matter.objects.filter(Q(unit__in=own) | Q(holder__in=own))
        .filter(matter_open(on), received_on__lte=on)
        .exclude(pk__in=concluded.values("matter"))
        .annotate(due=clock_due(on, "pk"))
    )
    if meeting:
        rows = rows.exclude(activity=meeting)
    last = last_briefing(unit, on, meeting)
    for row in rows:
        yield of_matter(row, on, last.on if last else None)


def of_matter(row: Matter, on: date, last: date | None) -> Line:
    due = getattr(row, "due", None)
    if due and due < on:
        part = Part.LATE_ANSWER
    elif last is None or row.received_on >= last:
        part = Part.NEW_MATTER
    else:
        part = Part.STILL_OPEN
    note = f"{row.get_kind_display()}, {str(row.get_state_display()).lower()}"
    return Line(
        part,
        row._meta.label_lower,
        row.pk,
        row.title,
        owner=row.body,
        note=note,
        since=row.received_on,
        due_on=due,
    )


def open_commitments(
    unit: Unit, on: date, meeting: Activity | None, horizon: date
) -> Iterator[Line]:
    kept_later = Q(state=Promise.KEPT, kept_on__gt=on)
    rows = Commitment.objects.filter(
        Q(state=Promise.OPEN) | kept_later, given_on__lte=on, unit__in=origins(unit)
    )
    if meeting:
        rows = rows.exclude(activity=meeting)
    for row in rows:
        soon = row.due_on <= horizon
        yield Line(
            Part.COMMITMENT if soon else Part.STILL_OPEN,
            row._meta.label_lower,
            row.pk,
            row.text,
            owner=charged(row.body, row.owner),
            note=_("Promise"),
            since=row.given_on,
            due_on=row.due_on,
        )


def open_tasks(unit: Unit, on: date, horizon: date) -> Iterator[Line]:
    """Tasks of no conclusion: those due by then, and any that an agenda once held."""
    own = origins(unit)
    earlier_agendas = AgendaLine.objects.filter(
        subject_type=Task._meta.label_lower, activity__unit__in=own
    )
    known = earlier_agendas.values("subject_id")
    wanted = Q(plan__isnull=True) | Q(due_on__lte=horizon)
    rows = (
        Task.objects.begun()
        .filter(task_open(on), unit__in=own, conclusion__isnull=True)
        .filter(wanted | Q(pk__in=known) | Q(continues__in=known))
        .select_related("plan")
    )
    for row in rows:
        yield Line(
            Part.TASK if row.due_on <= horizon else Part.STILL_OPEN,
            row._meta.label_lower,
            row.pk,
            row.text,
            owner=charged(row.body, row.owner),
            note=row.plan.title if row.plan else _("Task"),
            since=row.given_on,
            due_on=row.due_on,
        )


def task_open(on: date, prefix: str = "") -> Q:
    """Open that day: still, or done only later."""
    state, done_on = f"{prefix}state", f"{prefix}done_on__gt"
    return Q(**{state: TaskState.OPEN}) | Q(**{state: TaskState.DONE, done_on: on})


def matter_open(on: date, prefix: str = "") -> Q:
    later = Q(**{f"{prefix}closed_on__gt": on}) & ~Q(
        **{f"{prefix}state": State.WITHDRAWN}
    )
    return Q(**{f"{prefix}pk__in": Matter.objects.open().values("pk")}) | later


def clock_due(on: date, matter: str) -> Subquery:
    """The nearest day on which something is owed about the matter of a row."""
    running = Q(stopped_on__isnull=True) | Q(stopped_on__gt=on)
    clocks = Clock.objects.filter(
        running,
        subject_type=Matter._meta.label_lower,
        subject_id=OuterRef(matter),
        dropped=False,
    )
    return Subquery(clocks.order_by("due_on").values("due_on")[:1])
