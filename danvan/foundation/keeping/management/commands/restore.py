"""Restore a backup into an empty place: restore FILE."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from danvan.foundation.keeping import reading, restoring
from danvan.foundation.keeping.connecting import RESTORING, reaching, unhurried
from danvan.foundation.keeping.management.commands.backup import (
    add_keys,
    counts,
    keys_from,
)
from danvan.foundation.keeping.restoring import Place
from danvan.shared.refusals import Refused


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        add_keys(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        data, files = Path(settings.DATA), Path(settings.MEDIA_ROOT)
        data.mkdir(parents=True, exist_ok=True)
        try:
            with (
                reading.opened(options["file"], keys_from(options), data) as archive,
                reaching(unhurried(connection), RESTORING) as there,
            ):
                restoring.restore(archive, Place(there, files, data), self.stderr.write)
                manifest = archive.manifest
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            _("Restored: %(tables)d tables, %(rows)d rows, %(files)d files of %(when)s")
            % counts(manifest)
        )
        if "seal_key" not in manifest.keys:
            self.stderr.write(
                _("Put back the key seal_key, or SEAL_KEY: it is kept apart")
            )
