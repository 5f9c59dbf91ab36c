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
from danvan.records.blocs.actions.seats import described
from danvan.records.blocs.models import Bloc, Duty, Member, Seat, name_keys
from danvan.records.roster.levels import FIELDS, LevelWriter, move_start
from danvan.records.roster.plans import Addition, Plan, Update
from danvan.shared.refusals import Refused

BATCH = 500
MEMBER_FIELDS = ("full_name", "sex")


class Writer:
    """Writes one plan; the caller holds the transaction and the locks."""

    def __init__(self, plan: Plan, *, by: Actor, at: datetime, today: date) -> None:
        self.plan = plan
        self.by = by
        self.at = at
        self.today = today
        self.reason = _("Roster file")
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
                reason=self.reason,
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
            days = [seat.valid_from]
            changes = described(seat)
            self._note("seat_member", seat, person.unit_id, days, changes)

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
        levels = LevelWriter()
        for addition, member in zip(added, members, strict=True):
            stated = {name: getattr(addition.person, name) for name in FIELDS}
            if addition.former and addition.former.qualification_id:
                levels.change(addition.former, stated, addition.joined)
            else:
                levels.begin(member, stated, addition.joined)
        levels.save()

    def _update(self, seats: Mapping[int, Seat]) -> None:
        levels = LevelWriter()
        changed: dict[Seat, dict[str, Any]] = {}
        people: dict[Member, dict[str, Any]] = {}
        for update in self.plan.updated:
            seat = seats[update.sitting.seat_id]
            self._note_update(update, seat)
            values = {change.name: change.value for change in update.changes}
            stated = _taken(values, FIELDS)
            levels.change(update.sitting, stated, self.plan.options.on)
            people[seat.member] = _taken(values, MEMBER_FIELDS)
            changed[seat] = values
        levels.save()
        move_start(
            {
                seat.member_id: (seat.valid_from, values["valid_from"])
                for seat, values in changed.items()
                if "valid_from" in values
            }
        )
        _save(Member, people)
        _save(Seat, changed)

    def _note_update(self, update: Update, seat: Seat) -> None:
        days = [update.sitting.valid_from]
        if update.person.joined:
            days.append(update.person.joined)
        changes = {
            change.name: [getattr(update.sitting, change.name), change.value]
            for change in update.changes
        }
        self._note("correct_seat", seat, seat.bloc.unit_id, days, changes)

    def _end(self, seats: list[Seat]) -> None:
        """Seats that end on the day, and the duties that were to outlast them."""
        on = self.plan.options.on
        duties = Duty.objects.filter(seat__in=seats)
        lasting = list(duties.filter(Q(valid_to=None) | Q(valid_to__gt=on)))
        held = {seat.pk: seat for seat in seats}
        ended: dict[int, int] = {}
        for duty in lasting:
            duty.seat = held[duty.seat_id]
            day = max(on, duty.valid_from)
            self._note_duty(duty, day)
            _set(duty, {"valid_to": day})
            ended[duty.seat_id] = ended.get(duty.seat_id, 0) + 1
        Duty.objects.bulk_update(lasting, ["valid_to", "version"], batch_size=BATCH)
        for seat in seats:
            _set(seat, {"valid_to": on})
            changes = {
                "valid_to": [None, on],
                "duties_ended": [None, ended.get(seat.pk, 0)],
            }
            self._note("end_seat", seat, seat.bloc.unit_id, [on], changes)
        Seat.objects.bulk_update(seats, ["valid_to", "version"], batch_size=BATCH)

    def _note_duty(self, duty: Duty, day: date) -> None:
        changes = {"valid_to": [duty.valid_to, day]}
        self._note("end_duty", duty, duty.seat.bloc.unit_id, [day], changes)


def _new_member(addition: Addition) -> Member:
    person = addition.person
    return Member(
        unit_id=person.unit_id,
        full_name=person.full_name,
        sex=person.sex,
        **name_keys(person.full_name),
    )


def _taken(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values of those names, taken out of the others."""
    return {name: values.pop(name) for name in names if name in values}


def _set[M: (Member, Seat, Duty)](row: M, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def _save(
    model: type[Member] | type[Seat], changes: Mapping[Any, dict[str, Any]]
) -> None:
    """Save the rows that have changes, in the columns that any of them changes."""
    rows = [row for row, values in changes.items() if values]
    fields = {"version"}
    for row in rows:
        values = changes[row]
        if name := values.get("full_name"):
            values |= name_keys(name)
        _set(row, values)
        fields |= values.keys()
    if rows:
        model._default_manager.bulk_update(rows, sorted(fields), batch_size=BATCH)
