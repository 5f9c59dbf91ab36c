"""Everything that waits for a person, from all rooms: one place, one query a source.

The first page, the daily mail and the private calendar show what stands here.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.foundation.deadlines import queries as deadlines
from danvan.foundation.deadlines.counting import rule_name, rung_of
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.deadlines.rules import Rung
from danvan.foundation.notices.choices import Topic
from danvan.foundation.units.models import Unit
from danvan.records.activities.choices import Status
from danvan.records.activities.kinds import kind_name
from danvan.records.activities.models import Activity
from danvan.records.blocs import queries as blocs
from danvan.records.blocs.models import Bloc
from danvan.records.budget.models import Line
from danvan.records.matters import queries as matters
from danvan.records.matters.choices import State
from danvan.records.matters.models import Commitment, Matter
from danvan.records.meetings.models import Minutes
from danvan.records.plans.models import Plan, Task
from danvan.results.agenda.acts import act
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import PLANNED, WEEK, Item, Key, Part, once, part_of
from danvan.shared.dates import short
from danvan.shared.money import dong

TOPICS = {
    "matters.matter": Topic.MATTER,
    "matters.commitment": Topic.COMMITMENT,
    "plans.task": Topic.TASK,
}
TO_ANSWER = (State.RECEIVED, State.ACCEPTED, State.REOPENED)

type Source = Callable[[Person], Iterable[Item]]


def items_for(person: Person) -> list[Item]:
    """Each thing once, the most pressing first."""
    if not person.roots:
        return []
    counted = [item for source in COUNTED for item in source(person)]
    keys = {item.key for item in counted}
    rest = (item for source in RECORDS for item in source(person))
    return once([*counted, *(item for item in rest if item.key not in keys)])


def hot_spots(person: Person) -> Iterator[Item]:
    """At once for every level above; for the unit itself it is a matter like others."""
    for matter in matters.hot_spots(person.user, person.on):
        if matter.unit_id not in person.own:
            yield Item(
                topic=Topic.HOT_SPOT,
                title=matter.title,
                url=matter.get_absolute_url(),
                unit=matter.unit,
                key=key_of(matter),
                part=Part.HOT,
                note=_("%(state)s, received on %(day)s")
                % {
                    "state": matter.get_state_display(),
                    "day": short(matter.received_on),
                },
            )


def climbed(person: Person) -> Iterator[Item]:
    """Late at a unit below and not done after a first or second warning."""
    for clock in deadlines.heard(person.user, person.on):
        if clock.unit_id not in person.own:
            yield from_clock(clock, person, topic=Topic.BELOW, part=Part.BELOW)


def owed(person: Person) -> Iterator[Item]:
    """What the person's own units owe by a day."""
    rows = deadlines.running(person.user, person.on)
    for clock in rows.filter(unit__in=person.own):
        yield from_clock(clock, person)


def from_clock(
    clock: Clock,
    person: Person,
    *,
    topic: Topic | None = None,
    part: Part | None = None,
) -> Item:
    rung = rung_of(clock, person.ladder)
    label, url = act(clock, person)
    return Item(
        topic=topic or TOPICS.get(clock.subject_type, Topic.ACTIVITY),
        title=clock.title,
        url=clock.path,
        unit=clock.unit,
        key=(clock.subject_type, clock.subject_id),
        part=part or part_of(clock.due_on, rung, person.on),
        due=clock.due_on,
        rung=rung,
        note=_("Paused") if clock.paused_on else rule_name(clock.rule),
        action=label,
        act_url=url,
    )


def waiting_matters(person: Person) -> Iterator[Item]:
    """Held here and not answered; those with a deadline are listed by it."""
    rows = Matter.objects.filter(holder__in=person.own, state__in=TO_ANSWER)
    for matter in rows.select_related("holder__parent"):
        yield of_record(
            matter, matter.holder, Topic.MATTER, person, note=matter.get_state_display()
        )


def open_commitments(person: Person) -> Iterator[Item]:
    rows = Commitment.objects.open().filter(unit__in=person.own)
    for each in rows.select_related("unit__parent"):
        yield of_record(each, each.unit, Topic.COMMITMENT, person, due=each.due_on)


def open_tasks(person: Person) -> Iterator[Item]:
    """Work given out: of an issued plan, or of a meeting."""
    rows = Task.objects.begun().open().filter(unit__in=person.own)
    for each in rows.select_related("unit__parent"):
        yield of_record(each, each.unit, Topic.TASK, person, due=each.due_on)


