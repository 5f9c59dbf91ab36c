"""Every table of the installation, read and written without knowing what it means."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db import DatabaseError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from danvan.foundation.keeping import canon
from danvan.foundation.keeping.canon import AnyField
from danvan.shared.refusals import Refused

LEFT_OUT = {"access.session"}
"""Whoever is signed in signs in again: an old backup brings no ended session back."""
MADE_BY_MIGRATING = {"contenttypes.contenttype", "auth.permission"}
"""What stands in a database nobody has used yet."""
CHUNK = 2_000
TEXTS = {"CharField", "TextField", "SlugField", "EmailField"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table by its model, which may be the model of an older version."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[AnyField]:
        """What is stored; what the database itself computes is not carried."""
        fields = self.model._meta.local_concrete_fields
        return [field for field in fields if not field.generated]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @property
    def counter(self) -> str | None:
        """The column whose numbers the database itself gives."""
        pk = self.model._meta.pk
        return pk.column if isinstance(pk, models.AutoField) else None


def tables(apps: Apps) -> list[Table]:
    found = (
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label_lower not in LEFT_OUT
    )
    return sorted(found, key=lambda table: table.name)


def lines(table: Table, connection: BaseDatabaseWrapper) -> Iterator[bytes]:
    """Every row in the order of its key, one line each."""
    rows = table.model._base_manager.using(connection.alias)
    rows = rows.order_by(*order(table, connection))
    names = [field.attname for field in table.fields]
    for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
        yield canon.line(row)


def order(table: Table, connection: BaseDatabaseWrapper) -> list[Any]:
    """By bytes where the key is a text: each database has its own alphabet."""
    bytewise = "C" if connection.vendor == "postgresql" else "BINARY"
    return [
        Collate(field.attname, bytewise)
        if canon.kind(field) in TEXTS
        else field.attname
        for field in table.model._meta.pk_fields
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """What two copies of a table have in common when they are equal."""

    rows: int
    sha256: str
    highest: int | None
    """The highest number the database has given, of a row that is gone, too."""


class Counting:
    """Passes lines on and keeps their number and their checksum."""

    def __init__(self, source: Iterable[bytes]) -> None:
        self.source = source
        self.rows = self.size = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for each in self.source:
            self.rows += 1
            self.size += len(each)
            self.digest.update(each)
            yield each

    def tally(self, highest: int | None) -> Tally:
        return Tally(self.rows, self.digest.hexdigest(), highest)


def tally(table: Table, connection: BaseDatabaseWrapper) -> Tally:
    counted = Counting(lines(table, connection))
    for _line in counted:
        pass
    return counted.tally(highest(table, connection))


def is_filled(table: Table, connection: BaseDatabaseWrapper) -> bool:
    return table.model._base_manager.using(connection.alias).exists()


def fill(
    table: Table, source: Iterable[bytes], connection: BaseDatabaseWrapper
) -> None:
    """Write rows as they were: no default, no clock, no number of its own."""
    try:
        if connection.vendor == "postgresql":
            copy(table, values(table, source, connection), connection)
        else:
            insert(table, values(table, source, connection), connection)
    except DatabaseError as fault:
        words = {"table": table.name, "fault": str(fault).strip()}
        raise Refused(_("Table %(table)s was not taken: %(fault)s") % words) from fault


def values(
    table: Table, source: Iterable[bytes], connection: BaseDatabaseWrapper
) -> Iterator[list[Any]]:
    """Lines as the driver takes them."""
    fields = table.fields
    readers = [canon.reader(field) for field in fields]
    for each in source:
        row = json.loads(each)
        yield [
            field.get_db_prep_save(read(value), connection)
            for field, read, value in zip(fields, readers, row, strict=True)
        ]


def copy(
    table: Table, rows: Iterable[Sequence[Any]], connection: BaseDatabaseWrapper
) -> None:
    statement = f"COPY {target(table, connection)} FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def insert(
    table: Table, rows: Iterator[list[Any]], connection: BaseDatabaseWrapper
) -> None:
    marks = ", ".join(["%s"] * len(table.fields))
    statement = f"INSERT INTO {target(table, connection)} VALUES ({marks})"  # noqa: S608 - quoted names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)  # type: ignore[arg-type]


def target(table: Table, connection: BaseDatabaseWrapper) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table.name)} ({', '.join(map(quote, table.columns))})"


def clear(table: Table, connection: BaseDatabaseWrapper) -> None:
    """Take away what migrating wrote."""
    if is_filled(table, connection):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - a quoted name


HIGHEST_SQLITE = "SELECT seq FROM sqlite_sequence WHERE name = %s"
SERIAL = "pg_get_serial_sequence(%s, %s)"


def highest(table: Table, connection: BaseDatabaseWrapper) -> int | None:
    if table.counter is None:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(HIGHEST_SQLITE, [table.name])
            row = cursor.fetchone()
            return row[0] if row else 0
        cursor.execute(f"SELECT {SERIAL}", [f'"{table.name}"', table.counter])
        sequence = cursor.fetchone()[0]
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - the server's own name
        value, is_called = cursor.fetchone()
        return value if is_called else value - 1


def go_on_from(
    table: Table, number: int | None, connection: BaseDatabaseWrapper
) -> None:
    """Let the next row get the number after this one."""
    if table.counter is None or number is None:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                [table.name, number],
            )
        else:
            cursor.execute(
                f"SELECT setval({SERIAL}, %s, %s)",
                [f'"{table.name}"', table.counter, max(number, 1), number > 0],
            )
