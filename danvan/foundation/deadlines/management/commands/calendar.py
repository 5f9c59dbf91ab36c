"""The delivered working calendar: calendar load, calendar check."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions, queries
from danvan.foundation.deadlines.delivered import delivered
from danvan.foundation.deadlines.sheet import FaultyDays
from danvan.foundation.deadlines.wording import year_unknown


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("load", help="bring the delivered days up to the file")
        verbs.add_parser("check", help="read the file and say which years are missing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "load":
            self.load()
        else:
            self.check_years()

    def load(self) -> None:
        changed = actions.load_bundled(by=CommandLine(), at=timezone.now())
        sentence = ngettext(
            "%(count)d day of the working calendar was brought up to the file",
            "%(count)d days of the working calendar were brought up to the file",
            changed,
        )
        self.stdout.write(sentence % {"count": changed})

    def check_years(self) -> None:
        """Ends with an error when deadlines of this year or the next are uncertain."""
        try:
            count = len(delivered())
        except FaultyDays as faulty:
            raise CommandError("\n".join(faulty.faults)) from faulty
        self.stdout.write(_("The delivered file holds %(n)d days") % {"n": count})
        this = timezone.localdate().year
        entered = queries.years_entered()
        missing = [year for year in (this, this + 1) if year not in entered]
        if missing:
            raise CommandError("\n".join(map(year_unknown, missing)))
        years = ", ".join(map(str, entered))
        self.stdout.write(_("Days are entered for: %(years)s") % {"years": years})
