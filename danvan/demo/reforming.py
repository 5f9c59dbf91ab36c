"""Re-forming a bloc to the composition the programme asks for."""

from datetime import date, datetime, timedelta
from random import Random

from danvan.demo import seating, words
from danvan.demo.chance import whether
from danvan.demo.places import Place
from danvan.foundation.programme.schema import SeatLine
from danvan.records.blocs.choices import SeatRole
from danvan.records.blocs.models import Seat

USUAL_POST = {
    "head": "pho_bi_thu_thuong_truc",
    "deputy_government": "pho_chu_tich_ubnd",
}
SKIPPED = ("police", "military", "clerk", "deputy_government", "youth")
"""Requirement lines a commune may leave open; the struggling one leaves three."""
PROMOTED = 0.65
"""Share of plain deputy secretaries who become the standing one."""
UNION = 0.35


def plan(place: Place) -> None:
    """When it happens; the rules of work follow, where they do."""
    rng = place.dice("reform")
    starts = place.stage.programme.starts
    day = starts + timedelta(days=rng.randint(*place.profile.reforms))
    place.later(day, lambda at: reform(place, at.date(), at, rng), rng)
    if place.profile.name != "good" and whether(rng, 0.35):
        again = day + timedelta(days=rng.randint(200, 420))
        place.later(again, lambda at: reform(place, at.date(), at, rng), rng)


def reform(place: Place, on: date, at: datetime, rng: Random) -> None:
    """Right people stay, others move to the seat of their post, the rest is filled."""
    composition = place.stage.programme.composition_on(on)
    if composition is None:
        return
    for seat in [s for s in place.seats.values() if s.post_ended_on]:
        seating.succeed(place, seat, on, at, rng)
    skipped = skipped_lines(place, rng)
    kept: set[int] = set()
    lacking: list[SeatLine] = []
    for line in composition.seats:
        fitting = [s for s in place.seats.values() if fits(line, s)][: line.max]
        kept |= {seat.pk for seat in fitting}
        wanted = line.required or whether(rng, UNION)
        if len(fitting) < (line.min or 1) and wanted and line.id not in skipped:
            lacking.append(line)
    for line in lacking:
        spare = [s for s in place.seats.values() if s.pk not in kept]
        kept.add(fill(place, line, spare, on, at, rng).pk)
    settle(place, kept, on, at, rng)
    shrink(place, kept, composition.max_members - rng.choice((0, 0, 1, 2)), on, at)
    order(place, on, at, rng)


def fits(line: SeatLine, seat: Seat) -> bool:
    return seat.role == line.role and line.takes(seat.post)


def skipped_lines(place: Place, rng: Random) -> set[str]:
    if place.profile.name == "struggling":
        return {"clerk", "police", "deputy_government"}
    return set() if whether(rng, place.profile.completes) else {rng.choice(SKIPPED)}


def fill(
    place: Place,
    line: SeatLine,
    spare: list[Seat],
    on: date,
    at: datetime,
    rng: Random,
) -> Seat:
    """From the wrong role if somebody has the post, by promotion, or somebody new."""
    for seat in spare:
        if seat.post in line.posts:
            return seating.reseat(place, seat, line.role, seat.post, on, at, rng)
    post = USUAL_POST.get(line.id, line.posts[0])
    for seat in spare:
        if line.id == "head" and seat.role == SeatRole.HEAD and whether(rng, PROMOTED):
            return seating.reseat(place, seat, line.role, post, on, at, rng)
    return seating.seat_new(place, line.role, post, on, at, rng)


def settle(place: Place, kept: set[int], on: date, at: datetime, rng: Random) -> None:
    """Leaders on no line go on as members, a former head leaves."""
    for seat in [s for s in place.seats.values() if s.pk not in kept]:
        if seat.role == SeatRole.HEAD:
            seating.leave(place, seat, on, at, reason=words.section("left")["reform"])
        elif seat.role == SeatRole.DEPUTY:
            role = SeatRole.MEMBER
            kept.add(seating.reseat(place, seat, role, seat.post, on, at, rng).pk)


def shrink(place: Place, kept: set[int], most: int, on: date, at: datetime) -> None:
    """Members that no line asks for make room where the bloc grew too large."""
    spare = [seat for seat in place.seats.values() if seat.pk not in kept]
    for seat in reversed(spare):
        if len(place.seats) <= most:
            return
        seating.leave(place, seat, on, at, reason=words.section("left")["reform"])


def order(place: Place, on: date, at: datetime, rng: Random) -> None:
    """Rules and duties to go with the new bloc, soon or in some weeks."""
    profile = place.profile
    if whether(rng, profile.regulation) and (not place.cadence or whether(rng, 0.6)):
        day = on + timedelta(days=rng.randint(1, 30))
        place.later(day, lambda at: seating.adopt_rules(place, at.date(), at, rng), rng)
    share = 1.0 if whether(rng, profile.duties) else 0.8
    day = on + timedelta(days=rng.randint(1, 40))
    place.later(
        day,
        lambda at: seating.give_duties(place, at.date(), at, rng, share=share),
        rng,
    )
