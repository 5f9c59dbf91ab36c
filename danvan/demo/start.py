"""Who sits where on the first day of the programme, to the exact figures of its paper.

The paper calls 106 heads deputy secretaries and does not say how many of them are
standing ones; here STANDING are, the others are plain deputy secretaries.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from danvan.demo.chance import whether
from danvan.demo.profiles import GOOD, STRUGGLING
from danvan.records.blocs.choices import ProfessionalLevel, SeatRole, TheoryLevel

MEMBERS, SMALLEST, LARGEST = 1265, 7, 13
UNIVERSITY, COLLEGE, INTERMEDIATE = 823, 54, 282
THEORY, TRAINED = 997, 327
SECRETARIES, STANDING = 2, 64

SIZES = {7: 2, 8: 4, 9: 8, 10: 14, 11: 22, 12: 26, 13: 24}

DEPUTIES = {
    "chu_tich_mttq": 50,
    "pho_chu_tich_ubnd": 16,
    "pho_chu_tich_hdnd": 16,
    "chu_tich_ubnd": 12,
    "chu_tich_hdnd": 6,
}
CORE = (
    *("chu_tich_hoi_nong_dan", "chu_tich_hoi_phu_nu", "chu_tich_hoi_cuu_chien_binh"),
    *("bi_thu_doan", "chu_tich_mttq", "pho_chu_tich_ubnd"),
    *("truong_cong_an", "chi_huy_truong_quan_su", "pho_chu_tich_hdnd"),
)
FURTHER = {
    "chu_tich_cong_doan": 5,
    "cong_chuc_van_hoa": 8,
    "cong_chuc_tu_phap": 3,
    "chu_tich_hoi_nguoi_cao_tuoi": 8,
    "chu_tich_hoi_chu_thap_do": 4,
    "chu_tich_hoi_quan_chung": 4,
    "tram_truong_y_te": 4,
    "hieu_truong": 4,
    "bi_thu_chi_bo": 3,
    "truong_thon": 3,
    "nguoi_co_uy_tin": 2,
    "outside": 1,
}
CLERKS = {"cong_chuc_van_phong": 5, "cong_chuc_van_hoa": 3, "cong_chuc_tu_phap": 1}

SCHOOLED = {
    "chu_tich_hoi_cuu_chien_binh": -1.2,
    "chu_tich_hoi_nguoi_cao_tuoi": -1.4,
    "truong_thon": -1.5,
    "bi_thu_chi_bo": -1.2,
    "nguoi_co_uy_tin": -1.8,
    "chu_tich_hoi_chu_thap_do": -0.7,
    "chu_tich_hoi_nong_dan": -0.4,
}
"""How a post's holders compare in schooling; 0 where not named, 1.5 for leaders."""


@dataclass(slots=True)
class Slot:
    """One seat of the first day, with what its holder has learnt."""

    code: str
    role: str
    post: str
    professional: str = ""
    theory: str = ""
    is_trained: bool = False

    @property
    def leads(self) -> bool:
        return self.role == SeatRole.HEAD or self.post.endswith(("ubnd", "hdnd"))


def slots(codes: Sequence[str], rng: Random) -> list[Slot]:
    """Seats of all communes, by commune and in order of rank.

    For the 108 communes of the paper every count is its own; for fewer, in proportion.
    """
    total = round(MEMBERS * len(codes) / 108)
    seats = [
        slot
        for (code, size), head in zip(
            sizes(codes, total, rng), heads(codes, rng), strict=True
        )
        for slot in seats_of(code, size, head, rng)
    ]
    give_levels(seats, rng)
    give_theory(seats, rng)
    give_training(seats, rng)
    return seats


def sizes(codes: Sequence[str], total: int, rng: Random) -> Iterator[tuple[str, int]]:
    """Sizes from 7 to 13 that add up to the total; both ends occur."""
    drawn = {code: rng.choices(list(SIZES), list(SIZES.values()))[0] for code in codes}
    drawn |= {GOOD: LARGEST, STRUGGLING: SMALLEST}
    sized = {code: drawn[code] for code in codes}
    free = [code for code in codes if code not in {GOOD, STRUGGLING}]
    while sum(sized.values()) != total:
        code = rng.choice(free)
        step = 1 if sum(sized.values()) < total else -1
        if SMALLEST <= sized[code] + step <= LARGEST:
            sized[code] += step
    return iter(sized.items())


