"""More records, until a province has what three busy years leave behind (S1)."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from danvan.foundation.units.models import Unit
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.models import Activity, Audience

MARK = "[bench]"
"""Begins the title of every record made here."""

S1 = 15_000
YEARS = (2023, 2024, 2025)
KINDS = {
    "extraordinary_briefing": 30,
    "briefing": 22,
    "dissemination": 22,
    "dialogue": 8,
    "review": 5,
    "commendation": 5,
    "democracy_inspection": 4,
    "skilful_mobilisation_inspection": 4,
}
CHAIRS = {
    "extraordinary_briefing": ("party_head", "party_deputy", "bloc_head"),
    "briefing": ("party_head", "party_deputy", "bloc_head"),
    "dialogue": ("party_head", "government_head", "government_deputy"),
}
STATES = {Status.HELD: 92, Status.PLANNED: 4, Status.CANCELLED: 2, Status.WITHDRAWN: 2}
PROOF = {Evidence.NONE: 15, Evidence.STATEMENT: 30, Evidence.SIGNED: 40}
PROOF |= {Evidence.RECORDS: 15}


def top_up(target: int = S1) -> int:
    """Add activities up to the number asked for; return how many were added."""
    rng = Random("bench")
    lacking = max(0, target - Activity.objects.count())
    communes = list(Unit.objects.communes().order_by("pk"))
    diligence = [rng.uniform(0.4, 1.6) for _commune in communes]
    meant = audiences()
    rows = [
        activity(unit, rng, meant.get(unit.pk, []))
        for unit in rng.choices(communes, diligence, k=lacking)
    ]
    Activity.objects.bulk_create(rows, batch_size=500)
    return lacking


def audiences() -> dict[int, list[Audience]]:
    found: dict[int, list[Audience]] = {}
    for row in Audience.objects.select_related("directive").order_by("pk"):
        found.setdefault(row.unit_id, []).append(row)
    return found


def activity(unit: Unit, rng: Random, meant: list[Audience]) -> Activity:
    kind = pick(rng, KINDS)
    if kind == "dissemination" and not meant:
        kind = "extraordinary_briefing"
    on = day(rng, rng.choice(YEARS))
    made = Activity(
        uid=UUID(int=rng.getrandbits(128), version=4),
        unit=unit,
        kind=kind,
        year=on.year,
        on=on,
        status=pick(rng, STATES),
        title=f"{MARK} {kind} {on:%d/%m/%Y}",
        chair=rng.choice(CHAIRS.get(kind, ("",))),
        summary="Nội dung thử tải. " * rng.randint(1, 12),
        evidence=pick(rng, PROOF),
        recorded_at=noon(on + timedelta(days=rng.randint(0, 12))),
    )
    if kind == "dissemination":
        chosen = rng.choice(meant)
        made.directive = chosen.directive
        made.reached = int(chosen.count * rng.uniform(0.05, 0.4))
        made.year = chosen.directive.year
        made.on = day(rng, made.year)
    return made


def pick[T](rng: Random, weights: dict[T, int]) -> T:
    return rng.choices(list(weights), list(weights.values()))[0]


def day(rng: Random, year: int) -> date:
    """A working day; more of them at the ends of quarters, as reports fall due."""
    month = rng.choices(range(1, 13), (3, 3, 6, 4, 4, 6, 3, 4, 6, 4, 5, 7))[0]
    found = date(year, month, rng.randint(1, 26))
    return found + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[found.weekday()])


def noon(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day, 12))  # noqa: DTZ001
