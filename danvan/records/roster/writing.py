"""The rows of a plan, written in bulk with their audit entries."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.audit.models import Entry
from danvan.records.blocs.models import Bloc, Duty, Member, Qualification, Seat
from danvan.records.roster.plans import Addition, Plan, Sitting, Update
from danvan.shared.refusals import Refused
from danvan.shared.text import fold, given_name_key

BATCH = 500
MEMBER_FIELDS = ("full_name", "sex")
LEVEL_FIELDS = ("professional", "theory", "languages")


class Writer:
    """Writes one plan; the caller holds the transaction and the locks."""

    def __init__(self, plan: Plan, *, by: Actor, at: datetime, today: date) -> None:
        self.plan = plan
        self.by = by
        self.at = at
        self.today = today
        self.entries: list[Entry] = []

    def write(self) -> None:
        self._start_blocs()
        seats = Seat.objects.select_related("member", "bloc__unit").in_bulk(
            [update.sitting.seat_id for update in self.plan.updated]
            + [sitting.seat_id for sitting in self.plan.leaving]
        )
        self._update(seats)
        self._end([seats[sitting.seat_id] for sitting in self.plan.leaving])
        self._add()
        audit.record_many(self.entries)

    def _note(
        self,
        verb: str,
        subject: models.Model,
        unit_id: int,
        days: Iterable[date],
        changes: Mapping[str, Any],
    ) -> None:
        years = [day.year for day in (*days, self.today)]
        self.entries.append(
            audit.entry(
                verb,
                subject,
                by=self.by,
                at=self.at,
                unit_id=unit_id,
                years=(min(years), max(years)),
                changes=changes,
                reason=_("Roster file"),
            )
        )

    def _start_blocs(self) -> None:
        """Found the missing blocs; move others back to their earliest member."""
        held = self.plan.holdings.blocs
        units = self.plan.communes
        new = [
            Bloc(unit_id=unit_id, valid_from=start)
            for unit_id, start in self.plan.starts.items()
            if unit_id not in held
        ]
        try:
            with transaction.atomic():
                Bloc.objects.bulk_create(new, batch_size=BATCH)
        except IntegrityError as error:
            raise Refused(_("A bloc was founded meanwhile. Check again.")) from error
        moved = {
            held[unit_id].pk: start
            for unit_id, start in self.plan.starts.items()
            if unit_id in held
        }
        self.blocs = {bloc.unit_id: bloc.pk for bloc in new}
        self.blocs |= {
            unit_id: held[unit_id].pk for unit_id in units if unit_id in held
        }
        self._note_blocs([bloc.pk for bloc in new], moved)

    def _note_blocs(self, new: list[int], moved: Mapping[int, date]) -> None:
        blocs = Bloc.objects.select_related("unit").in_bulk([*new, *moved])
        for pk in new:
            bloc = blocs[pk]
            changes = {"valid_from": [None, bloc.valid_from]}
            self._note("establish_bloc", bloc, bloc.unit_id, [bloc.valid_from], changes)
        for pk, start in moved.items():
            bloc = blocs[pk]
            changes = {"valid_from": [bloc.valid_from, start]}
            Bloc.objects.filter(pk=pk).update(
                valid_from=start, version=F("version") + 1
            )
            self._note("correct_bloc", bloc, bloc.unit_id, [start], changes)

    def _add(self) -> None:
        added = self.plan.added
        members = self._members(added)
        seats = [
            self._seat(addition, member)
            for addition, member in zip(added, members, strict=True)
        ]
        Seat.objects.bulk_create(seats, batch_size=BATCH)
        self._levels_of_new(added, members)
        for addition, seat in zip(added, seats, strict=True):
            person = addition.person
            changes = {
                "full_name": seat.member.full_name,
                "role": seat.role,
                "post_title": seat.post_title,
                "valid_from": seat.valid_from,
            }
            self._note("seat_member", seat, person.unit_id, [seat.valid_from], changes)

    def _members(self, added: Iterable[Addition]) -> list[Member]:
        """The member of each addition, in order: new ones made, old ones taken up."""
        known = Member.objects.in_bulk(
            [a.former.member_id for a in added if a.former is not None]
        )
        fresh = {a.person.row: _new_member(a) for a in added if a.former is None}
        Member.objects.bulk_create(fresh.values(), batch_size=BATCH)
        return [
            known[a.former.member_id] if a.former else fresh[a.person.row]
            for a in added
        ]

    def _seat(self, addition: Addition, member: Member) -> Seat:
        person = addition.person
        return Seat(
            bloc_id=self.blocs[person.unit_id],
            member=member,
            role=person.role,
            post=person.post,
            post_title=person.post_title,
            body=person.body or person.own_body,
            decision_no=person.decision_no,
            valid_from=addition.joined,
        )

    def _levels_of_new(
        self, added: Iterable[Addition], members: Iterable[Member]
    ) -> None:
        fresh: list[Qualification] = []
        for addition, member in zip(added, members, strict=True):
            levels = {name: getattr(addition.person, name) for name in LEVEL_FIELDS}
            if addition.former and addition.former.qualification_id:
                self._requalify(addition.former, levels, addition.joined, fresh)
                continue
            fresh.append(
                Qualification(member=member, valid_from=addition.joined, **levels)
            )
        Qualification.objects.bulk_create(fresh, batch_size=BATCH)

    def _update(self, seats: Mapping[int, Seat]) -> None:
        members: list[Member] = []
        changed: list[Seat] = []
        fresh: list[Qualification] = []
        for update in self.plan.updated:
            seat = seats[update.sitting.seat_id]
            values = {change.name: change.value for change in update.changes}
            self._note_update(update, seat)
            if person := _part(values, MEMBER_FIELDS):
                members.append(_set(seat.member, person))
            if levels := _part(values, LEVEL_FIELDS):
                self._requalify(update.sitting, levels, self.plan.options.on, fresh)
            rest = {
                n: v
                for n, v in values.items()
                if n not in {*MEMBER_FIELDS, *LEVEL_FIELDS}
            }
            if rest:
                self._move_levels(seat, rest)
                changed.append(_set(seat, rest))
        _save_members(members)
        _save_seats(changed)
        Qualification.objects.bulk_create(fresh, batch_size=BATCH)

    def _note_update(self, update: Update, seat: Seat) -> None:
        days = [update.sitting.valid_from]
        if update.person.joined:
            days.append(update.person.joined)
        changes = {
            change.name: [getattr(update.sitting, change.name), change.value]
            for change in update.changes
        }
        self._note("correct_seat", seat, seat.bloc.unit_id, days, changes)

    def _requalify(
        self,
        sitting: Sitting,
        levels: Mapping[str, str],
        on: date,
        fresh: list[Qualification],
    ) -> None:
        """New levels from a day on; in place when the old ones began no earlier."""
        stated = {name: value for name, value in levels.items() if value}
        if not stated:
            return
        if sitting.qualification_id is None or sitting.qualified_from is None:
            fresh.append(
                Qualification(
                    member_id=sitting.member_id,
                    valid_from=sitting.valid_from,
                    **stated,
                )
            )
            return
        row = Qualification.objects.filter(pk=sitting.qualification_id)
        if on <= sitting.qualified_from:
            row.update(**stated)
            return
        row.update(valid_to=on)
        kept = {name: getattr(sitting, name) for name in LEVEL_FIELDS}
        fresh.append(
            Qualification(member_id=sitting.member_id, valid_from=on, **(kept | stated))
        )

    def _move_levels(self, seat: Seat, values: Mapping[str, Any]) -> None:
        """Levels stated at joining begin with the corrected day of joining."""
        start = values.get("valid_from", seat.valid_from)
        if start == seat.valid_from:
            return
        lasting = Q(valid_to=None) | Q(valid_to__gt=start)
        rows = Qualification.objects.filter(lasting, member_id=seat.member_id)
        rows.filter(valid_from=seat.valid_from).update(valid_from=start)

    def _end(self, seats: list[Seat]) -> None:
        """Seats that end on the day, and the duties that were to outlast them."""
        on = self.plan.options.on
        duties = Duty.objects.filter(seat__in=seats)
        lasting = list(duties.filter(Q(valid_to=None) | Q(valid_to__gt=on)))
        ended: dict[int, int] = {}
        for duty in lasting:
            _set(duty, {"valid_to": max(on, duty.valid_from)})
            ended[duty.seat_id] = ended.get(duty.seat_id, 0) + 1
        Duty.objects.bulk_update(lasting, ["valid_to", "version"], batch_size=BATCH)
        for seat in seats:
            _set(seat, {"valid_to": on})
            changes = {"valid_to": [None, on], "duties_ended": ended.get(seat.pk, 0)}
            self._note("end_seat", seat, seat.bloc.unit_id, [on], changes)
        Seat.objects.bulk_update(seats, ["valid_to", "version"], batch_size=BATCH)


def _new_member(addition: Addition) -> Member:
    person = addition.person
    return Member(
        unit_id=person.unit_id,
        full_name=person.full_name,
        sex=person.sex,
        name_fold=fold(person.full_name),
        sort_key=given_name_key(person.full_name),
    )


def _part(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _set[M: (Member, Seat, Duty)](row: M, values: Mapping[str, Any]) -> M:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    return row


def _save_members(members: list[Member]) -> None:
    for member in members:
        member.name_fold = fold(member.full_name)
        member.sort_key = given_name_key(member.full_name)
    fields = [*MEMBER_FIELDS, "name_fold", "sort_key", "version"]
    Member.objects.bulk_update(members, fields, batch_size=BATCH)


def _save_seats(seats: list[Seat]) -> None:
    fields = [
        *("role", "post", "post_title", "body", "decision_no"),
        *("valid_from", "post_ended_on", "version"),
    ]
    Seat.objects.bulk_update(seats, fields, batch_size=BATCH)