def heads(codes: Sequence[str], rng: Random) -> list[str]:
    """Post of the head in each commune."""
    secretaries = round(SECRETARIES * len(codes) / 108)
    standing = round(STANDING * len(codes) / 108)
    plain = len(codes) - secretaries - standing
    posts = (
        ["bi_thu_dang_uy"] * secretaries
        + ["pho_bi_thu_thuong_truc"] * standing
        + ["pho_bi_thu_dang_uy"] * plain
    )
    rng.shuffle(posts)
    return posts


def seats_of(code: str, size: int, head: str, rng: Random) -> list[Slot]:
    """Mostly one deputy; some blocs have two, some have none."""
    count = rng.choices((0, 1, 2), (3, 92, 5))[0]
    deputies = drawn(DEPUTIES, count, rng)
    clerks = drawn(CLERKS, int(whether(rng, 0.35)), rng)
    members = member_posts(size - 1 - len(deputies) - len(clerks), deputies, rng)
    roles = (
        (SeatRole.HEAD, [head]),
        (SeatRole.DEPUTY, deputies),
        (SeatRole.MEMBER, [post for post in members if post not in clerks]),
        (SeatRole.CLERK, clerks),
    )
    made = [Slot(code, role, post) for role, posts in roles for post in posts]
    spare = [p for p in FURTHER if p not in {slot.post for slot in made}]
    made += [Slot(code, SeatRole.MEMBER, spare[n]) for n in range(size - len(made))]
    return made


def member_posts(count: int, taken: Sequence[str], rng: Random) -> list[str]:
    core = [post for post in CORE if post not in taken]
    for _miss in range(rng.choices((0, 1, 2, 3), (30, 40, 20, 10))[0]):
        core.remove(rng.choice(core))
    return (core + drawn(FURTHER, max(count - len(core), 0), rng))[:count]


def drawn(weighted: dict[str, int], count: int, rng: Random) -> list[str]:
    """That many different ones."""
    left = dict(weighted)
    found: list[str] = []
    for _draw in range(count):
        found += rng.choices(list(left), list(left.values()))
        del left[found[-1]]
    return found


def ranked(
    seats: Sequence[Slot], score: Callable[[Slot], float], rng: Random
) -> list[Slot]:
    """By score with luck in it, the highest first."""
    scored = [(score(slot) + rng.gauss(0, 1), n) for n, slot in enumerate(seats)]
    return [seats[n] for _score, n in sorted(scored, reverse=True)]


def share(count: int, seats: Sequence[Slot]) -> int:
    return round(count * len(seats) / MEMBERS)


def give_levels(seats: Sequence[Slot], rng: Random) -> None:
    """Bachelors first, then college, intermediate; of the rest some say elementary."""
    order = ranked(seats, schooling, rng)
    marks = [UNIVERSITY, COLLEGE, INTERMEDIATE]
    first, second, third = (share(sum(marks[: n + 1]), seats) for n in range(3))
    for place, slot in enumerate(order):
        if place < first:
            better = slot.leads and whether(rng, 0.08)
            slot.professional = (
                ProfessionalLevel.MASTER if better else ProfessionalLevel.UNIVERSITY
            )
        elif place < second:
            slot.professional = ProfessionalLevel.COLLEGE
        elif place < third:
            slot.professional = ProfessionalLevel.INTERMEDIATE
        elif whether(rng, 0.4):
            slot.professional = ProfessionalLevel.ELEMENTARY


def schooling(slot: Slot) -> float:
    return 1.5 if slot.leads else SCHOOLED.get(slot.post, 0.0)


def give_theory(seats: Sequence[Slot], rng: Random) -> None:
    order = ranked(seats, schooling, rng)
    for place, slot in enumerate(order):
        if place < share(THEORY, seats):
            senior = slot.leads and whether(rng, 0.3)
            slot.theory = TheoryLevel.SENIOR if senior else TheoryLevel.INTERMEDIATE
        elif whether(rng, 0.6):
            slot.theory = TheoryLevel.ELEMENTARY


def give_training(seats: Sequence[Slot], rng: Random) -> None:
    """Who attended a class before the programme: leaders and the Front rather."""
    order = ranked(seats, eagerness, rng)
    for slot in order[: share(TRAINED, seats)]:
        slot.is_trained = True


def eagerness(slot: Slot) -> float:
    if slot.role == SeatRole.HEAD:
        return 1.4
    return 0.9 if slot.role == SeatRole.DEPUTY or slot.post == "chu_tich_mttq" else 0.0
