"""Where a database stands among the migrations, and its models as of then."""

from collections.abc import Iterable

from django.apps import apps
from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from danvan.foundation.keeping import tables
from danvan.shared.refusals import Refused

type Node = tuple[str, str]


def known() -> set[Node]:
    """The migrations of this version."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def applied(connection: BaseDatabaseWrapper) -> list[Node]:
    """The migrations that the database has seen; those of rooms long gone count not."""
    seen = MigrationRecorder(connection).applied_migrations()
    return sorted(node for node in seen if node[0] in apps.app_configs)


def must_be_known(nodes: Iterable[Node]) -> None:
    """Refuse what a newer version than this one wrote."""
    if strange := set(nodes) - known():
        sentence = _(
            "A newer version wrote this: it knows %(name)s. "
            "Install that version first; nothing was changed"
        )
        raise Refused(sentence % {"name": ".".join(min(strange))})


def models_at(nodes: Iterable[Node]) -> Apps:
    """The models as they were after these migrations."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    made: Apps = loader.project_state(list(nodes)).apps
    return made


def bring_to(nodes: Iterable[Node], connection: BaseDatabaseWrapper) -> None:
    """Make the tables of that moment in a database without rows."""
    wanted = set(nodes)
    if set(applied(connection)) - wanted:
        drop(connection)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    steps = [step for step in plan if (step[0].app_label, step[0].name) in wanted]
    executor.migrate([], plan=steps)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take away empty tables that a newer version made."""
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    names = connection.introspection.table_names()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}{cascade}")


def must_be_empty(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database in which anybody has written anything."""
    there = set(connection.introspection.table_names())
    if not there:
        return
    ours = tables.tables(models_at(set(applied(connection)) & known()))
    for table in ours:
        if table.label in tables.MADE_BY_MIGRATING or table.name not in there:
            continue
        if tables.is_filled(table, connection):
            raise not_empty(table.name)
    if strange := there - {table.name for table in ours} - OWN:
        raise not_empty(min(strange))


def strangers(
    found: Iterable[tables.Table], connection: BaseDatabaseWrapper
) -> list[str]:
    """Tables that no room has made, and that are not carried."""
    there = set(connection.introspection.table_names())
    return sorted(there - {table.name for table in found} - OWN)


OWN = {"django_migrations", "access_session"}


def not_empty(name: str) -> Refused:
    sentence = _(
        "The database is not empty: there is something in %(table)s. "
        "Name an empty one; nothing was changed"
    )
    return Refused(sentence % {"table": name})
