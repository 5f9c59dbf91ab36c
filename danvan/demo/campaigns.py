"""The yearly list of documents, for whom they are meant, and the sessions."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, Stage, occurs
from danvan.records.activities import actions
from danvan.records.activities.models import Directive

SHARES = (0.72, 0.65, 0.4, 0.25)
"""Of the population whom a document is meant for: adults, households' delegates…"""


def plan(stage: Stage, year: int) -> None:
    """The province lists in the first quarter, the communes follow."""
    rng = stage.dice("directives", year)
    officer = stage.staff.of(stage.province)

    def put(facts: dict[str, object], share: float, at: datetime) -> None:
        made = actions.list_directive(
            stage.province,
            year=year,
            number=str(facts["number"]),
            about=str(facts["about"]),
            issued_on=as_day(facts["issued_on"]),
            listed_on=at.date(),
            by=officer,
            at=at,
        )
        last = as_day(facts.get("withdrawn_on"))
        if last:
            stage.diary.enter(last, partial(take_off, made), rng)
        for place in stage.places:
            follow(place, made, share, last or date(year, 12, 20))

    def take_off(made: Directive, at: datetime) -> None:
        actions.withdraw_directive(made, on=at.date(), by=officer, at=at)

    for number, facts in enumerate(listed(stage, year)):
        day = workday_in(date(year, 1, 16), date(year, 3, 15), rng)
        share = SHARES[number % len(SHARES)]
        stage.diary.enter(day, partial(put, facts, share), rng)


def listed(stage: Stage, year: int) -> list[dict[str, object]]:
    """Documents the programme cites, then made-up ones that say so."""
    section = words.section("directives")
    bases = [stage.programme.legal_basis(name) for name in section[str(year)]]
    cited = [
        {
            "number": basis.true_number,
            "about": basis.about,
            "issued_on": basis.true_issued_on,
        }
        for basis in bases
    ]
    return cited + [facts for facts in section["made_up"] if facts["year"] == year]


def as_day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def follow(place: Place, directive: Directive, share: float, last: date) -> None:
    """The commune declares its audience, or does not, and holds sessions."""
    year = directive.year
    rng = place.dice("directive", year, directive.number)
    count = round((place.unit.population or 1500) * share * rng.uniform(0.9, 1.05))
    if occurs(place, place.profile.declares, year, rng):
        day = directive.listed_on + timedelta(days=rng.randint(3, 35))
        place.later(day, partial(declare, place, directive, count, rng), rng)
    plan_sessions(place, directive, count, last, rng)


def declare(
    place: Place, directive: Directive, count: int, rng: Random, at: datetime
) -> None:
    actions.declare_audience(
        directive,
        place.unit,
        count=count,
        source=words.pick(rng, "audiences", "sources"),
        declared_on=at.date(),
        by=place.clerk,
        at=at,
    )


def plan_sessions(
    place: Place, directive: Directive, count: int, last: date, rng: Random
) -> None:
    """The people reached, over one to four sessions."""
    gain = place.profile.gain * (directive.year - 2023)
    reached = round(count * (rng.uniform(*place.profile.reach) + gain))
    sessions = rng.choices((1, 2, 3, 4), (15, 40, 35, 10))[0]
    if place.profile.name == "struggling":
        sessions = min(sessions, 2)
    first = directive.listed_on + timedelta(days=10)
    for number in range(sessions):
        people = reached // sessions + (reached % sessions if number == 0 else 0)
        day = workday_in(first, last - timedelta(days=4), rng)
        act = partial(tell, place, directive, day, people, rng)
        place.later(day, act, rng, lag=True)


def tell(
    place: Place,
    directive: Directive,
    on: date,
    people: int,
    rng: Random,
    at: datetime,
) -> None:
    place.record(
        "dissemination",
        on,
        at,
        title=words.title("dissemination", number=directive.number),
        directive=directive,
        reached=people,
        attended=min(people, rng.randint(40, 180)),
        venue=place.venue(rng, village=whether(rng, 0.7)),
        summary=words.pick(rng, "summaries", "dissemination"),
        evidence=place.evidence(rng),
    )
