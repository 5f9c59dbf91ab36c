"""What a task must say, by when it is due, and what to warn of: pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.shared.dates import quarter_ends, short
from danvan.shared.text import fold

FACTS = ("text", "body", "owner", "due_on", "programme_task")
"""Columns of a task that a person fills in."""

GUARDED = ("text", "body", "owner", "result", "reason", "title", "aim", "note")
"""Free texts in which no number of a private person may stand."""

QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Stage:
    """A day by which a recurring task is due, and the part of the year it closes."""

    due_on: date
    name: str = ""


RETURNING = {"month", "quarter", "half_year", "year", "by_regulation"}
"""Cadences that say when a task is due; the others wait to be chosen."""


def stages(cadence: str, year: int, *, briefings: str, today: date) -> list[Stage]:
    """When a task of the programme falls due in the year; days gone by are left out.

    `briefings` is the cadence of what "follows the regulation".
    """
    cadence = briefings if cadence == "by_regulation" else cadence
    found = list(_stages(cadence, year))
    return [stage for stage in found if stage.due_on >= today] or found


def _stages(cadence: str, year: int) -> Iterator[Stage]:
    ends = quarter_ends(year)
    if cadence in {"month", "quarter"}:
        for roman, end in zip(QUARTERS, ends, strict=True):
            yield Stage(end, _("quarter %(roman)s") % {"roman": roman})
    elif cadence == "half_year":
        yield Stage(ends[1], _("first half of the year"))
        yield Stage(ends[3], _("second half of the year"))
    else:
        yield Stage(ends[3])


def staged(text: str, stage: Stage) -> str:
    """The work with the part of the year it is for."""
    if not stage.name:
        return text
    return _("%(work)s, %(stage)s") % {"work": text, "stage": stage.name}


@dataclass(frozen=True, slots=True)
class Sources:
    """Texts a task must not merely repeat, as `key` writes them."""

    above: str = ""
    programme: str = ""
    last_year: Collection[str] = ()


def key(text: str) -> str:
    """Equal for texts that differ only in marks, capitals, spaces and full stops."""
    return fold(text).rstrip(" .;")


def warnings(
    *, text: str, owner: str, due_on: date | None, year: int | None, sources: Sources
) -> Iterator[str]:
    """What is not clear about the person, the work or the time of one task."""
    if not owner:
        yield _("No person is named. Write who answers for it")
    if same := repeated(key(text), sources):
        yield same
    if year and due_on and due_on.year != year:
        yield _("Due on %(day)s, outside the year %(year)d") % {
            "day": short(due_on),
            "year": year,
        }


def repeated(text: str, sources: Sources) -> str:
    if not text:
        return ""
    if text == sources.above:
        return _("Copied word for word from the plan above. Write what is done here")
    if text in sources.last_year:
        return _("Copied word for word from last year. Write what is new this year")
    if text == sources.programme:
        return _("Copied word for word from the programme. Write what is done here")
    return ""
