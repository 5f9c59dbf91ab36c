"""Plans of the last year, each derived from the one above, and their tasks."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.diary import workday
from danvan.demo.places import Place, Stage, days_after
from danvan.foundation.access.models import User
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Evidence
from danvan.records.plans import actions
from danvan.records.plans.models import Task

LAST_DAY = {Level.PROVINCE: 28, Level.DISTRICT: 24, Level.COMMUNE: 20}
"""Of the month in which a task is due: the lower the earlier."""
FROM_DISTRICT = date(2000, 2, 5)
"""From this day on, of any year, communes can derive theirs."""
LATE = 0.4
UNDONE = {("062", "6.2")}
"""What is not done by the end: unit and task of the programme."""

type Above = Mapping[str, Task]
"""Tasks of the plan above, by the programme's task."""


def plan(stage: Stage) -> None:
    """The province first, some days later the districts; communes in their round."""
    year, rng = stage.last_year, stage.dice("plans")
    first = workday(date(year, 1, 6))
    stage.diary.enter(first, partial(issue_above, stage, stage.province, {}, rng), rng)


def issue_above(
    stage: Stage, unit: Unit, above: Above, rng: Random, at: datetime
) -> None:
    by, year = stage.staff.of(unit), stage.last_year
    owner = stage.people.person(rng).full_name
    sections = ("above", "tasks") if unit.level < Level.COMMUNE else ("tasks",)
    seeds = [
        seed(row, year, unit.level, owner, above)
        for name in sections
        for row in words.section("plans")[name]
    ]
    number = f"{rng.randint(3, 19):02}-KH/{'TU' if unit == stage.province else 'HU'}"
    facts = {"number": number, "evidence": Evidence.SIGNED}
    uid, on = stage.uid(unit.code, "plan"), at.date()
    made = issue(unit, year, seeds, uid, by, by, at, issued_on=on, **facts)
    for task in made:
        if (unit.code, task.programme_task) not in UNDONE:
            finish_later(stage, task, by, rng, since=on)
    stage.tasks[unit.pk] = {task.programme_task: task for task in made}
    if unit == stage.province:
        for district in stage.districts:
            own = stage.dice(district.code, "plan")
            act = partial(issue_above, stage, district, stage.tasks[unit.pk], own)
            stage.diary.enter(days_after(at.date(), 4, 12, own), act, own)


def derivable(year: int, on: date) -> date:
    """The day, or the first one on which the district's plan is known."""
    return max(on, FROM_DISTRICT.replace(year=year))


def is_derived(place: Place, year: int) -> bool:
    """Whether the commune writes its plan here; the others keep its issue alone."""
    return place.is_shown and year == place.stage.last_year


def issue_here(
    place: Place,
    year: int,
    on: date,
    number: str,
    evidence: int,
    rng: Random,
    at: datetime,
) -> None:
    """A commune's plan from its district's, its own people in charge."""
    above = place.stage.tasks[place.unit.parent_id or 0]
    seated = list(place.serving())
    seeds = [
        seed(row, year, Level.COMMUNE, rng.choice(seated).member.full_name, above)
        for row in words.section("plans")["tasks"]
        if whether(rng, 0.9) or row["task"] == "1.1"
    ]
    proof = max(evidence, Evidence.STATEMENT)
    facts = {"number": number or "01-KH/ĐU", "evidence": proof}
    uid, by = place.uid(), place.clerk
    head = place.head
    made = issue(place.unit, year, seeds, uid, by, head, at, issued_on=on, **facts)
    for task in made:
        late = place.is_slow and whether(rng, LATE)
        finish_later(place.stage, task, by, rng, since=on, late=late)


def seed(
    row: Mapping[str, Any], year: int, level: int, owner: str, above: Above
) -> actions.Seed:
    return actions.Seed(
        text=row["text"],
        body=row["body"],
        owner=owner,
        programme_task=row["task"],
        due_on=date(year, row["month"], LAST_DAY[Level(level)]),
        above=above.get(row["task"]),
    )


def issue(
    unit: Unit,
    year: int,
    seeds: list[actions.Seed],
    uid: Any,
    by: User,
    head: User,
    at: datetime,
    **paper: Any,
) -> list[Task]:
    """Made, and issued by the head in the same sitting; its tasks."""
    made = actions.make_plan(unit, year=year, seeds=seeds, uid=uid, by=by, at=at)
    actions.issue_plan(made, version=made.version, by=head, at=at, **paper)
    rows = Task.objects.filter(plan=made).select_related("unit", "plan")
    return list(rows.order_by("due_on", "programme_task"))


def finish_later(
    stage: Stage, task: Task, by: User, rng: Random, *, since: date, late: bool = False
) -> None:
    least, most = (4, 40) if late else (-20, 0)
    last = stage.diary.ends - timedelta(days=rng.randint(3, 9))
    day = min(max(days_after(task.due_on, least, most, rng), since), last)
    stage.diary.enter(day, partial(finish, task, by, rng), rng)


def finish(task: Task, by: User, rng: Random, at: datetime) -> None:
    actions.finish_task(
        task,
        done_on=at.date(),
        result=words.pick(rng, "plans", "results"),
        version=task.version,
        by=by,
        at=at,
    )
