"""What an activity must say before it is kept, and why one may not count."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.programme.schema import Choice, Kind
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Status
from danvan.shared.dates import short
from danvan.shared.refusals import Refused

OWN_FACTS: dict[str, tuple[str, ...]] = {
    "dissemination": ("directive", "reached"),
    "training": (),
    "language_class": ("language",),
    "evaluation": ("grade",),
    "pilot": ("criteria",),
    "supervision": ("counterpart",),
    "survey": ("attended",),
}
"""Columns that activities of one form fill in, and must once they were held."""

SIDES = ("host", "counterpart")
"""Filled in as well wherever the kind says which organisations may hold it."""

MAY_NAME: dict[str, tuple[str, ...]] = {"inspection": ("counterpart",)}
"""Columns of other forms that this one may fill in or leave empty."""

SHARED = {"attended"}
"""Columns any form may fill in; some forms must."""

KNOWN_EARLY = {"directive", "host", "language"}
"""Facts that are known when the activity is planned."""

ATTENDED_BY_NAME = {"training", "language_class"}
"""Forms that say which members of blocs took part."""

OPEN_CHAIR = {"briefing", "dialogue"}
"""Forms recorded truthfully whoever chaired; with another chair they do not count."""

ABOVE_COMMUNE = ATTENDED_BY_NAME
"""Forms that count for a target although a unit above the communes holds them."""

OF_ONE_COMMUNE = {"pilot"}
"""Forms about the bloc of one commune, whoever decided; no other unit takes them."""

NEXT: dict[Status, set[Status]] = {
    Status.PLANNED: {Status.HELD, Status.POSTPONED, Status.CANCELLED},
    Status.POSTPONED: {Status.PLANNED, Status.HELD, Status.CANCELLED},
    Status.CANCELLED: {Status.PLANNED},
    Status.HELD: set(),
    Status.WITHDRAWN: set(),
}
"""What a status may become by editing; a held record is withdrawn, never unheld."""

GUARDED = (
    *("title", "summary", "criteria", "venue", "chair_name", "counterpart"),
    "status_reason",
)
"""Columns of free text in which no number of a private person may stand."""

NEEDS_REASON = {Status.POSTPONED, Status.CANCELLED, Status.WITHDRAWN}


def takes(kind: Kind, unit: Unit) -> bool:
    """Whether a record of the kind may lie at the unit."""
    return unit.level == Level.COMMUNE or kind.form not in OF_ONE_COMMUNE


def check_unit(kind: Kind, unit: Unit) -> None:
    if not takes(kind, unit):
        raise Refused(
            _("“%(kind)s” is recorded for the commune whose bloc was chosen")
            % {"kind": kind.name},
            field="unit",
        )


def check_day(unit: Unit, on: date, status: Status, today: date) -> None:
    if not unit.holds(on):
        raise Refused(
            _("%(unit)s did not exist on %(day)s. Choose another date or another unit")
            % {"unit": unit, "day": short(on)},
            field="on",
        )
    if status is Status.HELD and on > today:
        raise Refused(
            _(
                "What was held cannot lie in the future. Enter a date up to %(today)s, "
                "or record it as planned"
            )
            % {"today": short(today)},
            field="on",
        )


def year_for(kind: Kind, on: date, year: int | None) -> int:
    """The year the activity counts for; only some kinds may choose a neighbour."""
    if year is None or year == on.year:
        return on.year
    if not kind.year_choice:
        raise Refused(
            _("“%(kind)s” counts for the year of its date, %(year)d")
            % {"kind": kind.name, "year": on.year},
            field="year",
        )
    if abs(year - on.year) > 1:
        raise Refused(
            _("An activity of %(on)d can count for %(before)d, %(on)d or %(after)d")
            % {"on": on.year, "before": on.year - 1, "after": on.year + 1},
            field="year",
        )
    return year


def check_chair(kind: Kind, chair: str, status: Status, known: set[str]) -> None:
    if not chair:
        if kind.chairs and status is Status.HELD:
            raise Refused(_("Choose who chaired"), field="chair")
        return
    closed = kind.chairs and kind.form not in OPEN_CHAIR
    if chair not in (set(kind.chairs) if closed else known):
        raise Refused(
            _("Choose a chair from the list for “%(kind)s”") % {"kind": kind.name},
            field="chair",
        )


def own_facts(kind: Kind) -> tuple[str, ...]:
    """Columns the kind fills in and must once it was held."""
    own = OWN_FACTS.get(kind.form, ())
    if not kind.hosts:
        return own
    return (*SIDES, *(name for name in own if name not in SIDES))


def foreign_facts(kind: Kind) -> set[str]:
    """Columns of other forms, which the kind leaves empty."""
    known = {name for names in OWN_FACTS.values() for name in names} | set(SIDES)
    return known - SHARED - set(own_facts(kind)) - set(MAY_NAME.get(kind.form, ()))


def check_own_facts(kind: Kind, status: Status, values: Mapping[str, Any]) -> None:
    """Facts of this form are there, and none that belongs to another form."""
    for name in sorted(foreign_facts(kind)):
        if values[name] not in ("", None):
            raise Refused(
                _("“%(kind)s” does not take this") % {"kind": kind.name}, field=name
            )
    for name in own_facts(kind):
        needed = status is Status.HELD or name in KNOWN_EARLY
        if needed and values[name] in ("", None):
            raise Refused(missing_fact(name), field=name)
    if values["host"] and values["host"] not in kind.hosts:
        raise Refused(missing_fact("host"), field="host")


def missing_fact(name: str) -> str:
    return {
        "directive": _("Choose the document that was disseminated"),
        "reached": _("Enter how many people were reached"),
        "grade": _("Choose the grade"),
        "criteria": _("Enter the criteria the pilot bloc works by"),
        "host": _("Choose the organisation that holds it"),
        "counterpart": _("Enter the other side: the body or unit concerned"),
        "language": _("Choose the language that is taught"),
        "attended": _("Enter how many people were asked"),
    }[name]


def check_needs(
    kind: Kind,
    status: Status,
    asked: int | None,
    needs: Mapping[str, int | None],
    languages: Iterable[Choice],
) -> dict[str, int]:
    """How many want each language of the programme; all are answered once held."""
    counted = {language: n for language, n in needs.items() if n is not None}
    names = {language.id: language.name for language in languages}
    if counted and (kind.form != "survey" or set(counted) - set(names)):
        raise Refused(_("“%(kind)s” does not take this") % {"kind": kind.name})
    if kind.form == "survey" and status is Status.HELD:
        for language in set(names) - set(counted):
            raise Refused(
                _("Enter how many want to learn %(language)s, 0 if nobody does")
                % {"language": names[language]},
                field=need_field(language),
            )
    for language, number in counted.items():
        if number < 0 or (asked is not None and number > asked):
            raise Refused(
                _("Enter a number from 0 to the number of people asked"),
                field=need_field(language),
            )
    return counted


def need_field(language: str) -> str:
    """Name of the field that asks for one language."""
    return f"need_{language}"


def check_reason(status: Status, reason: str) -> None:
    if status in NEEDS_REASON and not reason:
        raise Refused(
            _("Enter why it was postponed or cancelled"), field="status_reason"
        )


def check_postponed(before: date, on: date) -> None:
    """What is put off goes to a later day; the old one stays in the history."""
    if on <= before:
        raise Refused(
            _("Enter the new date, after %(day)s") % {"day": short(before)}, field="on"
        )


def check_next(old: Status, new: Status) -> None:
    if new is not old and new not in NEXT[old]:
        raise Refused(
            _("What is recorded as “%(old)s” cannot become “%(new)s”")
            % {"old": old.label, "new": new.label},
            field="status",
        )


def why_not_counted(
    kind: Kind | None,
    *,
    status: Status,
    chair: str,
    level: int,
    on: date,
    year: int,
    period: str,
    starts: date,
    ends: date,
    chairs: str,
) -> Iterator[str]:
    """Sentences, none when it counts; `chairs` names the chairs the kind asks for.

    `period` is that of the target: a plan for its first year may be issued before the
    programme starts, what the target sums up over all its years may not.
    """
    if kind is None or not kind.measure:
        yield _("No target counts this kind of activity")
        return
    if status is not Status.HELD:
        yield _("Only what was held counts; this is recorded as “%(status)s”") % {
            "status": status.label
        }
    if kind.chairs and chair not in kind.chairs and chair:
        yield _("The target asks for this chair: %(chairs)s") % {"chairs": chairs}
    if level != Level.COMMUNE and kind.form not in ABOVE_COMMUNE:
        yield _("The target counts what communes hold; this unit is above them")
    if not starts.year <= year <= ends.year:
        yield _("The year %(year)d lies outside the programme (%(first)d–%(last)d)") % {
            "year": year,
            "first": starts.year,
            "last": ends.year,
        }
    elif period == "programme" and on < starts:
        yield _("It was held before the programme began on %(day)s") % {
            "day": short(starts)
        }
