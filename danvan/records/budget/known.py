"""Sources and tasks of the programme as the pages name them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from danvan.foundation import programme
from danvan.foundation.programme.schema import TaskGroup, named

LONGEST = 90


def sources() -> list[tuple[str, str]]:
    return [(row.id, row.name) for row in programme.current().budget_sources]


def source_name(source: str) -> str:
    return named(programme.current().budget_sources, source)


def groups() -> Sequence[TaskGroup]:
    return programme.current().task_groups


def group_name(group: TaskGroup) -> str:
    return f"{group.number}. {group.title}"


def task_name(task: str) -> str:
    """The task with its number; the number alone when the programme lost it."""
    text = next((t.text for t in programme.current().tasks if t.id == task), "")
    return f"{task} {text}".strip()


def tasks() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Groups and the tasks in each, for a drop-down list."""
    for group in groups():
        yield (
            group_name(group),
            [(task.id, cut(task_name(task.id))) for task in group.tasks],
        )


def tasks_in(asked: str) -> set[str]:
    """The task of that number, or all of the group of that number."""
    for group in groups():
        if str(group.number) == asked:
            return {task.id for task in group.tasks}
    return {asked}


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def years(kept: int | None = None) -> list[int]:
    """Years of the programme, newest first, and the one a record already has."""
    return sorted({*programme.current().years, *filter(None, [kept])}, reverse=True)


def group_named(number: int) -> str:
    """The group of that number; 0 stands for lines without a task."""
    names = {group.number: group_name(group) for group in groups()}
    return names.get(number) or _("No single task")
