"""Faults between the parts of a programme: sums, dates, overlaps, meanings.

Each check works on what could be built, so one broken table hides no other fault.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from django.utils.translation import gettext as _

from danvan.foundation.programme.clocks import BY_ID, Clock
from danvan.foundation.programme.faults import nearest
from danvan.foundation.programme.lines import Path
from danvan.foundation.programme.measures import BY_NAME
from danvan.foundation.programme.posts import Post, clashes
from danvan.foundation.programme.schema import (
    Calendar,
    Composition,
    Figure,
    Grade,
    Kind,
    LegalBasis,
    SeatLine,
    Target,
    TaskGroup,
)
from danvan.foundation.programme.shape import Shaper

FIRST_YEAR, LAST_YEAR = 1900, 2100


def check(shaper: Shaper) -> None:
    """Adds to `shaper` every fault that no single value shows."""
    for one in (
        _period,
        _legal_bases,
        _aliases,
        _seats,
        _compositions,
        _in_force_throughout,
        _targets,
        _kinds,
        _clocks,
        _choices,
        _task_groups,
        _calendar,
        _grades,
        _figures,
        _splits,
    ):
        one(shaper)


def computed(figure: Figure) -> Decimal:
    """The value that have and need give: two decimals, halves up."""
    if figure.unit == "count" or not figure.need:
        return Decimal(figure.have)
    factor = 100 if figure.unit == "percent" else 1
    value = Decimal(figure.have * factor) / figure.need
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _day(shaper: Shaper, key: str) -> date | None:
    value = shaper.data.get(key)
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return value if is_day else None


def _period(shaper: Shaper) -> None:
    starts, ends = _day(shaper, "starts"), _day(shaper, "ends")
    if starts and ends and ends < starts:
        message = _("The programme ends on %(ends)s, before it starts on %(starts)s.")
        shaper.fault(("ends",), message % {"ends": ends, "starts": starts})
    for key, day in (("starts", starts), ("ends", ends)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            message = _(
                "%(day)s is out of range; enter a year from %(low)s to %(high)s."
            )
            words = {"day": day, "low": FIRST_YEAR, "high": LAST_YEAR}
            shaper.fault((key,), message % words)


def _legal_bases(shaper: Shaper) -> None:
    items: set[int] = set()
    for path, basis in shaper.under(LegalBasis, "legal_bases"):
        if basis.cited == "preamble":
            _preamble_item(shaper, path, basis, items)
            items.add(basis.item)
        elif basis.item:
            message = _("Only a document of the preamble has an item number.")
            shaper.fault((*path, "item"), message)
        if basis.issued_on is None and basis.has_number:
            message = _("“issued_on” is missing here; the number needs its date.")
            shaper.fault(path, message)


def _preamble_item(
    shaper: Shaper, path: Path, basis: LegalBasis, before: set[int]
) -> None:
    """Items are numbered 1, 2, 3… in the order of the file."""
    last = max(before, default=0)
    if not basis.item:
        message = _("“item” is missing here: the number in the preamble.")
        shaper.fault(path, message)
    elif basis.item not in (last, last + 1):
        message = _("Item %(item)s follows item %(last)s; enter %(right)s.")
        values = {"item": basis.item, "last": last, "right": last + 1}
        shaper.fault((*path, "item"), message % values)


def _aliases(shaper: Shaper) -> None:
    paths = {id(post): path for path, post in shaper.under(Post, "posts")}
    for post, index, owner in clashes(post for _p, post in shaper.under(Post, "posts")):
        path = paths[id(post)]
        at = (*path, "aliases", index - 1) if index else (*path, "name")
        message = _("“%(title)s” already means “%(owner)s”; a title has one meaning.")
        values = {"title": post.spellings[index], "owner": owner.name}
        shaper.fault(at, message % values)


def _seats(shaper: Shaper) -> None:
    for path, seat in shaper.under(SeatLine, "compositions", "seats"):
        if seat.min > seat.max:
            message = _("min is %(min)s but max is %(max)s; min cannot be the larger.")
            values = {"min": seat.min, "max": seat.max}
            shaper.fault((*path, "min"), message % values)
        if seat.required and not seat.min:
            message = _("The seat is required, so min must be at least 1.")
            shaper.fault((*path, "min"), message)
        if seat.min and not seat.required:
            message = _("min is %(min)s, so the seat is required: write true.")
            shaper.fault((*path, "required"), message % {"min": seat.min})


def _compositions(shaper: Shaper) -> None:
    found = list(shaper.under(Composition, "compositions"))
    for path, one in found:
        _composition(shaper, path, one)
    for (_p, one), (path, other) in combinations(found, 2):
        if _overlap(one, other):
            message = _("“%(other)s” is in force on some of the days of “%(one)s”.")
            values = {"other": other.name, "one": one.name}
            shaper.fault((*path, "valid_from"), message % values)


def _composition(shaper: Shaper, path: Path, one: Composition) -> None:
    if one.valid_to and one.valid_to <= one.valid_from:
        message = _("valid_to must be after valid_from, %(day)s.")
        shaper.fault((*path, "valid_to"), message % {"day": one.valid_from})
    if one.min_members > one.max_members:
        message = _("min_members is %(min)s but max_members is %(max)s.")
        values = {"min": one.min_members, "max": one.max_members}
        shaper.fault((*path, "min_members"), message % values)
    least = sum(seat.min for seat in one.seats)
    if least > one.max_members:
        message = _("The seats need %(least)s people; max_members allows %(max)s.")
        values = {"least": least, "max": one.max_members}
        shaper.fault((*path, "max_members"), message % values)
    if not one.lines_for("head"):
        shaper.fault(path, _("No seat has the role “head”; a bloc needs one."))


def _overlap(one: Composition, other: Composition) -> bool:
    return (other.valid_to is None or one.valid_from < other.valid_to) and (
        one.valid_to is None or other.valid_from < one.valid_to
    )


def _in_force_throughout(shaper: Shaper) -> None:
    """A composition is in force on each day of the programme."""
    found = [one for _p, one in shaper.under(Composition, "compositions")]
    starts, ends = _day(shaper, "starts"), _day(shaper, "ends")
    complete = found and _complete(shaper, "compositions", len(found))
    if not (starts and ends and complete):
        return
    turns = [starts, *(one.valid_to for one in found if one.valid_to)]
    for day in sorted(turns):
        if starts <= day <= ends and not any(one.in_force(day) for one in found):
            message = _("No composition is in force on %(day)s, inside the programme.")
            shaper.fault(("compositions",), message % {"day": day})


def _complete(shaper: Shaper, section: str, built: int) -> bool:
    """Whether every row of a section could be built, so that its sums count."""
    rows = shaper.data.get(section, [])
    return isinstance(rows, list) and len(rows) == built


def _targets(shaper: Shaper) -> None:
    numbers: dict[int, str] = {}
    for path, target in shaper.under(Target, "targets"):
        if numbers.setdefault(target.number, target.id) != target.id:
            message = _("Number %(number)s is taken by target “%(id)s”.")
            values = {"number": target.number, "id": numbers[target.number]}
            shaper.fault((*path, "number"), message % values)
        if not target.measures:
            message = _("A target needs at least one measure.")
            shaper.fault((*path, "measures"), message)
        _measures(shaper, path, target)


def _measures(shaper: Shaper, path: Path, target: Target) -> None:
    seen: set[str] = set()
    for index, name in enumerate(target.measures):
        at = (*path, "measures", index)
        if name in seen:
            shaper.fault(at, _("“%(name)s” is listed twice.") % {"name": name})
        elif name in BY_NAME:
            _measure(shaper, at, target, name)
        seen.add(name)
    counted = {BY_NAME[name].counts for name in seen if name in BY_NAME}
    if target.combine == "sum" and len(counted) > 1:
        message = _("These measures count different things and cannot be added up.")
        shaper.fault((*path, "combine"), message)
    if target.combine == "all" and counted - {"units"}:
        message = _("“all” asks yes or no of each unit; a count of people needs “sum”.")
        shaper.fault((*path, "combine"), message)


def _measure(shaper: Shaper, at: Path, target: Target, name: str) -> None:
    measure = BY_NAME[name]
    for level in filter(None, (target.level, target.when_level_ends)):
        if level not in measure.levels:
            message = _("“%(name)s” is counted by %(levels)s, not by %(level)s.")
            levels = ", ".join(measure.levels)
            values = {"name": name, "levels": levels, "level": level}
            shaper.fault(at, message % values)
    kinds = [kind for _p, kind in shaper.under(Kind, "kinds")]
    if not measure.recorded or not _complete(shaper, "kinds", len(kinds)):
        return
    if not any(kind.measure == name for kind in kinds):
        message = _("No kind of activity has measure = “%(name)s”, so it stays at 0.")
        shaper.fault(at, message % {"name": name})


def _kinds(shaper: Shaper) -> None:
    targets = {target.id: target for _p, target in shaper.under(Target, "targets")}
    for path, kind in shaper.under(Kind, "kinds"):
        if (
            kind.measure
            and not BY_NAME.get(kind.measure, BY_NAME["dialogue_held"]).recorded
        ):
            message = _("“%(name)s” is read from the bloc; no activity feeds it.")
            shaper.fault((*path, "measure"), message % {"name": kind.measure})
        target = targets.get(kind.target)
        if target and kind.measure and kind.measure not in target.measures:
            message = _("Target “%(id)s” does not count “%(name)s”.")
            values = {"id": target.id, "name": kind.measure}
            shaper.fault((*path, "measure"), message % values)
        _hosts(shaper, path, kind)


def _hosts(shaper: Shaper, path: Path, kind: Kind) -> None:
    if kind.each_host and not (kind.hosts and kind.per_year):
        message = _(
            "“each_host” needs “hosts” and a “per_year” of 1 or more: who owes how "
            "many."
        )
        shaper.fault((*path, "each_host"), message)


def _clocks(shaper: Shaper) -> None:
    """Only deadlines that the system keeps; days unless each case names its own."""
    for path, clock in shaper.under(Clock, "clocks"):
        default = BY_ID.get(clock.id)
        if default is None:
            message = _("No deadline is called “%(id)s”. %(hint)s")
            values = {"id": clock.id, "hint": nearest(clock.id, BY_ID)}
            shaper.fault((*path, "id"), message % values)
        elif bool(clock.days) != bool(default.days):
            message = (
                _("Enter 1 day or more; this deadline is counted from a day.")
                if default.days
                else _("Enter 0: each case of this deadline names its own day.")
            )
            shaper.fault((*path, "days"), message)
        elif clock.before != default.before:
            message = _("This deadline is counted the other way round.")
            shaper.fault((*path, "before"), message)
        if clock.climb_again <= clock.climb:
            message = _("Enter more than %(climb)s, the days until the first step up.")
            shaper.fault((*path, "climb_again"), message % {"climb": clock.climb})


def _choices(shaper: Shaper) -> None:
    """Lists that people choose from need something to choose."""
    for name in ("channels", "topics", "movements", "team_fields", "budget_sources"):
        if shaper.data.get(name) == []:
            message = _("This list is empty; a person must have something to choose.")
            shaper.fault((name,), message)


def _task_groups(shaper: Shaper) -> None:
    seen: set[int] = set()
    for path, group in shaper.under(TaskGroup, "task_groups"):
        if group.number in seen:
            message = _("Group number %(number)s is used twice.")
            shaper.fault((*path, "number"), message % {"number": group.number})
        seen.add(group.number)
        for index, task in enumerate(group.tasks):
            if not task.owner:
                message = _("Nobody answers for this task; name at least one body.")
                shaper.fault((*path, "tasks", index, "owner"), message)


def _calendar(shaper: Shaper) -> None:
    for path, calendar in shaper.under(Calendar, "calendar"):
        if calendar.briefing_cadence not in calendar.briefing_choices:
            message = _("“%(cadence)s” is not among briefing_choices.")
            values = {"cadence": calendar.briefing_cadence}
            shaper.fault((*path, "briefing_cadence"), message % values)


def _grades(shaper: Shaper) -> None:
    seen: dict[int, str] = {}
    for path, grade in shaper.under(Grade, "grades"):
        if seen.setdefault(grade.min_points, grade.id) != grade.id:
            message = _("“%(id)s” begins at %(points)s points too.")
            values = {"id": seen[grade.min_points], "points": grade.min_points}
            shaper.fault((*path, "min_points"), message % values)
    if seen and _complete(shaper, "grades", len(seen)) and 0 not in seen:
        message = _("No grade begins at 0 points, so a low score would have none.")
        shaper.fault(("grades",), message)


def _all_figures(shaper: Shaper) -> Iterable[tuple[Path, Figure]]:
    yield from shaper.under(Figure, "baseline")
    yield from shaper.under(Figure, "facts")


def _figures(shaper: Shaper) -> None:
    for path, figure in _all_figures(shaper):
        if figure.unit != "count" and figure.need is None:
            message = _("“need” is missing here: what “have” is divided by.")
            shaper.fault(path, message)
            continue
        if figure.unit == "percent" and figure.have > (figure.need or 0):
            message = _("have is %(have)s, more than need, %(need)s.")
            values = {"have": figure.have, "need": figure.need}
            shaper.fault((*path, "have"), message % values)
        right = computed(figure)
        if figure.computed != right:
            message = _("computed is %(computed)s; have and need give %(right)s.")
            shown = {"computed": figure.computed, "right": right}
            shaper.fault((*path, "computed"), message % shown)
        if bool(figure.of) != bool(figure.split):
            message = _("“of” and “split” belong together; write both or neither.")
            shaper.fault(path, message)


def _splits(shaper: Shaper) -> None:
    """Parts add up to the whole they are a part of."""
    for section in ("baseline", "facts"):
        rows = list(shaper.under(Figure, section))
        if not _complete(shaper, section, len(rows)):
            continue
        wholes = {figure.id: figure for _p, figure in rows}
        parts: dict[tuple[str, str], list[tuple[Path, Figure]]] = {}
        for path, figure in rows:
            if figure.split and figure.of in wholes:
                parts.setdefault((figure.of, figure.split), []).append((path, figure))
        for (whole, split), group in parts.items():
            _split(shaper, wholes[whole], split, group)


def _split(
    shaper: Shaper, whole: Figure, split: str, parts: list[tuple[Path, Figure]]
) -> None:
    total = sum(figure.have for _p, figure in parts)
    if total != whole.have:
        message = _(
            "The rows of “%(split)s” add up to %(total)s; “%(whole)s” is %(have)s."
        )
        values = {"split": split, "total": total, "whole": whole.id, "have": whole.have}
        shaper.fault((*parts[0][0], "have"), message % values)
    for path, figure in parts:
        if figure.need != whole.have:
            message = _("need is %(need)s; “%(whole)s” has %(have)s.")
            values = {"need": figure.need, "whole": whole.id, "have": whole.have}
            shaper.fault((*path, "need"), message % values)
