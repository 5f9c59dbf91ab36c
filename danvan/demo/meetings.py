"""Briefings and dialogues of a commune."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from danvan.demo import minutes, talks, words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, days_after, occurs
from danvan.records.activities import actions
from danvan.shared.dates import month_ends

WRONG_CHAIRS = ("bloc_head", "government_deputy", "front_head")
MOVED, TWICE = 0.12, 0.015
"""Share of briefings that are put off first, and of those entered twice."""
FORGOTTEN = 0.12
"""Share of plans and postponements that nobody comes back to."""


def plan(place: Place, year: int) -> None:
    rng = place.dice("meetings", year)
    for month, last in enumerate(month_ends(year), start=1):
        first = last.replace(day=5)
        day = workday_in(first, last, rng)
        place.later(day, partial(brief, place, month, day, rng), rng, lag=True)
    if whether(rng, 0.3):
        day = workday_in(date(year, 2, 15), date(year, 12, 15), rng)
        act = partial(brief_extraordinarily, place, day, rng)
        place.later(day, act, rng, lag=True)
    plan_dialogues(place, year, rng)


def brief(place: Place, month: int, on: date, rng: Random, at: datetime) -> None:
    """Held in the last month of the period that the rules in force name."""
    monthly = place.cadence == "month"
    if not monthly and month % 3:
        return
    if not occurs(place, place.profile.briefings, on.year, rng):
        return
    topic = words.pick(rng, "topics", "briefing")
    facts = meeting(place, on.year, rng) | {
        "title": words.title(
            "briefing", period=period(month, on.year, monthly=monthly)
        ),
        "summary": words.pick(rng, "summaries", "briefing").format(topic=topic),
    }
    if whether(rng, MOVED) and at.date() == on:
        put_off(place, "briefing", on, at, facts, rng)
        return
    made = place.record("briefing", on, at, **facts)
    minutes.follow(place, made, place.dice("minutes", on), at)
    if whether(rng, TWICE):
        again = days_after(on, 1, 3, rng)
        place.later(again, partial(record_twice, place, made.on, facts, rng), rng)


def period(month: int, year: int, *, monthly: bool) -> str:
    """Such as "quý II/2024"."""
    forms = words.section("periods")
    number = month if monthly else forms["quarters"][month // 3 - 1]
    form: str = forms["month" if monthly else "quarter"]
    return form.format(number=number, year=year)


def meeting(place: Place, year: int, rng: Random) -> dict[str, Any]:
    """Chair, place, people and proof of a meeting of the Party committee."""
    right = occurs(place, place.profile.right_chair, year, rng)
    chair = rng.choice(("party_head", "party_deputy") if right else WRONG_CHAIRS)
    return {
        "chair": chair,
        "chair_name": place.chair_name(chair, rng),
        "venue": place.venue(rng),
        "attended": rng.randint(12, 28),
        "evidence": place.evidence(rng),
        "document_no": place.document_no("TB"),
    }


def put_off(
    place: Place,
    kind: str,
    on: date,
    at: datetime,
    facts: dict[str, Any],
    rng: Random,
) -> None:
    """Postponed for a reason, then held and the same record amended."""
    reason = words.pick(rng, "reasons", "postponed")
    made = place.record(
        kind, on, at, **(facts | {"status": "postponed", "status_reason": reason})
    )
    day = days_after(on, 3, 12, rng)
    if day.year != on.year or forgets(place, rng):
        return

    def hold(at: datetime) -> None:
        values = {"status": "held", "on": at.date(), "status_reason": ""}
        actions.amend_activity(
            made, values, version=made.version, by=place.clerk, at=at
        )
        minutes.follow(place, made, place.dice("minutes", on), at)

    place.later(day, hold, rng)


def record_twice(
    place: Place, on: date, facts: dict[str, Any], rng: Random, at: datetime
) -> None:
    """A slip: the same briefing entered again, and withdrawn some days later."""
    made = place.record("briefing", on, at, **facts)
    reason = words.pick(rng, "reasons", "withdrawn")

    def withdraw(at: datetime) -> None:
        actions.withdraw_activity(
            made, reason=reason, version=made.version, by=place.clerk, at=at
        )

    place.later(days_after(at.date(), 1, 6, rng), withdraw, rng)


def brief_extraordinarily(place: Place, on: date, rng: Random, at: datetime) -> None:
    facts = meeting(place, on.year, rng)
    title = words.pick(rng, "topics", "extraordinary")
    if whether(rng, 0.1):
        reason = words.pick(rng, "reasons", "cancelled")
        facts |= {"status": "cancelled", "status_reason": reason}
    place.record("extraordinary_briefing", on, at, title=title, **facts)


def plan_dialogues(place: Place, year: int, rng: Random) -> None:
    """One a year where it is not forgotten, a second one in good places."""
    times = int(occurs(place, place.profile.dialogue, year, rng))
    times += int(place.profile.name == "good" and whether(rng, 0.6))
    for time in range(times):
        first, last = ((4, 9), (10, 12))[time]
        day = workday_in(date(year, first, 1), date(year, last, 20), rng)
        if whether(rng, 0.15):
            act = partial(announce, place, day, rng)
            place.later(day - timedelta(days=rng.randint(8, 25)), act, rng)
        else:
            act = partial(talk, place, day, rng)
            place.later(day, act, rng, lag=True)


def dialogue(place: Place, on: date, rng: Random) -> dict[str, Any]:
    right = occurs(place, place.profile.right_chair, on.year, rng)
    pair = ("party_head", "government_head")
    chair = rng.choice(pair if right else ("party_deputy", "government_deputy"))
    topic = words.pick(rng, "topics", "dialogue")
    summary = words.pick(rng, "summaries", "dialogue")
    return {
        "title": words.title("dialogue", year=on.year),
        "chair": chair,
        "chair_name": place.chair_name(chair, rng),
        "venue": place.venue(rng, village=whether(rng, 0.5)),
        "attended": rng.randint(45, 160),
        "summary": summary.format(topic=topic, count=rng.randint(6, 24)),
        "evidence": place.evidence(rng),
        "document_no": place.document_no("TB"),
    }


def talk(place: Place, on: date, rng: Random, at: datetime) -> None:
    made = place.record("dialogue", on, at, **dialogue(place, on, rng))
    talks.follow(place, made, place.dice("promises", on), at)


def announce(place: Place, on: date, rng: Random, at: datetime) -> None:
    """Planned in time, and the plan becomes the record of the day."""
    facts = dialogue(place, on, rng)
    after = {name: facts.pop(name) for name in ("attended", "summary", "evidence")}
    made = place.record("dialogue", on, at, status="planned", **facts)
    aside = place.dice("promises", on)
    if talks.is_followed(place, on.year):
        talks.announce(place, made, aside, at)

    def hold(at: datetime) -> None:
        values = after | {"status": "held"}
        actions.amend_activity(
            made, values, version=made.version, by=place.clerk, at=at
        )
        talks.follow(place, made, aside, at)

    if not forgets(place, rng):
        place.later(on, hold, rng)


def forgets(place: Place, rng: Random) -> bool:
    return place.profile.name in {"late", "remote"} and whether(rng, FORGOTTEN)
