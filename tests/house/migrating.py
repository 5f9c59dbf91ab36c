"""Which migrations would stop people who are working, told from their operations.

Everything up to the first release is exempt: no table is big, nobody is working yet.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration, operations

from danvan.shared.migrating import AddIndexMeanwhile

BEFORE_THE_FIRST_RELEASE = {
    "access": 4,
    "activities": 3,
    "audit": 3,
    "blocs": 1,
    "budget": 1,
    "deadlines": 1,
    "documents": 2,
    "identity": 1,
    "jobs": 1,
    "matters": 2,
    "meetings": 1,
    "movements": 1,
    "notices": 1,
    "plans": 1,
    "units": 3,
}
"""Each room's last migration of that time."""

DANGERS: tuple[tuple[tuple[type, ...], str], ...] = (
    (
        (operations.RenameField, operations.RenameModel, operations.AlterModelTable),
        "the version that still runs asks for the old name",
    ),
    (
        (operations.RemoveField, operations.DeleteModel),
        "the version that still runs asks for it; stop using it one release ahead",
    ),
    (
        (operations.AlterField,),
        "may write the table anew; add a column, fill it, then use it",
    ),
    (
        (operations.AddIndex,),
        "stops all writing while it is built; take AddIndexMeanwhile",
    ),
    ((operations.AddConstraint,), "reads the whole table under a lock"),
)
DATA = (operations.RunPython, operations.RunSQL)


def is_new(app: str, name: str) -> bool:
    return int(name[:4]) > BEFORE_THE_FIRST_RELEASE.get(app, 0)


def faults(migration: Migration) -> list[str]:
    """What is dangerous about it; nothing when it says why it is safe all the same."""
    if getattr(migration, "safe_because", ""):
        return []
    new = {
        each.name_lower
        for each in migration.operations
        if isinstance(each, operations.CreateModel)
    }
    return [*mixed(migration), *each_fault(migration, new)]


def mixed(migration: Migration) -> Iterator[str]:
    data = [each for each in migration.operations if isinstance(each, DATA)]
    if data and len(data) < len(migration.operations):
        yield "changes rows and tables in one migration: the tables stay locked for all"


def each_fault(migration: Migration, new: set[str]) -> Iterator[str]:
    for each in migration.operations:
        on = getattr(each, "model_name_lower", getattr(each, "name_lower", ""))
        if on not in new and (fault := fault_of(each, migration)):
            yield f"{type(each).__name__} of {on}: {fault}"


def fault_of(each: Any, migration: Migration) -> str:
    if isinstance(each, operations.AddField):
        return fault_of_column(each.field)
    if isinstance(each, AddIndexMeanwhile):
        return "needs atomic = False" if migration.atomic else ""
    return next((why for kinds, why in DANGERS if isinstance(each, kinds)), "")


def fault_of_column(field: "models.Field[Any, Any]") -> str:
    """A column the running version does not fill has to fill itself."""
    if field.many_to_many or field.null or field.has_db_default():
        return ""
    return "the version that still runs does not fill it; give db_default or null"
