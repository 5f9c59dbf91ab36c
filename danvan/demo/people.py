"""Made-up people: three syllables from lists, nobody twice in one province."""

from dataclasses import dataclass
from random import Random

from danvan.demo.words import section
from danvan.records.blocs.choices import Sex

WOMEN = {"chu_tich_hoi_phu_nu": 1.0}
WOMEN |= {"chi_huy_truong_quan_su": 0.0, "truong_cong_an": 0.04}
WOMEN |= {"chu_tich_hoi_cuu_chien_binh": 0.08, "chu_tich_ubnd": 0.15}
"""Share of women in a post; 0.4 in the others."""


@dataclass(frozen=True, slots=True)
class Person:
    full_name: str
    sex: Sex


class People:
    """Deals out names; the same seed gives the same ones in the same order."""

    def __init__(self) -> None:
        self.dealt: set[str] = set()

    def person(self, rng: Random, post: str = "") -> Person:
        female = rng.random() < WOMEN.get(post, 0.4)
        sex = Sex.FEMALE if female else Sex.MALE
        while (name := self.name(rng, sex)) in self.dealt:
            pass
        self.dealt.add(name)
        return Person(name, sex)

    @staticmethod
    def name(rng: Random, sex: Sex) -> str:
        lists = section("names")
        middle = rng.choice(lists[f"{sex}_middles"])
        given = rng.choice([g for g in lists[f"{sex}_givens"] if g != middle])
        return f"{rng.choice(lists['surnames'])} {middle} {given}"
