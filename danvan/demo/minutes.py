"""What follows from briefings of the district that is shown: minutes, work given."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.places import Place, days_after
from danvan.demo.profiles import CLERK, GOOD
from danvan.demo.voices import Case
from danvan.records.activities.models import Activity
from danvan.records.blocs.choices import SeatRole
from danvan.records.meetings import actions, agenda
from danvan.records.meetings.choices import Part, Said
from danvan.records.plans import actions as plans
from danvan.records.plans.choices import TaskState
from danvan.records.plans.models import Task

MINUTED = 0.2
"""Share of briefings with minutes where not all have them."""
THOROUGH = {"good", "early"}
SPOKEN = {GOOD, CLERK}
"""Communes whose minutes go through the agenda line by line."""
LATE = 0.4


def follow(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    """Written when the briefing is recorded, agreed some days later."""
    if not has_minutes(place, made.on, rng):
        return
    seats = list(place.serving())
    clerks = [seat for seat in seats if seat.role == SeatRole.CLERK]
    texts = {
        "present": "\n".join(f"{seat.member}, {seat.post_title}" for seat in seats),
        "absent": "",
        "clerk": str((clerks or seats)[0].member),
        "opening": words.pick(rng, "minutes", "openings"),
        "discussion": words.pick(rng, "minutes", "discussions"),
        "closing": words.pick(rng, "minutes", "closings"),
    }
    written = actions.write_minutes(
        made, texts, version=0, seen="", by=place.clerk, at=at
    )
    if place.unit.code in SPOKEN:
        go_through(place, made, rng, at)
    for _conclusion in range(rng.randint(1, 2) if has_time(made.on, place) else 0):
        conclude(place, made, rng, at)
    day = days_after(max(made.on, at.date()), 1, 5, rng)
    place.in_time(day, partial(close, place, made, written.minutes), rng)


def has_minutes(place: Place, on: date, rng: Random) -> bool:
    """In the last year, everywhere now and then."""
    if not place.is_shown or on.year < place.stage.last_year:
        return False
    thorough = place.profile.name in THOROUGH or place.unit.code in SPOKEN
    return thorough or whether(rng, MINUTED)


def has_time(on: date, place: Place) -> bool:
    """Work given in the last weeks could not be done before the end."""
    return on < place.stage.programme.ends - timedelta(days=35)


def go_through(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    """Work given before is reported done, of the rest it is said how it goes."""
    soon = made.on + timedelta(days=10)
    for line in agenda.agenda_of(made, is_fixed=False)[:3]:
        given = line.part == Part.CONCLUSION and line.kind == "task"
        is_due = given and line.due_on is not None and line.due_on <= soon
        said = words.pick(rng, "minutes", "results" if is_due else "spoken")
        version = Task.objects.get(pk=line.subject_id).version if is_due else 0
        actions.speak_about(
            made,
            line.kind,
            line.subject_id,
            outcome=Said.DONE if is_due else Said.KEPT,
            said=said,
            version=version,
            by=place.clerk,
            at=at,
        )


def conclude(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    """Mostly work for a member, else a recommendation to the government."""
    seat = rng.choice(list(place.serving()))
    if whether(rng, 0.8):
        due_on = days_after(made.on, 20, 70, rng)
        last = place.stage.programme.ends - timedelta(days=12)
        give(place, made, seat.member.full_name, min(due_on, last), rng, at)
    else:
        recommend(place, made, rng, at)


def give(
    place: Place, made: Activity, owner: str, due_on: date, rng: Random, at: datetime
) -> None:
    task = add(
        place,
        made,
        at,
        text=words.pick(rng, "minutes", "tasks"),
        becomes="task",
        body="Khối Dân vận",
        owner=owner,
        due_on=due_on,
    ).task
    late = place.is_slow and whether(rng, LATE)
    least, most = (3, 25) if late else (-14, 0)
    day = max(days_after(due_on, least, most, rng), made.on)
    place.in_time(day, partial(finish, place, task, rng), rng)


def recommend(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    said = words.recommendation(rng, place.villages)
    matter = add(
        place,
        made,
        at,
        text=said.text,
        becomes="recommendation",
        body=said.body,
        topic=said.topic,
    ).matter
    Case(place, matter, said, rng).take("in_turn")


def add(place: Place, made: Activity, at: datetime, **facts: Any) -> Any:
    return actions.add_conclusion(made, by=place.clerk, at=at, uid=place.uid(), **facts)


def finish(place: Place, task: Task, rng: Random, at: datetime) -> None:
    """Unless a later meeting heard of it before."""
    current = Task.objects.select_related("unit", "plan").get(pk=task.pk)
    if current.state == TaskState.OPEN:
        plans.finish_task(
            current,
            done_on=at.date(),
            result=words.pick(rng, "minutes", "results"),
            version=current.version,
            by=place.clerk,
            at=at,
        )


def close(place: Place, made: Activity, minutes: Any, at: datetime) -> None:
    """Agreed and final in one sitting."""
    version = minutes.version
    actions.agree_minutes(
        made, agreed_on=at.date(), version=version, by=place.clerk, at=at
    )
    number = place.document_no("BB")
    actions.finish_minutes(
        made, version=version + 1, number=number, by=place.head, at=at
    )
