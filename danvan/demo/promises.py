"""Words that officials gave: mostly kept in time, some put off or kept late."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.places import Place, days_after
from danvan.records.matters import commitments
from danvan.records.matters.models import Commitment, Matter

POSTPONED, LATE, LATE_IF_SLOW = 0.15, 0.1, 0.5
LAST = timedelta(days=14)
"""What is promised in the last year is due so long before its end."""

type Then = Callable[[datetime], None]


def has_time(place: Place, on: date) -> bool:
    """Whether something promised now can be done before the end."""
    return on < place.stage.programme.ends - 3 * LAST


def due(place: Place, on: date, rng: Random) -> date:
    last = place.stage.programme.ends - LAST
    return max(on, min(days_after(on, 30, 120, rng), last))


def give(
    place: Place,
    matter: Matter,
    said: words.Said,
    then: Then,
    rng: Random,
    at: datetime,
) -> None:
    """With the answer to a matter; `then` is done once it is kept."""
    given = commitments.give(
        place.unit,
        text=said.promise,
        body=said.body,
        owner=place.official(said.body, rng),
        given_on=at.date(),
        due_on=due(place, at.date(), rng),
        matter=matter,
        by=place.clerk,
        at=at,
        uid=place.uid(),
    )
    follow(place, given, then, rng)


def follow(place: Place, given: Commitment, then: Then, rng: Random) -> None:
    """Enter what becomes of it; `then` is done once it is kept."""
    if whether(rng, POSTPONED):
        day = given.due_on - timedelta(days=rng.randint(3, 12))
        day = max(day, given.given_on)
        place.in_time(day, partial(postpone, place, given, then, rng), rng)
    else:
        keep_later(place, given, then, rng)


def keep_later(place: Place, given: Commitment, then: Then, rng: Random) -> None:
    late = whether(rng, LATE_IF_SLOW if place.is_slow else LATE)
    late = late and place.profile.name != "good"
    least, most = (5, 50) if late else (-20, -1)
    day = max(days_after(given.due_on, least, most, rng), given.given_on)
    place.in_time(day, partial(keep, place, given, then, rng), rng)


def postpone(
    place: Place, given: Commitment, then: Then, rng: Random, at: datetime
) -> None:
    """No later than the year ends; what is due by then stays as it is."""
    last = place.stage.programme.ends - timedelta(days=5)
    due_on = min(days_after(given.due_on, 20, 60, rng), last)
    if due_on > given.due_on:
        commitments.postpone(
            given,
            due_on=due_on,
            reason=words.pick(rng, "promises", "postponed"),
            version=given.version,
            by=place.clerk,
            at=at,
        )
    keep_later(place, given, then, rng)


def keep(
    place: Place, given: Commitment, then: Then, rng: Random, at: datetime
) -> None:
    commitments.keep(
        given,
        kept_on=at.date(),
        proof=words.pick(rng, "promises", "proofs"),
        version=given.version,
        by=place.clerk,
        at=at,
    )
    then(at)
