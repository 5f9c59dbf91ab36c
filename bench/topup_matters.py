"""More matters with their deadlines, as three busy years would leave behind."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from bench.topup import MARK, YEARS, day, noon, pick
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Unit
from danvan.records.matters.choices import Kind, Outcome, State
from danvan.records.matters.models import Matter

S1 = 3_000
OPEN = 0.08
TOPICS = ("roads", "water", "land", "power", "environment", "procedure", "openness")
CHANNELS = ("voter_meeting", "residents_meeting", "reception", "dialogue")
KINDS = {Kind.REFLECTION: 60, Kind.RECOMMENDATION: 30, Kind.OPINION: 10}
DAYS = 30


def top_up(target: int = S1) -> int:
    """Add matters up to the number asked for; return how many were added."""
    rng = Random("bench matters")
    communes = list(Unit.objects.communes().order_by("pk"))
    lacking = max(0, target - Matter.objects.count())
    rows = [matter(rng.choice(communes), rng) for _lacking in range(lacking)]
    made = Matter.objects.bulk_create(rows, batch_size=500)
    Clock.objects.bulk_create(map(clock, made), batch_size=500)
    return lacking


def matter(unit: Unit, rng: Random) -> Matter:
    received = day(rng, rng.choice(YEARS))
    answered = None if rng.random() < OPEN else received + timedelta(days=12)
    return Matter(
        uid=UUID(int=rng.getrandbits(128), version=4),
        unit=unit,
        holder=unit,
        kind=pick(rng, KINDS),
        channel=rng.choice(CHANNELS),
        topic=rng.choice(TOPICS),
        title=f"{MARK} {received:%d/%m/%Y}",
        text="Nội dung thử tải. " * rng.randint(2, 10),
        received_on=received,
        state=State.CLOSED if answered else State.ACCEPTED,
        outcome=Outcome.EXPLAINED if answered else Outcome.UNKNOWN,
        answer="Nội dung trả lời thử tải." if answered else "",
        answered_on=answered,
        closed_on=answered,
        recorded_at=noon(received),
    )


def clock(made: Matter) -> Clock:
    """The deadline of its answer, met where it was answered."""
    due: date = made.received_on + timedelta(days=DAYS)
    return Clock(
        unit=made.unit,
        subject_type=Matter._meta.label_lower,
        subject_id=made.pk,
        rule="matter_answered",
        title=made.title,
        path=made.get_absolute_url(),
        started_on=made.received_on,
        due_on=due,
        first_due_on=due,
        days=DAYS,
        is_working_days=False,
        warn=5,
        climb=5,
        climb_again=10,
        stopped_on=made.answered_on,
    )
