"""What kind of place a commune is; its three years follow from that.

A presenter can point at GOOD (always on time, everything proven) and STRUGGLING (late,
gaps everywhere, still not re-formed at the end); both lie in the district of the demo
account `huyen`. CLERK is the ordinary commune of the demo account `xa1`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from danvan.demo.chance import dice
from danvan.foundation.units.models import Unit

GOOD, STRUGGLING, CLERK = "02020", "02023", "02026"
"""Thị trấn Bằng Lũng, xã Xuân Lạc, xã Nam Cường: all of huyện Chợ Đồn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Chances from 0 to 1; periods as (least, most) days."""

    name: str
    reforms: tuple[int, int]
    """Days from the programme's start until the bloc is re-formed."""
    completes: float
    """Chance that the re-forming leaves no required seat empty."""
    regulation: float
    duties: float
    cadence_month: float
    briefings: float
    right_chair: float
    dialogue: float
    declares: float
    reach: tuple[float, float]
    attends: float
    round: float
    """Each item of the yearly round of work."""
    gain: float
    """Added to every chance of a year for each year that has passed."""
    evidence: tuple[int, int, int, int]
    """Weights: none, statement, signed document, list of records."""
    records_after: tuple[int, int]
    hands_over: tuple[int, int]
    grades: tuple[int, int, int, int]

    def chance(self, base: float, year: int, first: int = 2023) -> float:
        return min(1.0, base + self.gain * (year - first))


def profile(name: str, **facts: object) -> Profile:
    return Profile(name=name, **(ORDINARY | facts))  # type: ignore[arg-type]


ORDINARY: dict[str, object] = {
    "reforms": (120, 420),
    "completes": 0.9,
    "regulation": 0.9,
    "duties": 0.92,
    "cadence_month": 0.12,
    "briefings": 0.955,
    "right_chair": 0.985,
    "dialogue": 0.9,
    "declares": 0.85,
    "reach": (0.84, 1.0),
    "attends": 0.6,
    "round": 0.95,
    "gain": 0.02,
    "evidence": (3, 30, 45, 22),
    "records_after": (0, 9),
    "hands_over": (6, 36),
    "grades": (18, 60, 20, 2),
}

PROFILES = {
    found.name: found
    for found in (
        profile(
            "good",
            reforms=(25, 80),
            completes=1.0,
            regulation=1.0,
            duties=1.0,
            cadence_month=0.4,
            briefings=1.0,
            right_chair=1.0,
            dialogue=1.0,
            declares=1.0,
            reach=(0.95, 1.06),
            attends=1.0,
            round=1.0,
            evidence=(0, 5, 45, 50),
            records_after=(0, 3),
            hands_over=(4, 18),
            grades=(70, 30, 0, 0),
        ),
        profile(
            "early",
            reforms=(40, 170),
            completes=0.96,
            briefings=0.98,
            dialogue=0.96,
            declares=0.95,
            reach=(0.9, 1.04),
            attends=0.75,
            round=0.975,
            evidence=(1, 17, 52, 30),
            records_after=(0, 5),
            hands_over=(5, 28),
        ),
        profile("steady"),
        profile(
            "late",
            reforms=(400, 880),
            completes=0.75,
            regulation=0.75,
            duties=0.8,
            cadence_month=0.05,
            briefings=0.85,
            right_chair=0.93,
            dialogue=0.74,
            declares=0.65,
            reach=(0.66, 0.96),
            attends=0.45,
            round=0.85,
            gain=0.05,
            evidence=(11, 47, 34, 8),
            records_after=(3, 25),
            hands_over=(25, 110),
            grades=(5, 45, 44, 6),
        ),
        profile(
            "remote",
            reforms=(330, 800),
            completes=0.7,
            regulation=0.8,
            duties=0.8,
            cadence_month=0.0,
            briefings=0.88,
            right_chair=0.96,
            dialogue=0.78,
            declares=0.6,
            reach=(0.6, 0.92),
            attends=0.35,
            round=0.88,
            gain=0.03,
            evidence=(10, 48, 34, 8),
            records_after=(5, 30),
            hands_over=(20, 80),
            grades=(6, 52, 38, 4),
        ),
        profile(
            "paper",
            reforms=(50, 200),
            completes=1.0,
            regulation=1.0,
            duties=1.0,
            briefings=1.0,
            right_chair=1.0,
            dialogue=1.0,
            declares=1.0,
            reach=(0.97, 1.05),
            attends=0.6,
            round=1.0,
            evidence=(1, 0, 0, 0),
            grades=(80, 20, 0, 0),
        ),
        profile(
            "struggling",
            reforms=(700, 760),
            completes=0.0,
            regulation=0.0,
            duties=0.0,
            cadence_month=0.0,
            briefings=0.55,
            right_chair=0.75,
            dialogue=0.34,
            declares=0.3,
            reach=(0.4, 0.75),
            attends=0.25,
            round=0.3,
            evidence=(55, 35, 10, 0),
            records_after=(10, 45),
            hands_over=(90, 200),
            grades=(0, 15, 60, 25),
        ),
    )
}

USUAL = {"good": 5, "early": 22, "steady": 40, "late": 18, "remote": 10, "paper": 5}
OF_DISTRICT = {
    "058": USUAL | {"early": 50, "remote": 0, "late": 8},
    "060": USUAL | {"remote": 45, "early": 6, "good": 0},
    "062": USUAL | {"late": 45, "good": 0},
    "064": USUAL | {"early": 30},
}
"""How likely each kind is; the districts differ."""

SMALL = 1500
"""Communes with fewer people are rather remote."""

FIXED = {GOOD: "good", STRUGGLING: "struggling", CLERK: "steady"}


def assign(communes: Iterable[Unit], seed: str) -> dict[str, Profile]:
    """Profile by code of the commune."""
    return {unit.code: PROFILES[kind_of(unit, seed)] for unit in communes}


def kind_of(unit: Unit, seed: str) -> str:
    if unit.code in FIXED:
        return FIXED[unit.code]
    district = unit.parent.code if unit.parent else ""
    weights = dict(OF_DISTRICT.get(district, USUAL))
    if (unit.population or SMALL) < SMALL:
        weights["remote"] += 30
    rng = dice(seed, "profile", unit.code)
    return rng.choices(list(weights), list(weights.values()))[0]
