"""Show the mail that a person would be sent today: digest --print USER."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.deadlines.queries import working_calendar
from danvan.results.agenda.digest import letter_for


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--print", dest="username", required=True, metavar="USER")

    def handle(self, *args: Any, **options: Any) -> None:
        name = User.objects.normalize_username(options["username"])
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(_("No account is called “%(name)s”") % {"name": name})
        letter = letter_for(user, timezone.localdate(), working_calendar())
        if letter is None:
            self.stdout.write(_("Nothing presses, so no mail would be sent"))
            return
        self.stdout.write(f"{letter.subject}\n\n{letter.text}")
