"""A plan in the figures and groups that a page or a terminal shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.records.roster.actions import Outcome
from danvan.records.roster.plans import Fault, Mend, Plan, Remark
from danvan.shared.numbers import decimal


class Figure(NamedTuple):
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class MendGroup:
    """Mends of one kind in one column, with the first as the example."""

    why: str
    header: str
    count: int
    example: Mend


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """Remarks in the same words, and the rows or blocs they speak of."""

    text: str
    count: int
    subjects: str


class Listed(NamedTuple):
    """Somebody on the page; row 0 for who is not in the file."""

    name: str
    post: str
    place: str
    row: int = 0


SUBJECTS = 12
"""How many rows or blocs a group of remarks names."""


def figures(plan: Plan, *, faults: int | None = None) -> list[Figure]:
    """What the file would do, in numbers; `faults` where fewer are listed."""
    return [
        Figure(_("Rows read"), len(plan.table.rows)),
        Figure(_("Added"), len(plan.added)),
        Figure(_("Updated"), len(plan.updated)),
        Figure(_("Unchanged"), len(plan.unchanged)),
        Figure(_("Leaving"), len(plan.leaving)),
        Figure(_("Blocs founded"), len(plan.founding)),
        Figure(_("Faults"), len(plan.faults) if faults is None else faults),
    ]


def joining(plan: Plan) -> list[Listed]:
    people = [addition.person for addition in plan.added]
    return [
        Listed(p.full_name, p.post_title, plan.communes[p.unit_id].full_name, p.row)
        for p in people
    ]


def leaving(plan: Plan) -> list[Listed]:
    return [
        Listed(s.full_name, s.post_title, plan.communes[s.unit_id].full_name)
        for s in plan.leaving
    ]


def mend_groups(mends: Iterable[Mend]) -> list[MendGroup]:
    groups: dict[tuple[str, str], list[Mend]] = defaultdict(list)
    for mend in mends:
        groups[mend.why, mend.header].append(mend)
    return [
        MendGroup(why, header, len(group), group[0])
        for (why, header), group in groups.items()
    ]


def mend_line(group: MendGroup) -> str:
    words = {
        "column": group.header,
        "why": group.why,
        "count": group.count,
        "place": group.example.place,
        "before": group.example.before,
        "after": group.example.after,
    }
    return (
        _(
            "Mended, %(column)s: %(why)s (%(count)d times, first %(place)s:"
            " %(before)s → %(after)s)"
        )
        % words
    )


def remark_groups(remarks: Iterable[Remark]) -> list[RemarkGroup]:
    groups: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        groups[remark.text].append(remark)
    return [
        RemarkGroup(text, len(group), _subjects(group))
        for text, group in groups.items()
    ]


def _subjects(remarks: list[Remark]) -> str:
    named = [
        _("row %(row)d") % {"row": remark.row} if remark.row else remark.subject
        for remark in remarks[:SUBJECTS]
    ]
    return ", ".join(named) + (" …" if len(remarks) > SUBJECTS else "")


def fault_line(fault: Fault) -> str:
    """One line for a terminal: place, header, what is wrong, what would be right."""
    place = fault.place or _("file")
    head = f"{place} [{fault.header}]" if fault.header else place
    return f"{head}: {fault.wrong} → {fault.right}"


def faulty_rows(plan: Plan) -> int:
    return len({fault.row for fault in plan.faults if fault.row})


def said(outcome: Outcome) -> str:
    """What the import did, in one sentence."""
    if not (outcome.added or outcome.updated or outcome.left):
        return _("Nothing to change: the stored roster agrees with the file.")
    parts = [
        ngettext("%(n)s person added", "%(n)s people added", outcome.added),
        ngettext("%(n)s updated", "%(n)s updated", outcome.updated),
        ngettext("%(n)s unchanged", "%(n)s unchanged", outcome.unchanged),
        ngettext("%(n)s left", "%(n)s left", outcome.left),
        ngettext("%(n)s bloc founded", "%(n)s blocs founded", outcome.blocs_founded),
    ]
    counts = (
        *(outcome.added, outcome.updated, outcome.unchanged),
        *(outcome.left, outcome.blocs_founded),
    )
    said = [
        part % {"n": decimal(n)} for part, n in zip(parts, counts, strict=True) if n
    ]
    return ", ".join(said) + "."
