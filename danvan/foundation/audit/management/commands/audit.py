"""The audit log: audit verify tells whether anybody touched it, audit head its end."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation.audit import linking, queries
from danvan.foundation.audit.rules import parse_anchor


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # it serves no page

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="walk the whole log")
        verify.add_argument(
            "--expect", metavar="DIGEST@NUMBER", help="an end that you kept elsewhere"
        )
        acts.add_parser("head", help="print the end of the log, to be kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        expect = self.anchor(options.get("expect") or "")
        linking.link(timezone.now(), everything=options["act"] == "verify")
        if options["act"] == "head":
            self.stdout.write(str(queries.head()))
        else:
            self.verify(expect)

    def anchor(self, typed: str) -> queries.Anchor | None:
        anchor = parse_anchor(typed) if typed else None
        if typed and anchor is None:
            raise CommandError(
                _("--expect takes what “audit head” printed: DIGEST@NUMBER")
            )
        return anchor

    def verify(self, expect: queries.Anchor | None) -> None:
        """Exit code 1 when anything is wrong."""
        report = queries.verify(expect)
        self.stdout.write(
            ngettext(
                "%(number)s entry was followed",
                "%(number)s entries were followed",
                report.links,
            )
            % {"number": report.links}
        )
        if report.waiting:
            self.stdout.write(
                ngettext(
                    "%(number)s entry waits for its link",
                    "%(number)s entries wait for their link",
                    report.waiting,
                )
                % {"number": report.waiting}
            )
        for fault in report.faults:
            self.stderr.write(fault)
        if report.faults:
            sys.exit(1)
        self.stdout.write(_("The log is whole"))
        self.stdout.write(str(queries.head()))
