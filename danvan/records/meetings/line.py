"""One thing on an agenda, in one shape whatever it is."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from danvan.records.meetings.choices import Part, Said

PAGES = {
    "plans.task": "plans:task",
    "matters.matter": "matters:show",
    "matters.commitment": "matters:commitment",
}
PARTS = {part: place for place, part in enumerate(Part)}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on an agenda; `note` says where it comes from."""

    part: Part
    subject_type: str
    subject_id: int
    title: str
    owner: str = ""
    note: str = ""
    since: date | None = None
    due_on: date | None = None
    outcome: Said = Said.NOTHING
    said: str = ""
    is_open: bool = True

    @property
    def key(self) -> tuple[str, int]:
        return self.subject_type, self.subject_id

    @property
    def kind(self) -> str:
        return self.subject_type.rpartition(".")[2]

    @property
    def url(self) -> str:
        return reverse(PAGES[self.subject_type], args=[self.subject_id])

    @property
    def label(self) -> str:
        return str(Said(self.outcome).label)

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on

    def age(self, on: date) -> int | None:
        """Days it has been open."""
        return None if self.since is None else max((on - self.since).days, 0)

    def order(self) -> tuple[int, date, int]:
        return PARTS[self.part], self.due_on or date.max, self.subject_id


def charged(*names: str) -> str:
    return ", ".join(name for name in names if name)
