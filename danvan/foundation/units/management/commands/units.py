"""Load a list of units, or find one: units load [FILE.csv], units find NAME."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.audit.system import CommandLine
from danvan.foundation.units import actions
from danvan.foundation.units.imports import BAC_KAN_2023, read_units
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import LONGEST_NAME, FaultyList
from danvan.shared.text import nfc


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="add the units of a csv list")
        load.add_argument("file", nargs="?", type=Path, default=BAC_KAN_2023)
        find = verbs.add_parser("find", help="by code or name, marks optional")
        find.add_argument("name", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "load":
            self.load(options["file"])
        else:
            self.find(nfc(" ".join(options["name"]))[:LONGEST_NAME])

    def load(self, path: Path) -> None:
        try:
            rows = read_units(path)
            made = actions.load_units(rows, by=CommandLine(), at=timezone.now())
        except FaultyList as faulty:
            nothing = _("Nothing was loaded. Mend the list and load it again.")
            raise CommandError("\n".join([*faulty.faults, nothing])) from faulty
        sentence = _("%(made)d units added, %(kept)d were there already")
        self.stdout.write(sentence % {"made": made, "kept": len(rows) - made})

    def find(self, name: str) -> None:
        units = Unit.objects.find(name).select_related("parent")
        if not units:
            raise CommandError(_("No unit is called %(name)s") % {"name": name})
        for unit in units:
            self.stdout.write(described(unit))


def described(unit: Unit) -> str:
    """Code, kind, name, unit above, first day and last day, parted by tabs."""
    until = unit.valid_to.isoformat() if unit.valid_to else ""
    above = unit.parent.full_name if unit.parent else ""
    facts = [unit.code, unit.get_kind_display(), unit.name, above]
    return "\t".join([*facts, unit.valid_from.isoformat(), until])
