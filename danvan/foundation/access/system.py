"""The hand at the command line: whoever can run it can already read the database."""

from datetime import date

from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Permission
from danvan.foundation.audit import system
from danvan.foundation.units.models import Unit


class CommandLine(system.CommandLine):
    """Acts on every unit; the audit log names the operating system's user."""

    def root_units(
        self, on: date, permission: Permission = Permission.READ
    ) -> list[int]:
        return list(Unit.objects.filter(parent=None).values_list("pk", flat=True))


class DailyJob(CommandLine):
    """Nobody in particular: what happens because its day has come."""

    def get_full_name(self) -> str:
        return _("Daily job")


type Actor = User | CommandLine
