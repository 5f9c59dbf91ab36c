"""Levels and languages of many members, written together."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import F, Q

from danvan.records.blocs.models import Member, Qualification
from danvan.records.roster.plans import Sitting

FIELDS = ("professional", "theory", "languages")
BATCH = 500


class LevelWriter:
    """Gathers what changes; `save` writes it. A blank level states nothing."""

    def __init__(self) -> None:
        self._fresh: list[Qualification] = []
        self._amended: list[Qualification] = []
        self._ended: dict[date, list[int]] = defaultdict(list)
        self._members: set[int] = set()

    def begin(self, member: Member, levels: Mapping[str, str], on: date) -> None:
        """The first levels of a new member."""
        self._fresh.append(Qualification(member=member, valid_from=on, **levels))

    def change(self, sitting: Sitting, levels: Mapping[str, str], on: date) -> None:
        """New levels from a day on; in place when the old ones began no earlier."""
        stated = {name: value for name, value in levels.items() if value}
        kept = {name: getattr(sitting, name) for name in FIELDS}
        if not stated or kept | stated == kept:
            return
        self._members.add(sitting.member_id)
        row = Qualification(member_id=sitting.member_id, **(kept | stated))
        if sitting.qualification_id is None or sitting.qualified_from is None:
            row.valid_from = sitting.valid_from
            self._fresh.append(row)
        elif on <= sitting.qualified_from:
            row.pk = sitting.qualification_id
            self._amended.append(row)
        else:
            row.valid_from = on
            self._ended[on].append(sitting.qualification_id)
            self._fresh.append(row)

    def save(self) -> None:
        """Ends come first: a member has one open row at any moment.

        Levels are of the person, so a form opened before clashes.
        """
        for day, rows in self._ended.items():
            Qualification.objects.filter(pk__in=rows).update(valid_to=day)
        Qualification.objects.bulk_update(self._amended, FIELDS, batch_size=BATCH)
        Qualification.objects.bulk_create(self._fresh, batch_size=BATCH)
        members = Member.objects.filter(pk__in=self._members)
        members.update(version=F("version") + 1)


def move_start(moved: Mapping[int, tuple[date, date]]) -> None:
    """Levels stated at joining follow the corrected day: {member: (old, new)}."""
    rows = Qualification.objects.filter(member__in=moved)
    changed = []
    for row in rows.filter(Q(valid_from__in={old for old, _new in moved.values()})):
        old, new = moved[row.member_id]
        if row.valid_from == old and (row.valid_to is None or row.valid_to > new):
            row.valid_from = new
            changed.append(row)
    Qualification.objects.bulk_update(changed, ["valid_from"], batch_size=BATCH)
