"""Make an account that may manage accounts: createadmin [--username …] [--unit …]."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access import actions
from danvan.foundation.access.rules import Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.units.models import Unit
from danvan.foundation.units.queries import meant_by
from danvan.shared.refusals import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--username", help="asked for at a terminal, else a default"
        )
        parser.add_argument(
            "--full-name", help="asked for at a terminal, else a default"
        )
        parser.add_argument("--unit", help="code or name; else the first province")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input instead of making one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unit = chosen_unit(options["unit"])
        username = options["username"] or answer(_("User name"), "admin")
        full_name = options["full_name"] or answer(_("Full name"), _("Administrator"))
        given = password_from(from_stdin=options["password_stdin"])
        try:
            user, password = actions.create_account(
                username=username,
                full_name=full_name,
                role=Role.ADMINISTRATOR,
                unit=unit,
                by=CommandLine(),
                at=timezone.now(),
                password=given,
                must_change_password=given is None,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        made = _("Administrator %(user)s of %(unit)s: sign in as %(username)s")
        words = {"user": user, "unit": unit, "username": user.username}
        self.stdout.write(made % words)
        if given is None:
            shown = _("One-time password: %(password)s")
            self.stdout.write(shown % {"password": password})


def chosen_unit(typed: str | None) -> Unit:
    units = Unit.objects.in_force(timezone.localdate())
    if not units.exists():
        raise CommandError(_("There is no unit yet. First run: units load"))
    if not typed:
        return units.filter(parent=None).in_order()[0]
    meant = meant_by(typed, units)
    if len(meant) != 1:
        names = "; ".join(f"{unit.code} {unit}" for unit in meant) or "–"
        sentence = _("%(typed)s names no single unit: %(names)s. Give the code.")
        raise CommandError(sentence % {"typed": typed, "names": names})
    return meant[0]


def answer(label: str, default: str) -> str:
    """What a person at the terminal types; the default for a script."""
    if not sys.stdin.isatty():
        return default
    return input(f"{label} [{default}]: ") or default


def password_from(*, from_stdin: bool) -> str | None:
    """The password chosen; None: make a one-time one."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return None
    return getpass(_("Password (empty: make a one-time one): ")) or None
