"""Which tasks a plan begins with: ticked, each with where it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation import programme
from danvan.foundation.programme.schema import Body
from danvan.foundation.programme.schema import Task as ProgrammeTask
from danvan.foundation.units.models import Unit
from danvan.records.plans import queries, rules
from danvan.records.plans.actions import Seed
from danvan.records.plans.forms.guarded import GuardedForm
from danvan.records.plans.forms.lists import task_choices
from danvan.records.plans.models import Plan, Task
from danvan.shared import forms
from danvan.shared.dates import short
from danvan.shared.saving import OnceForm


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be taken over by a unit for a year, less what `plan` holds already."""

    unit: Unit
    year: int
    today: date
    above: list[Task] = field(default_factory=list)
    before: list[Task] = field(default_factory=list)
    programme: list[ProgrammeTask] = field(default_factory=list)

    @classmethod
    def to(
        cls, unit: Unit, year: int, today: date, plan: Plan | None = None
    ) -> "Offer":
        held = list(plan.tasks.standing()) if plan else []
        sources = {task.above_id for task in held} | {t.continues_id for t in held}
        ids = {task.programme_task for task in held}
        above = [t for t in queries.tasks_above(unit, year) if t.pk not in sources]
        before = [t for t in queries.carriable(unit, year) if t.pk not in sources]
        known = programme.current().tasks
        rest = [task for task in known if task.id not in ids]
        return cls(unit, year, today, above, before, rest)

    def owners(self, task: ProgrammeTask) -> list[Body]:
        """Bodies of the unit's level that the programme gives the task to."""
        bodies = programme.current().bodies
        return [
            body
            for body in bodies
            if body.id in task.owner and queries.level_of(body) == self.unit.level
        ]

    def preticked(self) -> dict[str, list[str]]:
        """What comes back at this level by the programme; what the plan above names."""
        own = {
            task.id
            for task in self.programme
            if task.cadence in rules.RETURNING and self.owners(task)
        }
        named = {task.programme_task for task in self.above}
        return {
            "above": [str(t.pk) for t in self.above if self.is_meant(t)],
            "before": [str(task.pk) for task in self.before],
            "programme": [t.id for t in self.programme if t.id in own - named],
        }

    def is_meant(self, task: Task) -> bool:
        """Whether the programme gives the task of the plan above to this level too."""
        known = {each.id: each for each in programme.current().tasks}
        source = known.get(task.programme_task)
        return source is None or bool(self.owners(source))

    def seeds(self, chosen: dict[str, Any]) -> list[Seed]:
        picked = {name: set(chosen.get(name, ())) for name in SECTIONS}
        return [
            *(self.from_above(t) for t in self.above if str(t.pk) in picked["above"]),
            *(self.again(t) for t in self.before if str(t.pk) in picked["before"]),
            *self.from_programme(picked["programme"]),
        ]

    def from_above(self, task: Task) -> Seed:
        return Seed(
            text=task.text,
            due_on=self.in_year(task.due_on),
            body=self.body_for(task.programme_task),
            programme_task=task.programme_task,
            above=task,
        )

    def again(self, task: Task) -> Seed:
        return Seed(
            text=task.text,
            due_on=date(self.year, 12, 31),
            body=task.body,
            owner=task.owner,
            programme_task=task.programme_task,
            continues=task,
        )

    def from_programme(self, chosen: set[str]) -> Iterator[Seed]:
        briefings = programme.current().calendar.briefing_cadence
        for task in self.programme:
            if task.id not in chosen:
                continue
            for stage in rules.stages(
                task.cadence, self.year, briefings=briefings, today=self.today
            ):
                yield Seed(
                    text=rules.staged(task.text, stage),
                    due_on=stage.due_on,
                    body=self.body_for(task.id),
                    programme_task=task.id,
                )

    def in_year(self, day: date) -> date:
        return day if day.year == self.year else date(self.year, 12, 31)

    def body_for(self, task_id: str) -> str:
        """The first body of this level that the programme gives the task to."""
        known = {task.id: task for task in programme.current().tasks}
        owners = self.owners(known[task_id]) if task_id in known else []
        return owners[0].name[:150] if owners else ""


SECTIONS = ("above", "before", "programme")


class SourcesForm(OnceForm, GuardedForm):
    """Tick what applies; the words are written on the next page."""

    title = forms.TextField(label=gettext_lazy("Title of the plan"), max_length=200)

    def __init__(self, *args: Any, offer: Offer, fresh: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer = offer
        if not fresh:
            del self.fields["title"]
        ticked = offer.preticked()
        for name, label, choices in self.sections():
            if choices:
                self.initial.setdefault(name, ticked[name] if fresh else [])
                self.fields[name] = forms.CheckboxesField(
                    label=label, choices=choices, required=False
                )

    def sections(self) -> Iterator[tuple[str, str, list[tuple[str, Any]]]]:
        yield "above", _("From the plan above"), boxes(self.offer.above)
        yield "before", _("Not done in earlier plans"), boxes(self.offer.before)
        known = {task.id for task in self.offer.programme}
        groups = [
            (heading, [box for box in choices if box[0] in known])
            for heading, choices in whole_choices()
        ]
        left = [(heading, choices) for heading, choices in groups if choices]
        yield "programme", _("From the programme"), left

    def seeds(self) -> list[Seed]:
        return self.offer.seeds(self.cleaned_data)


def whole_choices() -> list[tuple[str, Any]]:
    """As `task_choices`, with the whole text: here people read what they tick."""
    texts = {task.id: task.text for task in programme.current().tasks}
    return [
        (heading, [(number, f"{number}. {texts[number]}") for number, _short in rows])
        for heading, rows in task_choices()
    ]


def boxes(tasks: Iterable[Task]) -> list[tuple[str, Any]]:
    return [
        (
            str(task.pk),
            _("%(work)s (due %(day)s)")
            % {"work": task.text, "day": short(task.due_on)},
        )
        for task in tasks
    ]
