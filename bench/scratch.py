"""Throw-away databases: one is migrated, the others are its clones.

SQLite files in the scratch folder, or databases with fresh names on the server that
DATABASE_URL names; all are gone afterwards.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.core.management import call_command
from django.db import connection

from danvan.foundation.audit import guards

EMPTY = "empty"


class Scratch:
    """Databases by a short name; Django's default connection moves among them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.served = connection.vendor == "postgresql"
        self.home = str(connection.settings_dict["NAME"])
        self.prefix = f"danvan_bench_{uuid4().hex[:8]}_"
        self.made: list[str] = []

    def migrate(self) -> None:
        self.create(EMPTY, None)
        self.use(EMPTY)
        call_command("migrate", verbosity=0, skip_checks=True)

    def clone(self, name: str, of: str = EMPTY) -> None:
        """A copy of another database under a new name, in use from now on."""
        self.leave()
        self.create(name, of)
        self.use(name)

    def create(self, name: str, of: str | None) -> None:
        self.made.append(name)
        if self.served:
            template = f' TEMPLATE "{self.address(of)}"' if of else ""
            self.tell(f'CREATE DATABASE "{self.address(name)}"{template}')
        elif of:
            shutil.copyfile(self.address(of), self.address(name))

    def address(self, name: str) -> str:
        """The NAME that Django's settings take."""
        if self.served:
            return self.prefix + name
        return str(self.folder / f"{name}.sqlite3")

    def use(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.address(name)

    def leave(self) -> None:
        """Close, so that nothing is left in a write-ahead log or in use."""
        connection.close()

    def tell(self, statement: str) -> None:
        """A statement about databases, from the one that was there before."""
        connection.close()
        connection.settings_dict["NAME"] = self.home
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    def settle(self) -> None:
        """What a server does by itself some minutes after a large load."""
        if self.served:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def unguard(self) -> None:
        """Let this scratch database be emptied of its log between two runs."""
        with connection.cursor() as cursor:
            for name, table in guards.names(connection.vendor):
                on = f" ON {table}" if self.served else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")

    def drop(self) -> None:
        for name in self.made if self.served else ():
            self.tell(f'DROP DATABASE IF EXISTS "{self.address(name)}"')


@contextmanager
def databases(folder: Path) -> Iterator[Scratch]:
    made = Scratch(folder)
    try:
        made.migrate()
        yield made
    finally:
        made.drop()
