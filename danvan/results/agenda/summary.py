"""A list of items as people read it: parts with headings, and one line of counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.deadlines.rules import Rung
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import Item, Part
from danvan.shared.numbers import decimal

SHOWN = 7
"""Items of a part on the first page; the rest is a link away. What waits for approval
stands in no other list, so it is shown whole."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the first page."""

    part: Part
    title: str
    items: list[dict[str, Any]]
    count: int
    all_url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.items)


def sections(items: Sequence[Item], person: Person) -> list[Section]:
    """The parts that hold something, the most pressing first."""
    found = []
    for part in Part:
        mine = [item for item in items if item.part is part]
        if mine:
            shown = mine if part is Part.APPROVE else mine[:SHOWN]
            rows = [row(item, person) for item in shown]
            link = list_of(part, mine)
            found.append(Section(part, heading(part, len(mine)), rows, len(mine), link))
    return found


def heading(part: Part, count: int) -> str:
    titles = {
        Part.HOT: ngettext("%(n)s hot spot", "%(n)s hot spots", count),
        Part.BELOW: ngettext(
            "%(n)s thing overdue at units below",
            "%(n)s things overdue at units below",
            count,
        ),
        Part.LATE: ngettext("%(n)s thing overdue", "%(n)s things overdue", count),
        Part.SOON: ngettext("%(n)s thing due soon", "%(n)s things due soon", count),
        Part.APPROVE: ngettext(
            "%(n)s thing waits for your approval",
            "%(n)s things wait for your approval",
            count,
        ),
        Part.WEEK: ngettext(
            "%(n)s thing in the next 7 days", "%(n)s things in the next 7 days", count
        ),
        Part.WAITING: ngettext(
            "%(n)s other thing open", "%(n)s other things open", count
        ),
    }
    return titles[part] % {"n": decimal(count)}


def row(item: Item, person: Person) -> dict[str, Any]:
    """As templates/agenda/section.html draws it."""
    elsewhere = item.unit.pk not in person.own or len(person.own) > 1
    return {
        "title": item.title,
        "url": item.url,
        "note": item.note,
        "unit": item.unit.full_name if elsewhere else "",
        "due": item.due,
        "is_event": item.is_event,
        "is_late": item.rung >= Rung.OVERDUE,
        "badge": item.rung if item.rung >= Rung.ONE_UP else None,
        "action": item.action,
        "act_url": item.act_url,
    }


def list_of(part: Part, items: Iterable[Item]) -> str:
    """The full list on which the part's items stand."""
    if part is Part.HOT:
        return f"{reverse('matters:index')}?{urlencode({'kind': 'hot_spot'})}"
    if part is Part.WEEK:
        return reverse("agenda:month")
    return reverse("deadlines:index")


def counted(items: Iterable[Item]) -> str:
    """ "2 quá hạn, 3 sắp đến hạn"; "" when nothing presses."""
    counts: dict[Part, int] = {}
    for item in items:
        counts[item.part] = counts.get(item.part, 0) + 1
    words = (
        (Part.HOT, ngettext("%(n)s hot spot", "%(n)s hot spots", 2)),
        (Part.BELOW, _("%(n)s overdue below")),
        (Part.LATE, _("%(n)s overdue")),
        (Part.SOON, _("%(n)s due soon")),
        (Part.WEEK, _("%(n)s in the next 7 days")),
    )
    parts = [
        text % {"n": decimal(counts[part])} for part, text in words if part in counts
    ]
    return ", ".join(parts)
