"""What the programme in force says about kinds of activity, chairs and grades."""

from collections.abc import Iterable

from danvan.foundation import programme
from danvan.foundation.access.rules import Permission
from danvan.foundation.programme.schema import Chair, Kind, Programme, Target


def in_force() -> Programme:
    return programme.current()


def chairs() -> tuple[Chair, ...]:
    return in_force().chairs


def find(kind_id: str) -> Kind | None:
    return next((kind for kind in in_force().kinds if kind.id == kind_id), None)


def kind_name(kind_id: str) -> str:
    """The kind's name, or its id when the programme no longer knows it."""
    kind = find(kind_id)
    return kind.name if kind else kind_id


def chair_name(chair_id: str) -> str:
    names = {chair.id: chair.name for chair in chairs()}
    return names.get(chair_id, chair_id)


def chair_names(chair_ids: Iterable[str]) -> str:
    return ", ".join(chair_name(chair_id) for chair_id in chair_ids)


def host_name(host_id: str) -> str:
    """The organisation's name, or its id when the programme no longer knows it."""
    names = {row.id: row.name for row in in_force().organisations}
    return names.get(host_id, host_id)


def language_name(language_id: str) -> str:
    names = {row.id: row.name for row in in_force().languages}
    return names.get(language_id, language_id)


def grade_name(grade_id: str) -> str:
    names = {grade.id: grade.name for grade in in_force().grades}
    return names.get(grade_id, grade_id)


def writing(kind: Kind | None) -> Permission:
    """What its records ask of whoever writes them: a kind that names organisations as
    its hosts is the Front's and theirs."""
    return Permission.WRITE_FRONT if kind and kind.hosts else Permission.WRITE


def target_of(kind: Kind) -> Target | None:
    return next((t for t in in_force().targets if t.id == kind.target), None)


def years_touched(kind: Kind | None, year: int) -> tuple[int, int]:
    """Years whose figures the activity may move; some targets look back for years."""
    target = target_of(kind) if kind else None
    if target is None or target.period == "year":
        return year, year
    return year, max(year, in_force().ends.year)
