"""All tasks of a draft on one page."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.plans.actions import TaskRow
from danvan.records.plans.forms.guarded import GuardedForm
from danvan.records.plans.models import Plan, Task
from danvan.shared import forms
from danvan.shared.forms import Text
from danvan.shared.numbers import serial
from danvan.shared.saving import VersionedForm

NEW = 2
"""Empty lines at the end for tasks of the unit's own."""

POSTED = re.compile(r"text_([0-9]{1,18})")
COLUMNS = ("text", "body", "owner", "due_on")


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one task; `task` None is an empty line."""

    key: str
    task: Task | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A slot as the page draws it."""

    slot: Slot
    text: BoundField
    cells: Sequence[BoundField]
    left_out: BoundField | None
    warnings: Sequence[str]


class DraftForm(VersionedForm, GuardedForm):
    """Title, aim and a line for every task; only touched lines are saved."""

    template_name = "plans/draft_form.html"
    title = forms.TextField(label=gettext_lazy("Title of the plan"), max_length=200)
    aim = forms.BlockField(
        label=gettext_lazy("Aim and requirements"), required=False, rows=3
    )

    def __init__(
        self,
        *args: Any,
        slots: Sequence[Slot],
        warnings: Mapping[int, Sequence[str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.slots, self.warnings = slots, warnings
        for slot in slots:
            for name, field in self.fields_of(slot):
                self.fields[f"{name}_{slot.key}"] = field

    def fields_of(self, slot: Slot) -> Iterator[tuple[str, Any]]:
        task = slot.task
        day = {"help_text": "", "widget": day_input()}
        lines: list[tuple[str, type[Any], Text, dict[str, Any]]] = [
            ("text", forms.BlockField, _("Work"), {"rows": 3, "max_length": 2000}),
            ("body", forms.TextField, _("Body in charge"), {"max_length": 150}),
            ("owner", forms.TextField, _("Person in charge"), {"max_length": 100}),
            ("due_on", forms.DateField, _("Due"), day),
        ]
        for name, kind, label, options in lines:
            yield (
                name,
                kind(
                    label=label,
                    required=task is not None and name in {"text", "due_on"},
                    show_hidden_initial=task is not None,
                    initial=getattr(task, name) if task else None,
                    **options,
                ),
            )
        if task:
            yield "version", forms.HiddenField(initial=task.version)
            yield "out", forms.TickField(label=_("Leave out"))
        else:
            yield "uid", forms.HiddenField(initial=str(uuid.uuid4()), required=False)

    def clean(self) -> dict[str, Any]:
        """A new line needs its work and its day; nothing is dropped in silence."""
        cleaned = super().clean()
        for slot in self.slots:
            given = {name: cleaned.get(f"{name}_{slot.key}") for name in COLUMNS}
            if slot.task or not any(given.values()):
                continue
            if not given["text"] and f"text_{slot.key}" not in self.errors:
                self.add_error(f"text_{slot.key}", _("Enter the work to be done."))
            if not given["due_on"] and f"due_on_{slot.key}" not in self.errors:
                self.add_error(f"due_on_{slot.key}", _("Enter the day it is due."))
        return cleaned

    def lines(self) -> Iterator[Line]:
        for slot in self.slots:
            yield Line(
                slot,
                text=self[f"text_{slot.key}"],
                cells=[self[f"{name}_{slot.key}"] for name in COLUMNS[1:]],
                left_out=self[f"out_{slot.key}"] if slot.task else None,
                warnings=self.warnings.get(slot.task.pk, ()) if slot.task else (),
            )

    def head(self) -> dict[str, Any]:
        """Title and aim."""
        return {name: self.cleaned_data[name] for name in ("title", "aim")}

    def rows(self) -> list[TaskRow]:
        """The lines that were touched; what only others changed is left to them."""
        touched = set(self.changed_data)
        return [
            self.row(slot)
            for slot in self.slots
            if touched & {f"{n}_{slot.key}" for n in (*COLUMNS, "out")}
        ]

    def row(self, slot: Slot) -> TaskRow:
        cleaned = self.cleaned_data
        values = {name: cleaned[f"{name}_{slot.key}"] for name in COLUMNS}
        if slot.task is None:
            return TaskRow(None, values, uid=number_of(cleaned[f"uid_{slot.key}"]))
        return TaskRow(
            slot.task,
            values,
            version=serial(cleaned[f"version_{slot.key}"]),
            left_out=cleaned[f"out_{slot.key}"],
        )

    def differences(self, behind: Sequence[Task]) -> list[dict[str, str]]:
        """Rows of components/clash.html for the tasks somebody else saved."""
        rows = []
        for task in behind:
            for name in COLUMNS:
                bound = self[f"{name}_{task.pk}"]
                mine = str(bound.value() or "")
                theirs = str(bound.field.prepare_value(getattr(task, name)) or "")
                if mine.strip() != theirs:
                    label = f"{shown(task)}: {bound.label}"
                    rows.append({"label": label, "mine": mine, "theirs": theirs})
        return rows

    def accept(self, plan: Plan, behind: Sequence[Task]) -> None:
        """Sent again, the form replaces what was shown just now."""
        self.acknowledge(plan.version)
        for task in behind:
            self.data[f"version_{task.pk}"] = str(task.version)  # type: ignore[index]


def day_input() -> TextInput:
    """As wide as its cell, which on a phone is narrow."""
    return TextInput({"inputmode": "numeric", "autocomplete": "off"})


def shown(task: Task) -> str:
    return task.text[:60]


def number_of(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def rows_of(tasks: Sequence[Task], posted: Mapping[str, Any]) -> list[Slot]:
    """A line for each task, and empty ones; a task that was closed meanwhile keeps its
    line, so that the typed text comes back with the reason."""
    wanted = {int(m[1]) for m in map(POSTED.fullmatch, posted) if m}
    kept = [task for task in tasks if task.state == "open" or task.pk in wanted]
    slots = [Slot(str(task.pk), task) for task in kept]
    return slots + [Slot(f"new{number}") for number in range(NEW)]
