"""Run the periodic jobs in a process of their own: worker [--once]."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.jobs import scheduler


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # it serves no page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="run what is due now, then end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            scheduler.look(timezone.now)
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_signal: stop.set())
        self.stdout.write(_("The worker looks for due jobs (Ctrl-C stops it)"))
        self.stdout.flush()
        scheduler.loop(clock=timezone.now, stop=stop)
