"""The demonstration's texts, from words.toml beside this file."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

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


def duty(rng: Random, post: str, role: str) -> str:
    listed = section("duties")
    key = "clerk" if role == "clerk" else post
    found: str = rng.choice(listed.get(key) or listed["any"])
    return found


USUAL = 0.8
