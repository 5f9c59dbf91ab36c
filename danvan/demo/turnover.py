"""Posts change hands: flagged and handed over in time, late, or not yet."""

from datetime import date, datetime, timedelta
from random import Random

from danvan.demo import seating, words
from danvan.demo.chance import whether
from danvan.demo.diary import workday_in
from danvan.demo.places import Place
from danvan.demo.profiles import CLERK, STRUGGLING
from danvan.records.blocs import actions
from danvan.records.blocs.choices import ProfessionalLevel, SeatRole
from danvan.records.blocs.models import Qualification, Seat

A_YEAR = {
    2023: (0.35, 0.4, 0.2, 0.05),
    2024: (0.45, 0.4, 0.15),
    2025: (0.2, 0.4, 0.3, 0.1),
}
"""Chances of 0, 1, 2, 3 changes in a commune; 2025 is the year of the congresses."""
CONGRESSES = date(2025, 3, 1), date(2025, 8, 15)
UNFLAGGED = 0.12
LEAVES_A_GAP = 0.1
AT_THE_END = 0.09
WATCHED = {CLERK, STRUGGLING}
"""Communes where a post changes hands too late to be settled by the last day."""


def plan(place: Place) -> None:
    rng = place.dice("turnover")
    for year, chances in A_YEAR.items():
        for _change in range(rng.choices(range(len(chances)), chances)[0]):
            day = day_of_change(year, rng)
            place.later(day, lambda at: change(place, at, rng), rng)
        if whether(rng, 0.4):
            learn(place, year, rng)
    settled = place.profile.name in {"good", "paper"}
    if place.unit.code in WATCHED or (whether(rng, AT_THE_END) and not settled):
        day = workday_in(date(2025, 11, 10), date(2025, 12, 24), rng)
        place.later(day, lambda at: lose_post(place, some_seat(place, rng), at), rng)


def day_of_change(year: int, rng: Random) -> date:
    if year == CONGRESSES[0].year and whether(rng, 0.7):
        return workday_in(*CONGRESSES, rng)
    return workday_in(date(year, 2, 1), date(year, 10, 15), rng)


def some_seat(place: Place, rng: Random) -> Seat:
    serving = list(place.serving())
    members = [seat for seat in serving if seat.role != SeatRole.HEAD]
    return rng.choice(serving if whether(rng, 0.25) else members)


def change(place: Place, at: datetime, rng: Random) -> None:
    """One change, from the day the post is lost to the day somebody follows."""
    seat = some_seat(place, rng)
    waits = rng.randint(*place.profile.hands_over)
    if whether(rng, LEAVES_A_GAP) and place.profile.name != "good":
        leave_a_gap(place, seat, at, rng)
        return
    if not whether(rng, UNFLAGGED):
        lose_post(place, seat, at)
    day = at.date() + timedelta(days=waits)
    if day <= place.stage.diary.ends:
        place.later(day, lambda at: hand_over(place, seat, at, rng), rng)


def lose_post(place: Place, seat: Seat, at: datetime) -> None:
    on = at.date() - timedelta(days=place.profile.records_after[0])
    on = max(on, seat.valid_from)
    actions.report_post_change(seat, on=on, by=place.clerk, at=at)


def hand_over(place: Place, seat: Seat, at: datetime, rng: Random) -> None:
    """Unless a re-forming of the bloc was faster."""
    if seat.pk in place.seats:
        seating.succeed(place, seat, at.date(), at, rng)


def leave_a_gap(place: Place, seat: Seat, at: datetime, rng: Random) -> None:
    """Somebody leaves and nobody follows for months, in some places for good."""
    role, post = seat.role, seat.post or "outside"
    reason = words.pick(rng, "left", "reasons")
    seating.leave(place, seat, at.date(), at, reason=reason)

    def fill(at: datetime) -> None:
        if not place.holder(post):
            seating.seat_new(place, role, post, at.date(), at, rng)
            seating.give_duties(place, at.date(), at, rng)

    if whether(rng, 0.7):
        place.later(at.date() + timedelta(days=rng.randint(50, 240)), fill, rng)


def learn(place: Place, year: int, rng: Random) -> None:
    """A member finishes a course: a new level from that day on."""

    def finish(at: datetime) -> None:
        ids = [seat.member_id for seat in place.seats.values()]
        found = Qualification.objects.open().filter(
            member__in=ids, professional=ProfessionalLevel.INTERMEDIATE
        )
        for now in found.select_related("member__unit").order_by("pk")[:1]:
            actions.requalify(
                now.member,
                professional=ProfessionalLevel.UNIVERSITY,
                theory=now.theory,
                languages=now.languages,
                by=place.clerk,
                at=at,
                on=at.date(),
            )

    place.later(workday_in(date(year, 5, 1), date(year, 11, 30), rng), finish, rng)
