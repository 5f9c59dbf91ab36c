"""Dice that fall alike every time: one independent set for each thing decided."""

from random import Random


def dice(*names: object) -> Random:
    """The same names give the same throws, whatever else was thrown before."""
    return Random("/".join(map(str, names)))  # noqa: S311 - nothing secret hangs on it


def whether(rng: Random, chance: float) -> bool:
    return rng.random() < chance
