"""What is still open on the last day: enough to be seen, little enough to be read.

Everything else is settled by then, for whoever looks at the demonstration does so much
later, when whatever is open has been late for a long time.
"""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from danvan.demo import meetings, minutes, voices, words
from danvan.demo.diary import workday_in
from danvan.demo.places import GOVERNMENT, Place, Stage
from danvan.demo.profiles import CLERK, GOOD, STRUGGLING
from danvan.foundation.units.models import Unit
from danvan.records.matters import actions, commitments
from danvan.records.plans import actions as plans

SHARE = 20
"""Of this many other communes one leaves a matter unanswered."""


def plan(stage: Stage) -> None:
    year = stage.last_year
    for number, place in enumerate(stage.places):
        rng = place.dice("loose ends")
        if place.unit.code == CLERK:
            leave_at_clerk(place, year, rng)
        elif place.unit.code == STRUGGLING:
            leave_at_struggling(place, year, rng)
        elif number % SHARE == SHARE - 1 and place.unit.code != GOOD:
            day = workday_in(date(year, 11, 3), date(year, 12, 12), rng)
            place.in_time(day, partial(accept_only, place, rng), rng)
    for unit in (stage.province, stage.shown):
        rng = stage.dice(unit.code, "loose")
        stage.diary.enter(date(year, 12, 16), partial(give_task, stage, unit), rng)


def leave_at_clerk(place: Place, year: int, rng: Random) -> None:
    """Work in hand: a matter to answer, a conclusion to carry out, two meetings."""
    place.in_time(date(year, 12, 22), partial(accept_only, place, rng), rng)
    place.in_time(date(year, 12, 23), partial(conclude, place, rng), rng)
    place.in_time(date(year, 12, 8), partial(plan_meeting, place, 23), rng)


def leave_at_struggling(place: Place, year: int, rng: Random) -> None:
    """Late: a matter nobody accepted, a promise not kept, a meeting never recorded."""
    place.in_time(date(year, 11, 12), partial(raise_only, place, rng), rng)
    place.in_time(date(year, 9, 22), partial(promise, place, rng), rng)
    place.in_time(date(year, 12, 1), partial(plan_meeting, place, 17), rng)


def raise_only(place: Place, rng: Random, at: datetime) -> voices.Case:
    said = words.matter(rng, place.villages)
    return voices.raised(place, said, "voter_meeting", rng, at)


def accept_only(place: Place, rng: Random, at: datetime) -> None:
    raise_only(place, rng, at).act(actions.accept_matter, at)


def promise(place: Place, rng: Random, at: datetime) -> None:
    commitments.give(
        place.unit,
        text=words.matter(rng, place.villages).promise,
        body=GOVERNMENT,
        owner=place.official(GOVERNMENT, rng),
        given_on=at.date(),
        due_on=at.date() + timedelta(days=70),
        by=place.clerk,
        at=at,
        uid=place.uid(),
    )


def conclude(place: Place, rng: Random, at: datetime) -> None:
    """Of a meeting of the last days, to be done in the new year."""
    title = words.pick(rng, "topics", "extraordinary")
    facts = meetings.meeting(place, at.year, rng) | {"title": title}
    made = place.record("extraordinary_briefing", at.date(), at, **facts)
    due_on = date(at.year + 1, 1, 30)
    owner = next(place.serving()).member.full_name
    text = words.pick(rng, "minutes", "tasks")
    minutes.add(
        place,
        made,
        at,
        text=text,
        becomes="task",
        body="Khối Dân vận",
        owner=owner,
        due_on=due_on,
    )


def plan_meeting(place: Place, days: int, at: datetime) -> None:
    """Planned, and nobody recorded whether it was held."""
    on = min(at.date() + timedelta(days=days), place.stage.programme.ends)
    village = words.bare(place.villages[0])
    place.record(
        "residents_meeting",
        on,
        at,
        status="planned",
        title=words.title("residents_meeting", village=village, year=on.year),
    )


def give_task(stage: Stage, unit: Unit, at: datetime) -> None:
    """The last report of the programme is due after its end."""
    own = stage.dice(unit.code, "report")
    plans.give_task(
        unit,
        text=words.section("plans")["report"],
        body="Ban Dân vận",
        owner=stage.people.person(own).full_name,
        due_on=date(at.year + 1, 1, 20),
        uid=stage.uid(unit.code, "report"),
        by=stage.staff.of(unit),
        at=at,
    )
