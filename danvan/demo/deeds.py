"""What movements brought about, and the teams that went from house to house."""

from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place, days_after
from danvan.demo.profiles import CLERK, GOOD, STRUGGLING
from danvan.records.movements import actions
from danvan.records.movements.models import Team

MILLION = 1_000_000
WITH_TEAM = {GOOD, CLERK, STRUGGLING}
OTHERS_WITH_TEAM = 0.15
SESSIONS_AND_MORE = 4
"""What a session settles of the cases: some are left for the end."""
CLOSED = 0.7
"""Share of the teams whose work is done by the end; never the struggling one's."""


def plan(place: Place, year: int) -> None:
    """In the last year; more in the district that is shown."""
    if year < place.stage.last_year:
        return
    rng = place.dice("deeds")
    for _time in range(rng.randint(2, 4) if place.is_shown else 1):
        day = workday_in(date(year, 2, 1), date(year, 12, 10), rng)
        place.in_time(day, partial(work, place, rng), rng)
    others = place.is_shown and whether(rng, OTHERS_WITH_TEAM)
    if others or place.unit.code in WITH_TEAM:
        day = workday_in(date(year, 3, 1), date(year, 5, 30), rng)
        place.in_time(day, partial(form_team, place, rng), rng)


def work(place: Place, rng: Random, at: datetime) -> None:
    """One deed, often counted by two or three organisations as their own."""
    row = rng.choice(words.section("deeds")["kinds"])
    village = rng.choice(place.villages)
    amounts: dict[str, Any] = {"labour_days": rng.randint(30, 240)}
    for name, (least, most) in row["amounts"].items():
        amounts[name] = rng.randint(least, most)
    if "money" in amounts:
        amounts["money"] *= MILLION
    listed = [each.id for each in place.stage.programme.organisations]
    actions.record_result(
        place.unit,
        movement=row["movement"],
        title=row["title"].format(village=words.bare(village)),
        on=at.date(),
        organisations=rng.sample(listed, rng.choice((1, 1, 2, 3))),
        village=village,
        separate=True,
        uid=place.uid(),
        by=place.clerk,
        at=at,
        **amounts,
    )


def form_team(place: Place, rng: Random, at: datetime) -> None:
    """Four officials, the first of them its head, and some sessions to come."""
    texts, cases = words.section("teams"), rng.randint(8, 30)
    who: dict[str, Any] = {"by": place.clerk, "at": at}
    team = actions.form_team(
        place.unit,
        field="clearance",
        name=texts["name"].format(commune=inside(str(place.unit))),
        purpose=texts["purpose"],
        decision_no=place.document_no("QĐ"),
        valid_from=at.date(),
        cases=cases,
        uid=place.uid(),
        **who,
    )
    for number, seat in enumerate(list(place.serving())[:4]):
        is_head = number == 0
        actions.seat_official(
            team, seat=seat, is_head=is_head, valid_from=at.date(), **who
        )
    for number in range(len(texts["sessions"])):
        day = days_after(at.date(), 10 + 20 * number, 25 + 20 * number, rng)
        place.in_time(day, partial(meet, place, team, number, rng), rng)
    done = place.profile.name == "good" or whether(rng, CLOSED)
    if done and place.profile.name != "struggling":
        day = days_after(at.date(), 100, 150, rng)
        place.in_time(day, partial(close, place, team, cases, rng), rng)


def inside(name: str) -> str:
    """As written in the middle of a sentence: xã Nam Cường."""
    return name[:1].lower() + name[1:]


def meet(place: Place, team: Team, number: int, rng: Random, at: datetime) -> None:
    actions.record_session(
        team,
        on=at.date(),
        text=words.section("teams")["sessions"][number],
        village=rng.choice(place.villages),
        attended=rng.randint(15, 60),
        settled=(team.cases or 0) // SESSIONS_AND_MORE,
        uid=place.uid(),
        by=place.clerk,
        at=at,
    )


def close(place: Place, team: Team, cases: int, rng: Random, at: datetime) -> None:
    actions.close_team(
        team,
        on=at.date(),
        outcome=words.section("teams")["outcome"],
        settled=cases - rng.choice((0, 0, 1, 2)),
        version=team.version,
        by=place.clerk,
        at=at,
    )
