"""Carry a SQLite installation over: move-to-postgres postgresql://… [--dry-run]."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.keeping import moving
from danvan.foundation.keeping.connecting import SOURCE, TARGET, reaching, unhurried
from danvan.shared import databases
from danvan.shared.refusals import Refused


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="postgresql://user:password@host/name")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="look at both ends and count; write nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(_("This installation is on PostgreSQL already"))
        try:
            told = databases.postgres(options["address"])
        except ValueError as fault:
            raise CommandError(_("The address %s") % fault) from fault
        try:
            self.move(told, is_dry=options["dry_run"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except DatabaseError as fault:
            raise CommandError(
                _("The database cannot be reached or refused: %s") % fault
            ) from fault

    def move(self, told: dict[str, Any], *, is_dry: bool) -> None:
        with (
            reaching(unhurried(connection), SOURCE) as source,
            reaching(told, TARGET) as target,
        ):
            carried = moving.move(
                source,
                target,
                at=timezone.now(),
                told=self.stderr.write,
                is_dry=is_dry,
            )
        for name, tally in carried.items():
            self.stdout.write(f"{name}\t{tally.rows}\t{tally.sha256}")
        self.stdout.write(
            _("Dry run: this is what would be moved. Nothing was written.")
            if is_dry
            else _(
                "Moved, and proved equal: rows, checksums, scorecards. SQLite is as it "
                "was. Set DATABASE_URL to the address and start the server; files and "
                "keys stay in the data directory."
            )
        )
