"""Who of the file already sits in the bloc. Pure.

Names written alike are tried first, then names that agree without their marks; where
several fit, the post decides; where it does not, nobody guesses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from danvan.records.roster.names import may_be_one, spelling
from danvan.records.roster.plans import Person, Sitting
from danvan.shared.text import fold

type Key = Callable[[str], str]


@dataclass(slots=True)
class Matches:
    """Pairs found, people new to the bloc, and people nobody can tell apart."""

    pairs: list[tuple[Person, Sitting]] = field(default_factory=list)
    new: list[Person] = field(default_factory=list)
    ambiguous: list[tuple[Person, list[Sitting]]] = field(default_factory=list)
    namesakes: list[tuple[Person, Sitting]] = field(default_factory=list)
    """New people beside a sitting one whose name differs by its marks alone."""


def match(people: Sequence[Person], sittings: Sequence[Sitting]) -> Matches:
    """Match the people of one commune with those who sit in its bloc."""
    found = Matches()
    rest, free = _pass(people, sittings, spelling, found)
    rest, free = _pass(rest, free, fold, found)
    found.new += rest
    return found


def _pass(
    people: Iterable[Person], sittings: Iterable[Sitting], key: Key, found: Matches
) -> tuple[list[Person], list[Sitting]]:
    """Pair by one key; who is left on either side goes on to the next."""
    held: dict[str, list[Sitting]] = defaultdict(list)
    asked: dict[str, list[Person]] = defaultdict(list)
    for sitting in sittings:
        held[key(sitting.full_name)].append(sitting)
    for person in people:
        asked[key(person.full_name)].append(person)
    rest: list[Person] = []
    for name, group in asked.items():
        candidates = held.pop(name, [])
        rest += _pair(group, candidates, found)
        held[name] = candidates
    return rest, [sitting for group in held.values() for sitting in group]


def _pair(
    group: list[Person], candidates: list[Sitting], found: Matches
) -> list[Person]:
    """Pair people and seats of one name; used seats are taken out of `candidates`."""
    group = _pair_by_post(group, candidates, found)
    if not (group and candidates):
        return group
    if len(group) == len(candidates) == 1:
        return _pair_last(group[0], candidates, found)
    found.ambiguous += [(person, list(candidates)) for person in group]
    candidates.clear()
    return []


def _pair_by_post(
    group: list[Person], candidates: list[Sitting], found: Matches
) -> list[Person]:
    left: list[Person] = []
    for person in group:
        post = fold(person.post_title)
        same = [seat for seat in candidates if fold(seat.post_title) == post]
        if len(same) == 1:
            found.pairs.append((person, same[0]))
            candidates.remove(same[0])
        else:
            left.append(person)
    return left


def _pair_last(
    person: Person, candidates: list[Sitting], found: Matches
) -> list[Person]:
    sitting = candidates[0]
    if may_be_one(person.full_name, sitting.full_name):
        found.pairs.append((person, candidates.pop()))
        return []
    found.namesakes.append((person, sitting))
    return [person]
