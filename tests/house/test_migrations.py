"""A migration runs while people work, so it may take no lock that stops them."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from danvan.shared.migrating import AddIndexMeanwhile
from tests.house import migrating

NEW = {
    f"{app}.{name}": migration
    for (app, name), migration in MigrationLoader(None).disk_migrations.items()
    if type(migration).__module__.startswith("danvan.") and migrating.is_new(app, name)
}


def of(*operations, **words):
    kind = type(
        "Migration", (migrations.Migration,), {"operations": operations, **words}
    )
    return kind("0009_x", "units")


def text(**words):
    return models.CharField(max_length=9, **words)


def test_a_new_migration_stops_nobody():
    assert not {
        name: said for name, it in NEW.items() if (said := migrating.faults(it))
    }


def test_what_came_after_the_first_release_is_looked_at():
    assert not migrating.is_new("units", "0003_village_version")
    assert migrating.is_new("units", "0004_x")
    assert migrating.is_new("of_tomorrow", "0001_initial")


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.AddField("unit", "x", text(default="")), "does not fill it"),
        (migrations.RenameField("unit", "x", "y"), "old name"),
        (migrations.RenameModel("Unit", "Place"), "old name"),
        (migrations.RemoveField("unit", "x"), "one release ahead"),
        (migrations.AlterField("unit", "x", text()), "write the table anew"),
        (
            migrations.AddIndex("unit", models.Index(fields=["x"], name="x")),
            "stops all writing",
        ),
        (
            migrations.AddConstraint(
                "unit", models.UniqueConstraint(fields=["x"], name="x")
            ),
            "under a lock",
        ),
        (
            AddIndexMeanwhile("unit", models.Index(fields=["x"], name="x")),
            "atomic = False",
        ),
    ],
)
def test_what_would_stop_people_is_found(operation, words):
    (fault,) = migrating.faults(of(operation))
    assert words in fault


def test_rows_and_tables_are_changed_apart():
    both = of(
        migrations.AddField("unit", "x", text(null=True)),
        migrations.RunPython(migrations.RunPython.noop),
    )
    assert len(migrating.faults(both)) == 1


@pytest.mark.parametrize(
    "migration",
    [
        of(migrations.AddField("unit", "x", text(null=True))),
        of(migrations.AddField("unit", "x", text(db_default=""))),
        of(
            AddIndexMeanwhile("unit", models.Index(fields=["x"], name="x")),
            atomic=False,
        ),
        of(
            migrations.CreateModel("Thing", [("x", text())]),
            migrations.AddIndex("thing", models.Index(fields=["x"], name="x")),
        ),
        of(migrations.RemoveField("unit", "x"), safe_because="unused since 1.2"),
        of(migrations.RunPython(migrations.RunPython.noop)),
    ],
)
def test_what_stops_nobody_passes(migration):
    assert migrating.faults(migration) == []
