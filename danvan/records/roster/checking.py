"""The whole file against what is stored: every fault at once, and what it would do.

Pure: what is stored comes in as `Reference` and `Holdings`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.programme.schema import Composition
from danvan.records.blocs import composition as rule
from danvan.records.roster import conversion, weighing
from danvan.records.roster.cells import shown
from danvan.records.roster.matching import Matches, match
from danvan.records.roster.names import spelling
from danvan.records.roster.people import Posts, Told, tell
from danvan.records.roster.places import Places
from danvan.records.roster.plans import (
    Addition,
    Commune,
    Fault,
    Holdings,
    Mend,
    Options,
    Person,
    Plan,
    Remark,
    Row,
    Sitting,
    Table,
    Update,
)
from danvan.records.roster.rules import Column
from danvan.records.roster.weighing import Objection
from danvan.shared.dates import numeric
from danvan.shared.text import fold

type Progress = Callable[[int, int], None]
type Loader = Callable[[set[int]], Holdings]

STEP = 200
"""Rows between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a file is judged by: communes of the day, posts, and the composition."""

    communes: Sequence[Commune]
    posts: Posts
    composition: Composition | None
    load: Loader


@dataclass(slots=True)
class _Check:
    """The check while it runs."""

    table: Table
    options: Options
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    people: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    communes: dict[int, Commune] = field(default_factory=dict)
    added: list[Addition] = field(default_factory=list)
    updated: list[Update] = field(default_factory=list)
    unchanged: list[Sitting] = field(default_factory=list)
    leaving: list[Sitting] = field(default_factory=list)
    starts: dict[int, date] = field(default_factory=dict)

    def object(self, objection: Objection) -> None:
        row = next(row for row in self.table.rows if row.number == objection.person.row)
        self.fault(row, objection.column, objection.wrong, objection.right)

    def fault(self, row: Row, column: Column, wrong: str, right: str) -> None:
        self.faults.append(
            Fault(
                row=row.number,
                column=self.table.letters.get(column, ""),
                header=column.value,
                value=shown(row.cells.get(column, "")),
                wrong=wrong,
                right=right,
            )
        )


def check(
    table: Table,
    reference: Reference,
    options: Options,
    progress: Progress | None = None,
) -> Plan:
    """The plan of a file; it may be applied when it has no fault."""
    original = table
    table, conversions = conversion.converted(table)
    run = _Check(table, options, [*table.faults], [*table.remarks], [*table.mends])
    if conversions and not options.convert:
        run.faults.append(_unconfirmed(conversions))
    _read_lines(run, reference, progress)
    holdings = reference.load(set(run.communes))
    for unit_id, commune in run.communes.items():
        _weigh(run, commune, holdings, run.people.get(unit_id, []))
    if not run.faults:
        _judge(run, reference.composition, holdings)
    return _plan(run, original, conversions, holdings)


def _unconfirmed(conversions: Sequence[Mend]) -> Fault:
    first = conversions[0]
    count = len(conversions)
    return Fault(
        row=0,
        column="",
        header="",
        value=first.before,
        wrong=ngettext(
            "%(count)d cell is typed in the old font %(font)s.",
            "%(count)d cells are typed in the old font %(font)s.",
            count,
        )
        % {"count": count, "font": first.why},
        right=_("Look through the converted text; confirm it, or retype the cells."),
    )


def _read_lines(run: _Check, reference: Reference, progress: Progress | None) -> None:
    places = Places(reference.communes, run.options.on)
    seen: dict[tuple[int, str, str], Told] = {}
    total = len(run.table.rows)
    for number, row in enumerate(run.table.rows, start=1):
        told = tell(row, run.table, places, reference.posts, on=run.options.on)
        run.faults += told.faults
        run.mends += told.mends
        run.remarks += told.remarks
        if told.commune:
            _file_under(run, told, row, seen)
        if progress and (number % STEP == 0 or number == total):
            progress(number, total)


def _file_under(
    run: _Check, told: Told, row: Row, seen: dict[tuple[int, str, str], Told]
) -> None:
    """A person twice in one commune is a fault, namesakes in other posts are not."""
    commune = told.commune
    if commune is None:
        return
    run.communes[commune.pk] = commune
    key = (commune.pk, spelling(told.name), fold(told.post_title))
    if told.name and key in seen:
        run.fault(
            row,
            Column.FULL_NAME,
            _("“%(name)s” already stands in row %(row)d for %(commune)s.")
            % {"name": told.name, "row": seen[key].row, "commune": commune.full_name},
            _("Keep one of the two rows."),
        )
    elif told.name:
        seen[key] = told
    if told.person:
        run.people[commune.pk].append(told.person)


def _weigh(
    run: _Check, commune: Commune, holdings: Holdings, group: Sequence[Person]
) -> None:
    sittings = holdings.sittings.get(commune.pk, ())
    former = holdings.former.get(commune.pk, ())
    found = match(group, sittings)
    for person, candidates in found.ambiguous:
        run.object(weighing.ambiguity(person, candidates))
    for person, sitting in found.pairs:
        _weigh_pair(run, weighing.update(person, sitting))
    for person in found.new:
        _add(run, weighing.addition(person, former, on=run.options.on))
    run.remarks += _remarks_on_names(found, group)
    if run.options.replace:
        kept = {sitting.seat_id for _person, sitting in found.pairs}
        run.leaving += [
            sitting
            for sitting in sittings
            if sitting.seat_id not in kept and _sits(sitting, run.options.on)
        ]
    _start_bloc(run, commune, holdings, group)


def _sits(sitting: Sitting, on: date) -> bool:
    return sitting.valid_from <= on


def _weigh_pair(run: _Check, update: Update) -> None:
    objection = weighing.objection(update)
    if objection:
        run.object(objection)
    elif update.changes:
        run.updated.append(update)
    else:
        run.unchanged.append(update.sitting)


def _add(run: _Check, addition: Addition) -> None:
    run.added.append(addition)
    person, former = addition.person, addition.former
    if former and former.unit_id != person.unit_id:
        text = _("Sat in a bloc that is now part of this one; the old record goes on.")
        run.remarks.append(Remark(person.row, person.full_name, text))
    elif former and former.valid_to:
        text = _("Left the bloc on %(day)s and comes back; the old record goes on.")
        day = numeric(former.valid_to)
        run.remarks.append(Remark(person.row, person.full_name, text % {"day": day}))
    if person.joined is None:
        run.mends.append(
            Mend(
                row=person.row,
                column=run.table.letters.get(Column.JOINED, ""),
                header=Column.JOINED.value,
                before="",
                after=numeric(addition.joined),
                why=_("no day of joining stated: the day of import"),
            )
        )


def _remarks_on_names(found: Matches, group: Sequence[Person]) -> Iterator[Remark]:
    for person, sitting in found.namesakes:
        yield Remark(
            person.row,
            person.full_name,
            _(
                "“%(name)s”, %(post)s, already sits in the bloc and is taken for"
                " another person."
            )
            % {"name": sitting.full_name, "post": sitting.post_title},
        )
    first: dict[str, Person] = {}
    for person in group:
        other = first.setdefault(spelling(person.full_name), person)
        if other is not person and fold(other.post_title) != fold(person.post_title):
            yield Remark(
                person.row,
                person.full_name,
                _(
                    "The same name stands in row %(row)d with another post; they are"
                    " taken for two people."
                )
                % {"row": other.row},
            )


def _start_bloc(
    run: _Check, commune: Commune, holdings: Holdings, group: Sequence[Person]
) -> None:
    """A bloc begins no later than its first member, nor before the bloc before it.

    Nor does it begin before its commune, although a member may have joined by then.
    """
    if not group:
        return
    held = holdings.blocs.get(commune.pk)
    earliest = holdings.earliest.get(commune.pk)
    for person in group:
        if earliest and person.joined and person.joined < earliest:
            wrong = _("The bloc before this one ended on %(day)s.")
            right = _("%(day)s or a later day.")
            words = {"day": numeric(earliest)}
            run.object(Objection(person, Column.JOINED, wrong % words, right % words))
    joined = min(person.joined or run.options.on for person in group)
    start = max(joined, commune.since)
    if held and start >= held.valid_from:
        return
    run.starts[commune.pk] = start
    text = (
        _("The bloc is founded with this file, as of %(day)s.")
        if held is None
        else _("The bloc now counts from %(day)s, the first day of joining.")
    )
    run.remarks.append(Remark(0, commune.full_name, text % {"day": numeric(start)}))
    if joined < start:
        text = _("The commune exists since %(start)s; a member joined on %(day)s.")
        words = {"start": numeric(start), "day": numeric(joined)}
        run.remarks.append(Remark(0, commune.full_name, text % words))


def _judge(run: _Check, needed: Composition | None, holdings: Holdings) -> None:
    """Oddities of the blocs as they would be; they never stop the import."""
    if needed is None:
        return
    for unit_id, seats in _resulting(run, holdings).items():
        commune = run.communes[unit_id]
        on = run.options.on
        for finding in rule.findings(needed, seats, on=on, dated=False):
            if finding.code != "unrecognised":
                run.remarks.append(Remark(0, commune.full_name, finding.text))


def _resulting(run: _Check, holdings: Holdings) -> dict[int, list[rule.Sitting]]:
    seats: dict[int, list[rule.Sitting]] = {pk: [] for pk in run.communes}
    going = {sitting.seat_id for sitting in run.leaving}
    changed = {update.sitting.seat_id: update for update in run.updated}
    for unit_id in run.communes:
        for sitting in holdings.sittings.get(unit_id, ()):
            if sitting.seat_id not in going:
                seats[unit_id].append(_as_judged(sitting, changed))
    for addition in run.added:
        person = addition.person
        seats[person.unit_id].append(
            rule.Sitting(
                role=person.role,
                post=person.post,
                post_title=person.post_title,
                name=person.full_name,
                valid_from=addition.joined,
            )
        )
    return seats


def _as_judged(sitting: Sitting, changed: dict[int, Update]) -> rule.Sitting:
    update = changed.get(sitting.seat_id)
    new = {c.name: c.value for c in update.changes} if update else {}

    def fact(name: str) -> object:
        return new.get(name, getattr(sitting, name))

    return rule.Sitting(
        role=str(fact("role")),
        post=str(fact("post")),
        post_ended_on=fact("post_ended_on"),  # type: ignore[arg-type]
        post_title=str(fact("post_title")),
        name=str(fact("full_name")),
        valid_from=fact("valid_from"),  # type: ignore[arg-type]
        valid_to=sitting.valid_to,
        pk=sitting.seat_id,
    )


def _plan(
    run: _Check, original: Table, conversions: tuple[Mend, ...], holdings: Holdings
) -> Plan:
    return Plan(
        table=original,
        options=run.options,
        communes=run.communes,
        holdings=holdings,
        starts=run.starts,
        faults=tuple(sorted(run.faults, key=lambda f: (f.row, _position(f.column)))),
        remarks=tuple(sorted(run.remarks, key=lambda remark: remark.row)),
        mends=tuple(sorted(run.mends, key=lambda mend: mend.row)),
        conversions=conversions,
        added=tuple(run.added),
        updated=tuple(run.updated),
        unchanged=tuple(run.unchanged),
        leaving=tuple(run.leaving),
        fingerprint=_fingerprint(run),
    )


def _position(column: str) -> tuple[int, str]:
    return len(column), column


def _fingerprint(run: _Check) -> str:
    """Changes with anything the plan would write, and with what it would write over."""
    parts: Iterable[object] = (
        run.options,
        run.added,
        run.updated,
        run.leaving,
        sorted(run.starts.items()),
        bool(run.faults),
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
    return digest.hexdigest()
