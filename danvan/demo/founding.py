"""Autumn 2022: the blocs as the programme found them are entered in the system."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from danvan.demo import seating, start, words
from danvan.demo.chance import whether
from danvan.demo.diary import at_work, workday, workday_in
from danvan.demo.places import Place, Stage
from danvan.demo.profiles import GOOD, STRUGGLING, Profile
from danvan.foundation.units.models import Unit, Village
from danvan.records.activities import actions as activities
from danvan.records.blocs import actions
from danvan.records.blocs.models import Seat
from danvan.records.villages import actions as villages

WITHOUT_REGULATION = 0.14
WITHOUT_DUTIES = 0.13
"""The survey of the paper: 9 of 68 answers name no duties."""
PARTLY_WITHOUT_DUTIES = 0.3
RULES_NAME_NO_DUTIES = 0.2

type Told = Callable[[int, int], None]


def found(
    stage: Stage, communes: list[Unit], profiles: dict[str, Profile], told: Told
) -> None:
    """Every bloc with its seats, rules and duties as of the day before the start."""
    slots: dict[str, list[start.Slot]] = defaultdict(list)
    for slot in start.slots([unit.code for unit in communes], stage.dice("start")):
        slots[slot.code].append(slot)
    attended: dict[int, list[Seat]] = defaultdict(list)
    for number, unit in enumerate(communes, start=1):
        place = founded(stage, unit, profiles[unit.code])
        seat_all(place, slots[unit.code], attended)
        give_rules(place)
        give_duties(place)
        told(number, len(communes))
    hold_classes(stage, attended)


def founded(stage: Stage, unit: Unit, profile: Profile) -> Place:
    rng = stage.dice(unit.code, "bloc")
    at = at_work(workday(unit.valid_from + timedelta(days=rng.randint(2, 20))), rng)
    clerk = stage.staff.of(unit)
    bloc = actions.establish_bloc(unit, valid_from=unit.valid_from, by=clerk, at=at)
    place = Place(stage, unit, profile, clerk, bloc)
    place.villages = settle(place, rng, at)
    place.numbers["QĐ"] = rng.randint(20, 90)
    place.numbers["QC"] = rng.randint(1, 4)
    stage.places.append(place)
    return place


def settle(place: Place, rng: Random, at: datetime) -> list[Village]:
    """Six to eleven villages, named as places there are."""
    names = [f"Thôn {name}" for name in words.villages(rng, rng.randint(6, 11))]
    unit, by = place.unit, place.clerk
    since = unit.valid_from
    return villages.add_villages(unit, names, valid_from=since, by=by, at=at).villages


def seat_all(
    place: Place, slots: list[start.Slot], attended: dict[int, list[Seat]]
) -> None:
    rng = place.dice("seats")
    at = moment(place, 3, 25)
    decision = place.document_no("QĐ")
    for slot in slots:
        person = place.stage.people.person(rng, slot.post)
        seat = actions.seat_member(
            place.bloc,
            full_name=person.full_name,
            sex=person.sex,
            role=slot.role,
            post_title=words.post_title(rng, slot.post),
            valid_from=place.unit.valid_from,
            by=place.clerk,
            at=at,
            decision_no=decision,
            professional=slot.professional,
            theory=slot.theory,
            languages=languages(place, slot),
        )
        place.seats[seat.pk] = seat
        if slot.is_trained:
            attended[place.unit.parent_id or 0].append(seat)


def languages(place: Place, slot: start.Slot) -> str:
    """Working languages, stated by some."""
    rng = place.dice("languages", slot.post)
    weights: dict[str, int] = words.section("languages")
    return rng.choices(list(weights), list(weights.values()))[0]


def moment(place: Place, least: int, most: int) -> datetime:
    """Working hours so many days after the bloc was entered."""
    rng = place.dice("moment", least)
    day = place.unit.valid_from + timedelta(days=rng.randint(least, most) + 20)
    return at_work(workday(day), rng)


def give_rules(place: Place) -> None:
    rng = place.dice("rules")
    lacks = whether(rng, WITHOUT_REGULATION)
    if place.unit.code != GOOD and (lacks or place.unit.code == STRUGGLING):
        return
    adopted = workday_in(date(2020, 9, 1), date(2022, 9, 15), rng)
    seating.adopt_rules(
        place,
        adopted,
        moment(place, 4, 30),
        rng,
        names_duties=not whether(rng, RULES_NAME_NO_DUTIES),
        valid_from=place.unit.valid_from,
    )


def give_duties(place: Place) -> None:
    rng = place.dice("duties")
    if place.unit.code == STRUGGLING or whether(rng, WITHOUT_DUTIES):
        return
    share = 0.7 if whether(rng, PARTLY_WITHOUT_DUTIES) else 1.0
    on = place.unit.valid_from
    seating.give_duties(place, on, moment(place, 5, 35), rng, share=share)


def hold_classes(stage: Stage, attended: dict[int, list[Seat]]) -> None:
    """One class in each district before the programme began."""
    for district in stage.districts:
        seats = attended[district.pk]
        if not seats:
            continue
        rng = stage.dice(district.code, "class", 2022)
        on = workday_in(date(2022, 11, 7), date(2022, 12, 9), rng)
        activities.record_activity(
            district,
            kind="training",
            on=on,
            by=stage.staff.of(district),
            at=at_work(workday(on + timedelta(days=rng.randint(1, 10))), rng),
            title=words.title("training_before", unit=district, year=on.year),
            venue=words.section("places")["district"],
            attended=len(seats),
            summary=words.pick(rng, "summaries", "training"),
            evidence=3,
            attendees=[seat.member_id for seat in seats],
            uid=stage.uid(district.code, "training", on),
        )
