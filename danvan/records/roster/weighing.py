"""People of a file against the people who sit: who joins, who changes. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from danvan.records.roster.names import says_less, spelling
from danvan.records.roster.plans import Addition, Change, Person, Sitting, Update
from danvan.records.roster.rules import CLOSED, Column
from danvan.shared.dates import numeric

CLOSED_FIELDS = {
    "sex": Column.SEX,
    "role": Column.ROLE,
    "professional": Column.PROFESSIONAL,
    "theory": Column.THEORY,
}
TEXT_FIELDS = {
    "post_title": Column.POST,
    "body": Column.BODY,
    "languages": Column.LANGUAGES,
    "decision_no": Column.DECISION,
}


class Objection(NamedTuple):
    """Why a person's line cannot be taken as it stands."""

    person: Person
    column: Column
    wrong: str
    right: str


def update(person: Person, sitting: Sitting) -> Update:
    return Update(person, sitting, tuple(_changes(person, sitting)))


def _changes(person: Person, sitting: Sitting) -> Iterator[Change]:
    """Facts stated otherwise; a blank cell states nothing."""
    if person.full_name != sitting.full_name and not says_less(
        person.full_name, sitting.full_name
    ):
        yield _text("full_name", Column.FULL_NAME, person, sitting)
    for name, column in CLOSED_FIELDS.items():
        old, new = getattr(sitting, name), getattr(person, name)
        if new and new != old:
            words = CLOSED[column]
            yield Change(name, column.value, words.word(old), words.word(new), new)
    for name, column in TEXT_FIELDS.items():
        if getattr(person, name) not in {"", getattr(sitting, name)}:
            yield _text(name, column, person, sitting)
    start = _start(person, sitting)
    if start != sitting.valid_from:
        old_day, new_day = numeric(sitting.valid_from), numeric(start)
        yield Change("valid_from", Column.JOINED.value, old_day, new_day, start)
    yield from _post_changes(person, sitting)


def _start(person: Person, sitting: Sitting) -> date:
    """The day stated, but not before the person's seat before this one ended."""
    if person.joined is None:
        return sitting.valid_from
    return max(person.joined, sitting.earliest or person.joined)


def _text(name: str, column: Column, person: Person, sitting: Sitting) -> Change:
    new = getattr(person, name)
    return Change(name, column.value, getattr(sitting, name), new, new)


def _post_changes(person: Person, sitting: Sitting) -> Iterator[Change]:
    """A new title or role is recognised anew; a new title ends the watch for one."""
    renamed = person.post_title != sitting.post_title
    if (renamed or person.role != sitting.role) and person.post != sitting.post:
        yield Change("post", "", sitting.post, person.post, person.post)
    if renamed and sitting.post_ended_on:
        yield Change("post_ended_on", "", numeric(sitting.post_ended_on), "", None)


def objection(changed: Update) -> Objection | None:
    """A day of joining that other records of the person contradict."""
    person, sitting = changed.person, changed.sitting
    start = _start(person, sitting)
    if start == sitting.valid_from:
        return None
    if sitting.first_duty and sitting.first_duty < start:
        wrong = _("A duty was already given on %(day)s.")
        return _too_late(person, wrong, sitting.first_duty)
    if sitting.valid_to and start > sitting.valid_to:
        wrong = _("The person leaves the bloc on %(day)s.")
        return _too_late(person, wrong, sitting.valid_to)
    return None


def _too_late(person: Person, wrong: str, day: date) -> Objection:
    words = {"day": numeric(day)}
    right = _("%(day)s or an earlier day.") % words
    return Objection(person, Column.JOINED, wrong % words, right)


def addition(person: Person, former: Sequence[Sitting], *, on: date) -> Addition:
    """A seat for the person, who keeps the old record when certainly the same."""
    joined = person.joined or on
    same = [
        seat
        for seat in former
        if spelling(seat.full_name) == spelling(person.full_name)
        and seat.sex == person.sex
    ]
    if len(same) != 1:
        return Addition(person, joined)
    last = same[0]
    return Addition(person, max(joined, last.valid_to or joined), last)


def ambiguity(person: Person, candidates: Sequence[Sitting]) -> Objection:
    posts = ", ".join(f"“{seat.post_title}”" for seat in candidates)
    return Objection(
        person,
        Column.FULL_NAME,
        _("It is not clear which “%(name)s” of the bloc this is: %(posts)s.")
        % {"name": person.full_name, "posts": posts},
        _("Write the post as it is stored, or correct the bloc on its page first."),
    )
