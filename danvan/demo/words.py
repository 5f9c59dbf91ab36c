"""The demonstration's texts, from words.toml beside this file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from danvan.foundation.units.models import Village

FILE = Path(__file__).with_name("words.toml")


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def section(name: str) -> dict[str, Any]:
    found: dict[str, Any] = words()[name]
    return found


def pick(rng: Random, name: str, entry: str) -> str:
    """One of the texts listed there."""
    found: str = rng.choice(section(name)[entry])
    return found


def title(kind: str, **facts: object) -> str:
    template: str = section("titles_of")[kind]
    return template.format(**facts)


def post_title(rng: Random, post: str) -> str:
    """Mostly the usual way to write a post, now and then another one."""
    spellings: list[str] = section("titles")[post]
    return spellings[0] if rng.random() < USUAL else rng.choice(spellings)


def village(rng: Random) -> str:
    return f"{pick(rng, 'villages', 'first')} {pick(rng, 'villages', 'second')}"


def villages(rng: Random, count: int) -> list[str]:
    """That many different names."""
    listed = section("villages")
    names = [f"{a} {b}" for a in listed["first"] for b in listed["second"]]
    return rng.sample(names, count)


@dataclass(frozen=True, slots=True)
class Said:
    """Something raised in a village, and what is answered."""

    topic: str
    title: str
    text: str
    answer: str
    body: str
    village: Village
    promise: str = ""
    above: str = ""
    """The body of the district that is competent, where the commune is not."""


def bare(village: Village) -> str:
    """The name without the word before it, as the texts are written."""
    return village.name.removeprefix("Thôn ")


def filled(form: Mapping[str, str], village: Village) -> Said:
    texts = {key: text.format(village=bare(village)) for key, text in form.items()}
    return Said(village=village, **texts)


def matter(rng: Random, villages: Sequence[Village]) -> Said:
    form = rng.choice(words()["matters"])
    return filled(form, rng.choice(villages))


def recommendation(rng: Random, villages: Sequence[Village]) -> Said:
    """What a briefing asks of the government."""
    form = rng.choice(words()["recommendations"])
    return filled(form, rng.choice(villages))


def hot_spot(village: Village) -> Said:
    return filled(section("hot_spots")["said"], village)


def duty(rng: Random, post: str, role: str) -> str:
    listed = section("duties")
    key = "clerk" if role == "clerk" else post
    found: str = rng.choice(listed.get(key) or listed["any"])
    return found


USUAL = 0.8