def of_record(
    record: Any,
    unit: Unit,
    topic: Topic,
    person: Person,
    *,
    due: date | None = None,
    note: str = "",
) -> Item:
    """A record that no deadline of the programme counts for."""
    rung = rung_on(due, person.on)
    return Item(
        topic=topic,
        title=str(record),
        url=record.get_absolute_url(),
        unit=unit,
        key=key_of(record),
        part=part_of(due, rung, person.on),
        due=due,
        rung=rung,
        note=note,
    )


def planned(person: Person) -> Iterator[Item]:
    """Planned for a day that passed without a record, or for one of the next days."""
    rows = Activity.objects.pending().filter(
        unit__in=person.own, on__lte=person.on + WEEK
    )
    for activity in rows.select_related("unit__parent").order_by("on", "pk"):
        has_passed = activity.on < person.on
        url = person.form(
            activity.unit_id, "activities:edit", activity.pk, status=Status.HELD
        )
        yield Item(
            topic=Topic.ACTIVITY,
            title=activity.title,
            url=activity.get_absolute_url(),
            unit=activity.unit,
            key=(PLANNED, activity.pk),
            part=Part.LATE if has_passed else Part.WEEK,
            due=activity.on,
            rung=Rung.OVERDUE if has_passed else Rung.ON_TIME,
            note=_("The day has passed: was it held?")
            if has_passed
            else kind_name(activity.kind),
            action=_("Record the result") if has_passed and url else "",
            act_url=url if has_passed else "",
        )


def vacant(person: Person) -> Iterator[Item]:
    """Members who lost the post they sit by."""
    own = Bloc.objects.filter(unit__in=person.own)
    for flag in blocs.watch_list(person.on, own):
        unit = flag.seat.bloc.unit
        rung = rung_on(flag.due, person.on)
        url = person.form(unit.pk, "blocs:seat_hand_over", flag.seat.pk)
        yield Item(
            topic=Topic.SEAT,
            title=f"{flag.seat.member}, {flag.seat.post_title}",
            url=reverse("blocs:show", args=[flag.seat.bloc_id]),
            unit=unit,
            key=key_of(flag.seat),
            part=part_of(flag.due, rung, person.on),
            due=flag.due,
            rung=rung,
            note=_("Lost the post the seat depends on"),
            action=_("Hand over") if url else "",
            act_url=url,
        )


def to_approve(person: Person) -> Iterator[Item]:
    """Written and not yet in force: a plan with tasks, agreed minutes, an estimate."""
    here = person.decided & set(person.own)
    open_tasks = Task.objects.open().filter(plan=OuterRef("pk"))
    plans = Plan.objects.filter(Exists(open_tasks), unit__in=here, state="draft")
    for plan in plans.select_related("unit__parent").order_by("pk"):
        note = _("The plan waits to be issued")
        yield decision(plan, plan.unit, plan.title, note, "plans:issue", plan.pk)
    minutes = Minutes.objects.filter(activity__unit__in=here, state="agreed")
    for row in minutes.select_related("activity__unit__parent").order_by("pk"):
        meeting, note = row.activity, _("The agreed minutes wait to be made final")
        title = f"{meeting.title}, {short(meeting.on)}"
        yield decision(row, meeting.unit, title, note, "meetings:finish", meeting.pk)
    lines = Line.objects.standing().filter(unit__in=here, approved=None)
    for line in lines.select_related("unit__parent").order_by("pk"):
        note = _("The estimate waits to be approved: %(sum)s") % {
            "sum": dong(line.estimate)
        }
        yield decision(line, line.unit, str(line), note, "budget:approve", line.pk)


def decision(
    record: Any, unit: Unit, title: str, note: str, page: str, number: int
) -> Item:
    return Item(
        topic=Topic.TASK,
        title=title,
        url=record.get_absolute_url(),
        unit=unit,
        key=key_of(record),
        part=Part.APPROVE,
        note=note,
        action=_("Approve"),
        act_url=reverse(page, args=[number]),
    )


def rung_on(due: date | None, on: date) -> Rung:
    """How late, where no deadline of the programme says more."""
    return Rung.OVERDUE if due and due < on else Rung.ON_TIME


def key_of(record: models.Model) -> Key:
    return record._meta.label_lower, record.pk


COUNTED: tuple[Source, ...] = (hot_spots, climbed, owed)
"""Told first: what has a deadline is told by it."""

RECORDS: tuple[Source, ...] = (
    waiting_matters,
    open_commitments,
    open_tasks,
    planned,
    vacant,
    to_approve,
)
"""What no deadline of the programme counts for, by the record's own day."""
