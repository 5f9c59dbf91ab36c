"""One form for the duties of everybody in a bloc, written in one sitting."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.blocs.actions import DutyRow
from danvan.records.blocs.forms import shown
from danvan.records.blocs.models import Bloc, Duty, Seat
from danvan.records.blocs.queries import roster_order
from danvan.shared import forms
from danvan.shared.numbers import serial

TASK_KEY = re.compile(r"task_([0-9]{1,18})_([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one duty of one seat; `duty` None is the empty line for a new one."""

    seat: Seat
    duty: Duty | None

    @property
    def key(self) -> str:
        return f"{self.seat.pk}_{self.duty.pk if self.duty else 0}"


@dataclass(frozen=True, slots=True)
class Line:
    """A slot as the page draws it."""

    slot: Slot
    task: BoundField
    villages: BoundField

    @property
    def is_open(self) -> bool:
        """An empty line for a second duty stays folded until it holds something."""
        return bool(self.task.value() or self.task.errors or self.villages.value())


class DutiesForm(forms.Form):
    template_name = "blocs/duties_form.html"
    on = forms.DateField(label=gettext_lazy("New duties hold since"))

    def __init__(self, slots: Sequence[Slot], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.slots = slots
        for slot in slots:
            self._add(slot)

    def _add(self, slot: Slot) -> None:
        duty = slot.duty
        self.fields[f"task_{slot.key}"] = forms.BlockField(
            rows=2,
            label=gettext_lazy("Duty"),
            required=False,
            show_hidden_initial=duty is not None,
            initial=duty.task if duty else "",
        )
        self.fields[f"villages_{slot.key}"] = forms.TextField(
            label=gettext_lazy("Villages in charge"),
            max_length=300,
            required=False,
            show_hidden_initial=duty is not None,
            initial=duty.villages if duty else "",
        )
        if duty:
            self.fields[f"version_{slot.key}"] = forms.HiddenField(initial=duty.version)

    def clean(self) -> dict[str, Any]:
        """Villages without a duty are a slip, never dropped in silence."""
        cleaned = super().clean() or self.cleaned_data
        for slot in self.slots:
            task = f"task_{slot.key}"
            lone = not slot.duty and not cleaned.get(task)
            if lone and cleaned.get(f"villages_{slot.key}"):
                words = {"name": slot.seat.member.full_name}
                self.add_error(task, _("Enter the duty of %(name)s.") % words)
        return cleaned

    def people(self) -> Iterator[tuple[Seat, list[Line]]]:
        """Each member with his or her lines, in the order of the roster."""
        for seat in dict.fromkeys(slot.seat for slot in self.slots):
            yield seat, [self._line(slot) for slot in self.slots if slot.seat == seat]

    def _line(self, slot: Slot) -> Line:
        return Line(slot, self[f"task_{slot.key}"], self[f"villages_{slot.key}"])

    def rows(self) -> list[DutyRow]:
        """The lines that were touched; what only others changed is left to them."""
        touched = set(self.changed_data)
        return [
            DutyRow(
                seat=slot.seat,
                task=self.cleaned_data[f"task_{slot.key}"],
                villages=self.cleaned_data[f"villages_{slot.key}"],
                duty=slot.duty,
                version=self._version(slot),
            )
            for slot in self.slots
            if {f"task_{slot.key}", f"villages_{slot.key}"} & touched
        ]

    def _version(self, slot: Slot) -> int:
        return serial(self.cleaned_data.get(f"version_{slot.key}") or "")

    def outdated(self) -> list[tuple[Slot, Duty]]:
        """Touched lines that somebody else saved in the meantime, as stored now."""
        found = []
        for row in self.rows():
            if row.duty:
                row.duty.refresh_from_db(fields=["task", "villages", "version"])
                if row.version != row.duty.version:
                    found.append((Slot(row.seat, row.duty), row.duty))
        return found

    def differences(self, outdated: list[tuple[Slot, Duty]]) -> list[dict[str, str]]:
        """Rows of components/clash.html."""
        rows = []
        for slot, duty in outdated:
            for field, theirs in (("task", duty.task), ("villages", duty.villages)):
                name = f"{field}_{slot.key}"
                mine = shown(self, name, self[name].value())
                if mine != theirs:
                    label = f"{slot.seat.member.full_name}: {self[name].label}"
                    rows.append({"label": label, "mine": mine, "theirs": theirs})
        return rows


def slots_of(bloc: Bloc, posted: Mapping[str, Any]) -> list[Slot]:
    """Open duties of the open seats, an empty line each, and what was posted.

    A seat or duty that ended while the form lay open keeps its lines, so that the
    typed text comes back with the reason.
    """
    found = (TASK_KEY.fullmatch(key) for key in posted)
    pairs = {(int(key[1]), int(key[2])) for key in found if key}
    seats = bloc.seats.select_related("member")
    slots: list[Slot] = []
    for seat in sorted(seats.prefetch_related("duties"), key=roster_order):
        wanted = {duty for held, duty in pairs if held == seat.pk}
        if seat.valid_to is not None and not wanted:
            continue
        duties = sorted(seat.duties.all(), key=lambda duty: duty.pk)
        slots += [
            Slot(seat, duty)
            for duty in duties
            if duty.valid_to is None or duty.pk in wanted
        ]
        if seat.valid_to is None or 0 in wanted:
            slots.append(Slot(seat, None))
    return slots
