"""The periodic jobs: jobs lists them, jobs run NAME runs one now."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.audit.history import moment
from danvan.foundation.jobs import actions, queries, registry


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=["run"])
        parser.add_argument("name", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"]:
            self.run_one(options["name"] or "")
        else:
            self.list_all(timezone.now())

    def run_one(self, name: str) -> None:
        job = registry.find(name)
        if job is None:
            names = ", ".join(each.name for each in registry.jobs())
            raise CommandError(
                _("No job is called “%(name)s”. There are: %(names)s")
                % {"name": name, "names": names}
            )
        run = actions.run_now(job, timezone.now)
        if not run.finished_at:
            raise CommandError(run.fault)
        self.stdout.write(run.said or _("Ran"))

    def list_all(self, at: datetime) -> None:
        for each in queries.standings(at):
            self.stdout.write(f"{each.job.name}: {each.job.title}, {each.job.when}")
            last = each.done.finished_at if each.done else None
            lines = (
                (_("Last run"), moment(last) if last else "–"),
                (_("Next run"), moment(each.following)),
                (_("State"), each.state),
                (_("What it did"), each.done.said if each.done else ""),
                (_("Fault"), each.fault),
            )
            for label, value in lines:
                if value:
                    self.stdout.write(f"  {label}: {value}")
