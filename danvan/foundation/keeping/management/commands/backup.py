"""Back up database and files while everybody works: backup, backup verify FILE."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.keeping import making, reading, verifying
from danvan.foundation.keeping.making import Lock, Made
from danvan.foundation.keeping.manifest import Manifest
from danvan.foundation.keeping.reading import Keys
from danvan.shared.refusals import Refused


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=["verify"])
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--to", type=Path, metavar="DIR", help="default: DANVAN_BACKUP_DIR"
        )
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            metavar="AGE_KEY",
            help="encrypt to this public key of age; may be given several times",
        )
        parser.add_argument(
            "--with-keys",
            action="store_true",
            help="seal_key and secret_key as well; only where it is encrypted",
        )
        add_keys(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["act"]:
                self.verify(options["file"], keys_from(options))
            else:
                self.make(options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def make(self, options: dict[str, Any]) -> None:
        folder = options["to"] or settings.DANVAN_BACKUP_DIR
        if folder is None:
            raise Refused(_("Say where to: --to DIR, or set DANVAN_BACKUP_DIR"))
        made = making.make(
            folder,
            at=timezone.now(),
            lock=lock_from(options),
            with_keys=options["with_keys"],
        )
        self.stdout.write(str(made.path))
        self.stderr.write(described(made))
        for sentence in warnings(made.manifest):
            self.stderr.write(self.style.WARNING(sentence))

    def verify(self, path: Path | None, keys: Keys) -> None:
        if path is None:
            raise Refused(_("Say which backup: backup verify FILE"))
        with reading.opened(path, keys, Path(settings.DATA)) as archive:
            verifying.verify(archive, self.stderr.write)
            manifest = archive.manifest
        self.stdout.write(
            _("Whole: %(tables)d tables, %(rows)d rows, %(files)d files of %(when)s")
            % counts(manifest)
        )


def add_keys(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="its first line is the passphrase; - asks at the terminal",
    )
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help="private key that opens it"
    )


def lock_from(options: dict[str, Any]) -> Lock:
    recipients = options["recipient"] or settings.DANVAN_BACKUP_RECIPIENTS
    if options["passphrase_file"]:
        if options["recipient"]:
            raise Refused(_("Give a recipient or a passphrase, not both"))
        return Lock(passphrase=passphrase(options["passphrase_file"]))
    return Lock(recipients)


def keys_from(options: dict[str, Any]) -> Keys:
    identity, secret = options["identity"], options["passphrase_file"]
    return Keys(
        identities=lambda: content(identity) if identity else "",
        passphrase=lambda: passphrase(secret) if secret else asked(),
    )


def passphrase(path: Path) -> str:
    if str(path) == "-":
        return asked()
    lines = content(path).splitlines()
    if not lines or not lines[0].strip():
        raise Refused(_("There is no passphrase in %(path)s") % {"path": path})
    return lines[0].strip()


def asked() -> str:
    """At a terminal only."""
    return getpass(_("Passphrase: ")) if sys.stdin.isatty() else ""


def content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        words = {"path": path, "fault": fault}
        raise Refused(_("%(path)s cannot be read: %(fault)s") % words) from fault


def counts(manifest: Manifest) -> dict[str, Any]:
    return {
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "files": len(manifest.files),
        "when": manifest.made_at,
    }


def described(made: Made) -> str:
    words = counts(made.manifest)
    words["left"] = ", ".join(made.manifest.left_out)
    return _(
        "%(tables)d tables, %(rows)d rows, %(files)d files. Left out: %(left)s"
    ) % (words)


def warnings(manifest: Manifest) -> list[str]:
    """What a person should look at, though the backup itself is whole."""
    sentences = (
        (_("Named by a record, but not on the disk: %s"), manifest.missing),
        (_("Not what was kept at first: %s"), manifest.damaged),
        (_("Written after the rows were read, so not in it: %s"), manifest.later),
    )
    return [text % shortened(names) for text, names in sentences if names]


def shortened(names: list[str]) -> str:
    more = f" (+{len(names) - 5})" if len(names) > 5 else ""  # noqa: PLR2004 - enough to look for
    return ", ".join(names[:5]) + more
