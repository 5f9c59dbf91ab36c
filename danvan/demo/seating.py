"""Seating people and giving them duties through the acts of the blocs' room."""

from datetime import date, datetime
from random import Random

from danvan.demo import words
from danvan.demo.chance import whether
from danvan.demo.places import Place
from danvan.records.blocs import actions
from danvan.records.blocs.choices import ProfessionalLevel, TheoryLevel
from danvan.records.blocs.models import Seat

NEW_LEVELS = {
    ProfessionalLevel.UNIVERSITY: 80,
    ProfessionalLevel.INTERMEDIATE: 12,
    ProfessionalLevel.COLLEGE: 5,
    ProfessionalLevel.MASTER: 3,
}
NEW_THEORY = {
    TheoryLevel.INTERMEDIATE: 80,
    TheoryLevel.ELEMENTARY: 12,
    TheoryLevel.SENIOR: 8,
}


def seat_new(
    place: Place, role: str, post: str, on: date, at: datetime, rng: Random
) -> Seat:
    """Somebody new takes a seat by virtue of a post."""
    person = place.stage.people.person(rng, post)
    professional, theory = new_levels(rng)
    seat = actions.seat_member(
        place.bloc,
        full_name=person.full_name,
        sex=person.sex,
        role=role,
        post_title=words.post_title(rng, post),
        valid_from=on,
        by=place.clerk,
        at=at,
        decision_no=place.document_no("QĐ"),
        professional=professional,
        theory=theory,
    )
    place.seats[seat.pk] = seat
    return seat


def new_levels(rng: Random) -> tuple[str, str]:
    """Professional and theory level of somebody who comes."""
    return (
        rng.choices(list(NEW_LEVELS), list(NEW_LEVELS.values()))[0],
        rng.choices(list(NEW_THEORY), list(NEW_THEORY.values()))[0],
    )


def reseat(
    place: Place, seat: Seat, role: str, post: str, on: date, at: datetime, rng: Random
) -> Seat:
    """The same person sits in another role, or by another post."""
    title = seat.post_title if post == seat.post else words.post_title(rng, post)
    leave(place, seat, on, at, reason=words.section("left")["reform"])
    made = actions.seat_member(
        place.bloc,
        full_name=seat.member.full_name,
        sex=seat.member.sex,
        role=role,
        post_title=title,
        valid_from=on,
        by=place.clerk,
        at=at,
        decision_no=place.document_no("QĐ"),
        member=seat.member,
    )
    place.seats[made.pk] = made
    return made


def leave(place: Place, seat: Seat, on: date, at: datetime, *, reason: str) -> None:
    actions.end_seat(seat, on=on, by=place.clerk, at=at, reason=reason)
    del place.seats[seat.pk]
    place.with_duty.discard(seat.pk)


def succeed(place: Place, seat: Seat, on: date, at: datetime, rng: Random) -> Seat:
    """A new holder of the post takes over seat and duties."""
    person = place.stage.people.person(rng, seat.post)
    professional, theory = new_levels(rng)
    heir = actions.hand_over(
        seat,
        on=on,
        full_name=person.full_name,
        sex=person.sex,
        post_title=seat.post_title,
        by=place.clerk,
        at=at,
        decision_no=place.document_no("QĐ"),
        professional=professional,
        theory=theory,
    )
    replace(place, seat, heir)
    return heir


def replace(place: Place, seat: Seat, heir: Seat) -> None:
    del place.seats[seat.pk]
    place.seats[heir.pk] = heir
    if seat.pk in place.with_duty:
        place.with_duty.remove(seat.pk)
        place.with_duty.add(heir.pk)


def give_duties(
    place: Place, on: date, at: datetime, rng: Random, *, share: float = 1.0
) -> None:
    """A duty and villages for the seats that have none; `share` leaves some out."""
    rows = [
        actions.DutyRow(
            seat, words.duty(rng, seat.post, seat.role), villages(place, rng)
        )
        for seat in place.seats.values()
        if seat.pk not in place.with_duty and whether(rng, share)
    ]
    if rows:
        actions.assign_duties(place.bloc, rows, on=on, by=place.clerk, at=at)
        place.with_duty |= {row.seat.pk for row in rows}


def villages(place: Place, rng: Random) -> str:
    """Villages in a member's charge, of those the commune has; some have none."""
    if whether(rng, 0.25):
        return ""
    named = rng.sample(place.villages, rng.choice((1, 1, 2)))
    return ", ".join(str(village) for village in named)


def adopt_rules(
    place: Place,
    on: date,
    at: datetime,
    rng: Random,
    *,
    names_duties: bool = True,
    valid_from: date | None = None,
) -> None:
    """A regulation, or the next version of it."""
    monthly = whether(rng, place.profile.cadence_month)
    text = "with_duties" if names_duties else "without_duties"
    made = actions.adopt_regulation(
        place.bloc,
        adopted_on=on,
        by=place.clerk,
        at=at,
        document_no=place.document_no("QC"),
        cadence="month" if monthly else "quarter",
        text=words.section("regulation")[text],
        valid_from=valid_from,
    )
    place.cadence = made.cadence
