"""Fill an empty database with the demonstration, or say what to do: prepare."""

import os
from argparse import ArgumentParser, BooleanOptionalAction
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.demo import accounts, province, readiness
from danvan.demo.profiles import GOOD, STRUGGLING
from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import FaultyList

EXAMPLES = (GOOD, STRUGGLING)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()
    step = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo",
            action=BooleanOptionalAction,
            default=settings.DANVAN_DEMO,
            help="made-up people and three years of records; default: DANVAN_DEMO",
        )
        parser.add_argument(
            "--force", action="store_true", help="also where PRODUCTION is set"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not readiness.in_use():
            self.fill(is_forced=options["force"])
        deadlines.load_bundled(by=CommandLine(), at=timezone.now())
        if not options["demo"]:
            self.say_next()
        elif has_demo():
            self.say_accounts()

    def fill(self, *, is_forced: bool) -> None:
        if settings.PRODUCTION and not is_forced:
            raise CommandError(
                _("No made-up data in production. Set DANVAN_DEMO=0, or add --force.")
            )
        if programme.current().id != province.PROGRAMME:
            self.stdout.write(
                _("The demonstration belongs to another programme; nothing was made.")
            )
            return
        started = monotonic()
        try:
            with readiness.alone():
                if readiness.in_use():
                    return
                province.load(told=self.tell, password=password())
        except FaultyList as faulty:
            raise CommandError("\n".join(faulty.faults)) from faulty
        seconds = round(monotonic() - started)
        made = ngettext(
            "The demonstration was made in %(count)d second.",
            "The demonstration was made in %(count)d seconds.",
            seconds,
        )
        self.stdout.write(made % {"count": seconds})

    def tell(self, step: str, done: int, total: int) -> None:
        """One line that counts up at a terminal; in a file a line a step."""
        is_terminal = self.stdout.isatty()
        if not is_terminal and step == self.step and done < total:
            return
        self.step = step
        line = f"{step:<24} {done:>6}/{total}"
        ending = "\r" if is_terminal and done < total else "\n"
        self.stdout.write(line, ending=ending)
        self.stdout.flush()

    def say_next(self) -> None:
        """What an empty system needs before anybody can work."""
        if not Unit.objects.exists():
            self.stdout.write(
                _("There is no unit yet. Load the list: %(command)s")
                % {"command": "bin/danvan units load"}
            )
        if not User.objects.exists():
            self.stdout.write(
                _("There is no account yet. Make the first: %(command)s")
                % {"command": "bin/danvan createadmin"}
            )

    def say_accounts(self) -> None:
        self.stdout.write(_("Accounts of the demonstration; the people are made up:"))
        for account in accounts.DEMO:
            role = f"{account.role.label}"
            self.stdout.write(f"  {account.username:<9} {role:<28} {account.what}")
        self.stdout.write(
            _("Password of each: %(password)s") % {"password": password()}
        )
        names = dict(Unit.objects.filter(code__in=EXAMPLES).values_list("code", "name"))
        self.stdout.write(
            _("Worth a look: %(good)s (all in order), %(poor)s (much is missing).")
            % {"good": names.get(GOOD, GOOD), "poor": names.get(STRUGGLING, STRUGGLING)}
        )


def has_demo() -> bool:
    return User.objects.filter(username=accounts.DEMO[0].username).exists()


def password() -> str:
    return os.environ.get("DANVAN_DEMO_PASSWORD") or accounts.PASSWORD
