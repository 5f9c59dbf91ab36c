"""What follows from dialogues of the district shown: notice, answers, result."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from danvan.demo import promises, voices, words
from danvan.demo.chance import whether
from danvan.demo.diary import workday
from danvan.demo.places import Place
from danvan.demo.profiles import CLERK, GOOD
from danvan.demo.voices import Case
from danvan.records.activities.models import Activity
from danvan.records.matters import actions as matters
from danvan.records.matters import rules
from danvan.records.meetings import actions

EVERY_YEAR = {GOOD, CLERK}
HASTY = 0.5
"""Share of a slow commune's dialogues announced and published too late."""
PROMISED, AT_ONCE = 0.25, 0.5
"""Share of the questions answered by a promise, and by an explanation on the spot."""


def is_followed(place: Place, year: int) -> bool:
    """Everywhere in that district in the last two years."""
    recent = year > place.stage.programme.starts.year
    return place.is_shown and (recent or place.unit.code in EVERY_YEAR)


def announce(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    """The notice, on the day it is recorded or, of one held, on a day before it."""
    ahead = rng.randint(3, 6) if is_hasty(place, rng) else rng.randint(8, 16)
    announced_on = min(at.date(), made.on - timedelta(days=ahead))
    actions.announce_dialogue(
        made,
        announced_on=announced_on,
        announced_where=words.pick(rng, "talks", "announced"),
        notice_no=place.document_no("TB"),
        subject=words.pick(rng, "talks", "subjects"),
        by=place.clerk,
        at=at,
    )


def is_hasty(place: Place, rng: Random) -> bool:
    return place.is_slow and whether(rng, HASTY)


def follow(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    """After it was recorded as held."""
    if not is_followed(place, made.year):
        return
    if not hasattr(made, "dialogue"):
        announce(place, made, rng, at)
    take_up(place, made, at)
    for _question in range(rng.randint(2, 4)):
        ask(place, made, rng, at)
    least, most = (11, 25) if is_hasty(place, rng) else (3, 9)
    told = workday(made.on + timedelta(days=rng.randint(least, most)))
    place.in_time(max(told, at.date()), partial(publish, place, made, rng), rng)


def take_up(place: Place, made: Activity, at: datetime) -> None:
    """Questions that wait already."""
    place.waiting = [matter for matter in place.waiting if matter.state in rules.OWED]
    chosen = [m.pk for m in place.waiting if m.holder_id == place.unit.pk]
    if chosen:
        actions.link_matters(made, chosen, by=place.clerk, at=at)


def ask(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    """Answered on the spot, by a promise where there is time to keep it, or later."""
    said = words.matter(rng, place.villages)
    case = voices.raised(place, said, "dialogue", rng, at, made)
    drawn = rng.random()
    if drawn < PROMISED and promises.has_time(place, at.date()):
        promise(case, made, at)
    elif drawn < PROMISED + AT_ONCE:
        explain(case, made, at)
    else:
        case.take("in_turn")


def explain(case: Case, made: Activity, at: datetime) -> None:
    reply(case, made, at, outcome="explained")
    by, version = case.place.clerk, case.matter.version
    matters.close_matter(case.matter, version=version, by=by, at=at)


def promise(case: Case, made: Activity, at: datetime) -> None:
    place, said, rng = case.place, case.said, case.rng
    given = reply(
        case,
        made,
        at,
        outcome="promised",
        promised=said.promise,
        body=said.body,
        owner=place.official(said.body, rng),
        due_on=promises.due(place, at.date(), rng),
        uid=place.uid(),
    )
    case.outcome = "promised"
    promises.follow(place, given, case.solve, rng)


def reply(case: Case, made: Activity, at: datetime, **facts: Any) -> Any:
    return actions.reply(
        made,
        case.matter,
        answer=case.said.answer,
        version=case.matter.version,
        by=case.place.clerk,
        at=at,
        **facts,
    )


def publish(place: Place, made: Activity, rng: Random, at: datetime) -> None:
    actions.publish_result(
        made,
        published_on=at.date(),
        published_where=words.pick(rng, "talks", "published"),
        result_no=place.document_no("TB"),
        version=made.dialogue.version,
        by=place.clerk,
        at=at,
    )
